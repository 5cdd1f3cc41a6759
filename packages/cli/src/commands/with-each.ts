import { loadProject, shownPath, type PolicyPart, type Project } from "@release-gate/adapters";
import { msg, render, UserError, visible, visibleJson, type Language } from "@release-gate/core";
import { dirname, resolve } from "node:path";
import type { CommandEnvironment } from "../environment.js";
import { failureText } from "../failure.js";
import { outputsOf, type CommonFlags, type Format, type OutputOptions, type VersionFlags } from "../flags.js";
import { paintOf } from "../layout.js";
import { exitCodes, type CommandResult, type ExitCode } from "../outcome.js";
import { htmlPage } from "../reporters/html-page.js";
import { timeLimitOf } from "../time-limit.js";

/** What a command does for each of several policies. */
export interface ForEach {
  /** The flag that works with one policy only, where it was given. */
  readonly refused?: string;
  /** Whether the command has anything to do for a policy. */
  readonly concerns: (project: Project, named: boolean) => unknown;
  readonly run: (
    paths: readonly string[],
    flags: Pick<CommonFlags & VersionFlags, "format" | "timeLimit"> & { readonly cacheLocation?: string },
    env: CommandEnvironment,
  ) => Promise<CommandResult>;
}

type Flags = CommonFlags & VersionFlags & { readonly cacheLocation?: string };

/** The report of one policy: its text in each format; or why there is none. */
interface Judged {
  readonly name: string;
  /** The folder that the paths of the report are relative to, with a slash at its end; "" for this one. */
  readonly folder: string;
  readonly exitCode: ExitCode;
  readonly texts: readonly string[];
  readonly failure?: string;
}

/** Runs a command once for each policy. A policy that cannot be judged does not keep the others from it. */
export async function withEach(
  parts: readonly PolicyPart[],
  flags: Flags,
  options: OutputOptions,
  env: CommandEnvironment,
  { refused, concerns, run }: ForEach,
): Promise<CommandResult> {
  const outputs = outputsOf(flags.format);
  const limit = timeLimitOf(flags.timeLimit);
  const nameOf = ({ policy }: PolicyPart): string =>
    policy === undefined ? render(msg`without a policy`, options.language) : shownPath(env.folder, policy);
  if (refused !== undefined) {
    throw new UserError(msg`${refused} cannot be used with several policies: ${parts.map(nameOf).join(", ")}.`, {
      hint: msg`Name one of them with --config.`,
    });
  }
  const judge = async (part: PolicyPart): Promise<Judged> => {
    const root = part.policy === undefined ? resolve(env.folder) : dirname(part.policy);
    const shown = shownPath(env.folder, root);
    const about = { name: nameOf(part), folder: shown === "." ? "" : `${shown}/` };
    const own = {
      // Each format to a file of its own, so that none is mixed with the others.
      format: outputs.map(({ format }, index) => `${format}=${index}`),
      timeLimit: `${Math.max(1, Math.ceil(limit.left() / 1000))}s`,
      ...(flags.cacheLocation === undefined ? {} : { cacheLocation: resolve(env.folder, flags.cacheLocation) }),
    };
    try {
      const paths = part.paths.map((path) => shownPath(root, path));
      const { exitCode, files = [] } = await run(paths, own, { ...env, folder: root });
      return { ...about, exitCode, texts: files.map(({ text }) => text) };
    } catch (error) {
      return { ...about, exitCode: exitCodes.failed, texts: [], failure: failureText(error, options.language) };
    }
  };
  const about = parts.filter((part) => isAbout(part, flags, concerns));
  const judged: Judged[] = [];
  for (const part of about.length > 0 ? about : parts) judged.push(await judge(part));
  if (outputs.every(({ format, path }) => format !== "pretty" || path !== undefined)) {
    for (const { name, failure } of judged) if (failure !== undefined) env.tell(`${visible(name)}: ${failure}`);
  }
  const order = [exitCodes.failed, exitCodes.rollback, exitCodes.hold];
  const exitCode = order.find((code) => judged.some((each) => each.exitCode === code)) ?? exitCodes.promote;
  // The texts have gone through the door of their format already.
  const texts = outputs.map(({ format, path }, index) => ({
    path,
    text: shownTogether[format](judged, index, options),
  }));
  return {
    output: texts.flatMap(({ path, text }) => (path === undefined ? [text] : [])).join(""),
    files: texts.flatMap(({ path, text }) => (path === undefined ? [] : [{ path, text }])),
    exitCode,
    format: outputs.find(({ path }) => path === undefined)?.format,
  };
}

