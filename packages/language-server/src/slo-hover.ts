import {
  GateSession,
  loadProject,
  policyFiles,
  shownPath,
  snapshotEndings,
  sloFiles,
  type Project,
} from "@release-gate/adapters";
import {
  budgetPicture,
  burnPicture,
  loadCharts,
  plainMarkdown,
  render,
  sloOptionsOf,
  minimumEventsOf,
  statusOf,
  statusText,
  UserError,
  type Language,
  type Slo,
  type SloStatus,
} from "@release-gate/core";
import { statSync } from "node:fs";
import { dirname } from "node:path";
import { MarkupKind, type Hover, type Position } from "vscode-languageserver/node";

/** More than this is not read while a person waits for a hover. In bytes. */
const mostRead = 64 * 1024 * 1024;

/**
 * How an SLO stands by the project's snapshots, with the pictures of the report: over its name and its targets. No server is
 * asked. Null elsewhere, where there are no snapshots, and where the project cannot be read.
 */
export async function sloHoverAt(
  path: string,
  { line }: Position,
  now: number,
  language: Language,
): Promise<Hover | null> {
  try {
    const project = loadProject(dirname(path));
    if (project.policy.slo === undefined || !sloFiles(project).includes(path) || !isReadable(project)) return null;
    const shown = shownPath(project.root, path);
    const evidence = await new GateSession().slos(project, { now }, { snapshotsOnly: true });
    const { slos, tallies, exclusions } = evidence;
    const slo = slos.find((each) => linesOf(each, shown).includes(line + 1));
    if (slo === undefined) return null;
    const options = sloOptionsOf(project.policy);
    const status = statusOf(slo, tallies.get(slo.id) ?? [], now, {
      ...options,
      exclusions,
      neededBy: (one) => minimumEventsOf(one, options),
    });
    return { contents: { kind: MarkupKind.Markdown, value: await markdownOf(status, language) } };
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

function isReadable({ root, policy }: Project): boolean {
  const files = policyFiles(root, policy.slo?.metrics ?? [], { extension: snapshotEndings });
  return files.length > 0 && files.reduce((size, file) => size + statSync(file).size, 0) <= mostRead;
}

const linesOf = ({ place, parts }: Slo, path: string): readonly number[] =>
  [place, ...parts.map((part) => part.place)].filter((each) => each.path === path).map((each) => each.line);

async function markdownOf(status: SloStatus, language: Language): Promise<string> {
  const { slo } = status;
  const charts = await loadCharts();
  return [
    `**${plainMarkdown(slo.id)}** · ${render(statusText(status), language)}`,
    image(charts.burnDown(budgetPicture(status, "down", language))),
    image(charts.burnRate(burnPicture(status, "rate", language))),
  ].join("\n\n");
}

/** A picture in Markdown; its texts in a grey that can be read on white and on black. */
const image = (svg: string): string =>
  `![](data:image/svg+xml;base64,${Buffer.from(svg.replace("<svg ", '<svg color="#808080" ')).toString("base64")})`;
