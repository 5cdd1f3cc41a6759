import {
  appendSnapshot,
  isSnapshot,
  lastWindow,
  querySlos,
  readSlosOf,
  readSnapshots,
  refuseElsewhere,
  refuseLinkOut,
  shownPath,
  snapshotName,
  withSignal,
  type Project,
} from "@release-gate/adapters";
import {
  collectedMetric,
  formatInstant,
  msg,
  render,
  sloOptionsOf,
  snapshotLine,
  UserError,
  type Message,
  type Slo,
  type SnapshotRow,
} from "@release-gate/core";
import { existsSync, mkdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { durationFlag } from "../duration-flag.js";
import type { OutputOptions } from "../flags.js";
import { momentOf } from "../moment.js";
import { exitCodes, type CommandResult } from "../outcome.js";
import { sloProject } from "../slo-project.js";
import { timeLimitOf } from "../time-limit.js";
import type { CommandEnvironment } from "../environment.js";
import type { CollectFlags } from "./collect-command.js";

/**
 * `release-gate collect`: asks the servers of the policy's SLOs for the last whole window and appends the rows to a
 * snapshot; rows that the file has already are left out, so that a run may be repeated. 2 where a server cannot be asked.
 */
export async function runCollect(
  flags: CollectFlags,
  options: OutputOptions,
  env: CommandEnvironment,
): Promise<CommandResult> {
  const say = (message: Message): void => env.tell(`${render(message, options.language)}\n`);
  const now = momentOf(flags.now, env.clock).epochMilliseconds;
  const window = durationFlag("--window", flags.window ?? "15m");
  const project = sloProject(env.folder, flags.config, "collect");
  const slos = readSlosOf(project);
  const { pairs } = sloOptionsOf(project.policy);
  const end = Math.floor(now / window) * window;
  const file = outputFile(flags.output, project, env.folder, end);
  refuseLinkOut(file);
  const rows: SnapshotRow[] = [];
  const { asked, down, partial } = await withSignal(timeLimitOf(flags.timeLimit).left, (signal) =>
    querySlos(slos, now, (row) => rows.push(row), {
      folder: project.root,
      stretches: (slo) => [lastWindow(slo, now, window, pairs)],
      onRetry: (error, delay) =>
        say(msg`${error.text} Trying again in ${delay / 1000} {1, plural, one {second} other {seconds}}.`),
      signal,
    }),
  );
  if (asked.length === 0) throw nothingToAsk(project);
  // An answer that is not whole, and counts that cannot be, are told and not kept: nobody would see it later.
  const sound = rows.filter((row) => !isOf(row, [...partial.keys()], slos) && !isImpossible(row));
  const fresh = await newRows(file, sound);
  await appendSnapshot(file, fresh);
  // The policy names the folder: without it `check` would stop until there is a first row.
  if (down.size + partial.size === 0) mkdirSync(dirname(file), { recursive: true });
  const shown = shownPath(env.folder, file);
  for (const [id, why] of down) say(msg`${id}: the metrics could not be read: ${why}`);
  for (const [id, why] of partial) say(msg`${id}: the server answered in part only, so nothing was kept: ${why}`);
  const impossible = rows.filter(isImpossible).length;
  if (impossible > 0)
    say(
      msg`${impossible} {0, plural, one {row has} other {rows have}} more good or bad events than there are in all; they were not kept.`,
    );
  const failed = down.size + partial.size;
  const says = [doneText(asked.length - failed, fresh.length, sound.length - fresh.length, { shown, end, window })];
  if (fresh.length > 0 && !isSnapshot(project, file)) says.push(policyText(project, file));
  return {
    output: options.quiet ? "" : says.map((each) => `${render(each, options.language)}\n`).join(""),
    exitCode: failed > 0 || impossible > 0 ? exitCodes.failed : exitCodes.promote,
  };
}

/** What was done. A file is named only where it is there. */
function doneText(
  slos: number,
  fresh: number,
  known: number,
  { shown, end, window }: { readonly shown: string; readonly end: number; readonly window: number },
): Message {
  if (slos === 0) return msg`Nothing was written.`;
  if (known > 0)
    return msg`${fresh} {0, plural, one {row} other {rows}} of ${slos} {1, plural, one {SLO} other {SLOs}} (${known} {2, plural, one {was} other {were}} there already): ${shown}`;
  if (fresh > 0)
    return msg`${fresh} {0, plural, one {row} other {rows}} of ${slos} {1, plural, one {SLO} other {SLOs}}: ${shown}`;
  return msg`Nothing was written: there is no row of ${slos} {0, plural, one {SLO} other {SLOs}} from ${formatInstant(end - window)} to ${formatInstant(end)}.`;
}

/** What makes `check` read the rows: until then it asks the servers, and nobody needs the file. */
function policyText({ root, policyPath }: Project, file: string): Message {
  const folder = shownPath(root, resolve(file, ".."));
  const path = /[*?{[]/.test(folder) || folder === "" || folder === "." ? shownPath(root, file) : folder;
  return msg`"check" does not read this file yet: write "metrics: ${path}" under "slo:" of ${basename(policyPath ?? "release-gate.yaml")}. From then on it judges by these rows and does not ask the server.`;
}

/** Whether a row is of one of some SLOs. */
const isOf = (row: SnapshotRow, ids: readonly string[], slos: readonly Slo[]): boolean =>
  slos.some((slo) => ids.includes(slo.id) && slo.parts.some((_, i) => collectedMetric(slo, i) === row.name));

const isImpossible = (row: SnapshotRow): boolean =>
  row.kind === "counts" && row.total !== undefined && Math.max(row.good ?? 0, row.bad ?? 0) > row.total;

/** A file as it is named; in a folder, by default the policy's first one of metrics, a file named by the window's end. */
function outputFile(output: string | undefined, { root, policy }: Project, from: string, end: number): string {
  if (output !== undefined && /\.jsonl$/.test(output)) return resolve(from, output);
  if (output !== undefined) return join(resolve(from, output), snapshotName(end));
  const folder =
    policy.slo?.metrics?.find((path) => !/[*?{[]|\.jsonl(?:\.gz)?$|\.(?:om|prom|openmetrics)$/.test(path)) ?? "metrics";
  refuseElsewhere(root, [folder], policy.placeOf(["slo", "metrics"]));
  return join(resolve(root, folder), snapshotName(end));
}

async function newRows(file: string, rows: readonly SnapshotRow[]): Promise<readonly SnapshotRow[]> {
  if (!existsSync(file)) return rows;
  const key = (row: SnapshotRow): string =>
    snapshotLine({ kind: "gauge", at: row.at, span: row.span, name: row.name, labels: row.labels, value: 0 });
  const known = new Set<string>();
  await readSnapshots([{ file, shown: file }], (row) => known.add(key(row)));
  return rows.filter((row) => !known.has(key(row)));
}

const nothingToAsk = ({ policy, policyPath }: Project): UserError =>
  new UserError(msg`None of the policy's SLOs has a server that could be asked.`, {
    place: policy.placeOf(["slo", "files"]) ?? { path: policyPath ?? "release-gate.yaml" },
    hint: msg`Write "prometheus: { url: http://prometheus:9090 }" or "datadog:" under "slo:" of release-gate.yaml, or give their metric sources a metricSourceRef to a DataSource with connectionDetails.`,
  });