/** A policy that cannot be read is told by the run. */
function isAbout({ policy, paths }: PolicyPart, flags: Flags, concerns: ForEach["concerns"]): boolean {
  if (policy === undefined) return true;
  try {
    const { policyFrom } = flags;
    return Boolean(
      concerns(
        loadProject(dirname(policy), undefined, policyFrom === undefined ? {} : { policyFrom }),
        paths.length > 0,
      ),
    );
  } catch {
    return true;
  }
}

type Together = (judged: readonly Judged[], index: number, options: OutputOptions) => string;

/** The reports of all policies as one text, each below the name of its policy. */
const shownTogether: Readonly<Record<Format, Together>> = {
  pretty: (judged, index, { color }) =>
    judged
      .map(({ name, texts, failure }) => {
        return `${paintOf(color).bold(`== ${visible(name)}`)}\n\n${visibleLinesOf(failure) ?? texts[index] ?? ""}`;
      })
      .join("\n"),
  github: (judged, index) =>
    judged
      .map(({ name, folder, texts, failure }) => {
        const own = failure === undefined ? fromHere(texts[index] ?? "", folder) : failed(name, failure);
        return `${visible(name)}\n${own}`;
      })
      .join(""),
  markdown: (judged, index) =>
    judged
      .map(({ name, texts, failure }) => {
        const own = failure === undefined ? texts[index] : `\`\`\`\`text\n${visibleLinesOf(failure)}\`\`\`\`\n`;
        return `## ${code(name)}\n\n${own ?? ""}`;
      })
      .join("\n"),
  html: (judged, index, { language }) => pageOf(judged, index, language),
  json: (judged, index) => {
    const policies = judged.map(({ name, texts, failure }) => ({
      policy: name,
      ...(failure === undefined ? (JSON.parse(texts[index] ?? "{}") as object) : { error: visible(failure.trim()) }),
    }));
    return visibleJson(`${JSON.stringify({ schemaVersion: 1, policies }, null, 2)}\n`);
  },
};

const visibleLinesOf = (failure: string | undefined): string | undefined =>
  failure === undefined ? undefined : failure.split("\n").map(visible).join("\n");

const code = (name: string): string => `\`${visible(name).replaceAll("`", "'")}\``;

const property = (text: string): string =>
  visible(text).replaceAll("%", "%25").replaceAll(":", "%3A").replaceAll(",", "%2C");

/** Annotations name their files from the folder that the command runs in. */
const fromHere = (text: string, folder: string): string =>
  text.replace(/^(::\w+ file=)/gm, (_, head: string) => head + property(folder));

const failed = (name: string, failure: string): string =>
  `::error file=${property(name)}::${visible(failure.trim()).replaceAll("%", "%25")}\n`;

const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** The pages as one: the head of the first, then what stands in each. */
function pageOf(judged: readonly Judged[], index: number, language: Language): string {
  const bodies = judged.map(({ name, texts, failure }) => {
    const body = /<body>\n([^]*)\n<\/body>/.exec(texts[index] ?? "")?.[1] ?? "";
    const own = failure === undefined ? body : `<pre>${escapeHtml(visibleLinesOf(failure) ?? "")}</pre>`;
    return `<h1>${escapeHtml(visible(name))}</h1>\n${own}`;
  });
  return htmlPage(language, judged.map(({ name }) => escapeHtml(visible(name))).join(", "), bodies.join("\n"));
}
