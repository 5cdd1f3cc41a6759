import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Marks } from "../../../packages/core/src/source/marks.js";
import type { TransactionMode } from "../../../packages/core/src/source/migration.js";
import { folderOf, foldersAbove, manifestNames, sidecarPaths } from "../../../packages/core/src/source/around.js";

/** A public project's migrations: which files, in which order, and which part of each is the way up. */
export interface History {
  readonly repository: string;
  /** Files of the way up; the first group, where there is one, is what they are ordered by. */
  readonly files: RegExp;
  /** "number": the group as numbers, separated by dots or underscores; "text" (default): the path. */
  readonly order?: "number" | "text";
  readonly section?: "goose" | "sql-migrate" | "drizzle";
  /** popx: of the files of one version the one for PostgreSQL, else the one for all. */
  readonly dialects?: boolean;
  /** Values for the placeholders of its files. */
  readonly placeholders?: Readonly<Record<string, string>>;
  /** Marks of a runner of its own. */
  readonly marks?: Marks;
  readonly transaction?: TransactionMode;
}

/** The part of one file that is run. */
export interface Piece {
  readonly path: string;
  readonly text: string;
  /** It only makes what the next pieces begin with: it is run, not observed, and what fails of it is left out. */
  readonly setup?: true;
}

/** The projects of the measure: plain SQL, PostgreSQL only or with files of its own for it. */
export const histories: readonly History[] = [
  { repository: "ory/kratos", files: /^persistence\/sql\/migrations\/sql\/.*\.up\.sql$/, dialects: true },
  { repository: "ory/hydra", files: /^persistence\/sql\/migrations\/.*\.up\.sql$/, dialects: true },
  {
    repository: "hatchet-dev/hatchet",
    files: /^cmd\/hatchet-migrate\/migrate\/migrations\/.*\.sql$/,
    section: "goose",
  },
  { repository: "e2b-dev/infra", files: /^packages\/db\/migrations\/.*\.sql$/, section: "goose" },
  { repository: "frain-dev/convoy", files: /^sql\/(\d+)[^/]*\.sql$/, order: "number", section: "sql-migrate" },
  { repository: "triggerdotdev/trigger.dev", files: /^internal-packages\/database\/prisma\/migrations\/.*\.sql$/ },
  {
    repository: "stack-auth/stack-auth",
    files: /^apps\/backend\/prisma\/migrations\/.*\.sql$/,
    placeholders: { SCHEMA_NAME_SENTINEL: "public" },
    marks: { split: "SPLIT_STATEMENT_SENTINEL", outside: "RUN_OUTSIDE_TRANSACTION_SENTINEL" },
    transaction: "file",
  },
  { repository: "matter-labs/zksync-era", files: /^core\/lib\/dal\/migrations\/(?!.*\.down\.sql).*\.sql$/ },
  { repository: "mindersec/minder", files: /^database\/migrations\/(\d+)_.*\.up\.sql$/, order: "number" },
  {
    repository: "RedHatInsights/patchman-engine",
    files: /^database_admin\/migrations\/(\d+)_.*\.up\.sql$/,
    order: "number",
  },
  { repository: "kyma-incubator/compass", files: /^components\/schema-migrator\/migrations\/director\/.*\.up\.sql$/ },
  { repository: "cowprotocol/services", files: /^database\/sql\/V([\d._]+?)__.*\.sql$/, order: "number" },
  {
    repository: "CrowdDotDev/crowd.dev",
    files: /^backend\/src\/database\/migrations\/V([\d._]+?)__.*\.sql$/,
    order: "number",
  },
  { repository: "harness/harness", files: /^app\/store\/database\/migrate\/postgres\/.*[._]up\.sql$/ },
  { repository: "dani-garcia/vaultwarden", files: /^migrations\/postgresql\/.*\/up\.sql$/ },
  {
    repository: "temporalio/temporal",
    files: /^schema\/postgresql\/v12\/temporal\/versioned\/v([\d.]+)\/.*\.sql$/,
    order: "number",
  },
  { repository: "penpot/penpot", files: /^backend\/src\/app\/migrations\/sql\/\d.*\.sql$/ },
  { repository: "baptisteArno/typebot.io", files: /^packages\/prisma\/postgresql\/migrations\/.*\.sql$/ },
  { repository: "mfts/papermark", files: /^prisma\/migrations\/.*\.sql$/ },
  {
    repository: "wundergraph/cosmo",
    files: /^controlplane\/migrations\/(\d+)_.*\.sql$/,
    order: "number",
    section: "drizzle",
  },
  {
    repository: "quickwit-oss/quickwit",
    files: /^quickwit\/quickwit-metastore\/migrations\/postgresql\/(\d+)_.*\.up\.sql$/,
    order: "number",
  },
  {
    repository: "ministryofjustice/hmpps-interventions-service",
    files: /^src\/main\/resources\/db\/migration\/V([\d._]+?)__.*\.sql$/,
    order: "number",
  },
  {
    repository: "cityofaustin/atd-moped",
    files: /^moped-database\/migrations\/default\/(\d+)_[^/]*\/up\.sql$/,
    order: "number",
  },
  {
    repository: "mattermost/mattermost-plugin-playbooks",
    files: /^server\/sqlstore\/migrations\/postgres\/(\d+)_.*\.up\.sql$/,
    order: "number",
  },
];

/** The git directory of a history below `folder`: a clone or a bare clone named "owner+name" or "owner/name". */
export function gitDirectory(folder: string, history: History): string | undefined {
  const plus = history.repository.replace("/", "+");
  const tried = [join(plus, "repo"), join(plus, ".git"), plus, join(history.repository, ".git"), history.repository];
  return tried.map((each) => join(folder, each)).find((each) => existsSync(join(each, "objects")));
}

/** The commit that HEAD is. */
export function commitOf(git: string): string {
  return execFileSync("git", ["--git-dir", git, "rev-parse", "HEAD"], { encoding: "utf8" }).trim();
}

/** The pieces of a history in the order in which its tool runs them. */
export function readHistory(git: string, history: History): Piece[] {
  return readFiles(git, history)
    .map(({ path, text }) => ({ path, text: section(text, history.section) }))
    .filter(({ text }) => text.trim() !== "");
}

/** The files of a history as they are, in the order in which its tool runs them. */
export function readFiles(git: string, history: History): Piece[] {
  let paths = listFiles(git).filter((path) => history.files.test(path));
  if (history.dialects) paths = forPostgres(paths);
  paths.sort((a, b) => (history.order === "number" ? byNumber(history.files, a, b) : a < b ? -1 : 1));
  const texts = readAll(git, paths);
  return paths.map((path, at) => ({ path, text: texts[at] ?? "" }));
}

/** The files beside and above some migrations from which their framework is told. */
export function readBeside(git: string, paths: readonly string[]): Piece[] {
  const folders = new Set(paths.flatMap((path) => foldersAbove(folderOf(path))));
  const beside = new Set(paths.flatMap(sidecarPaths));
  const manifests = new Set<string>([...folders].flatMap((folder) => manifestNames.map((name) => `${folder}/${name}`)));
  const there = listFiles(git).filter((path) => beside.has(path) || manifests.has(path) || manifests.has(`/${path}`));
  const texts = readAll(git, there);
  return there.map((path, at) => ({ path, text: texts[at] ?? "" }));
}

function listFiles(git: string): string[] {
  return execFileSync("git", ["--git-dir", git, "ls-tree", "-r", "-z", "--name-only", "HEAD"], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  }).split("\0");
}

/** The texts of files at HEAD, by one process: for each "<object> blob <bytes>", the bytes, a line end. */
function readAll(git: string, paths: readonly string[]): string[] {
  const answer = execFileSync("git", ["--git-dir", git, "cat-file", "--batch"], {
    input: paths.map((path) => `HEAD:${path}\n`).join(""),
    maxBuffer: 1 << 29,
  });
  const texts: string[] = [];
  let at = 0;
  for (const path of paths) {
    const end = answer.indexOf("\n", at);
    const size = Number(/ blob (\d+)$/.exec(answer.toString("utf8", at, end))?.[1]);
    if (Number.isNaN(size)) throw new Error(`${path} cannot be read`);
    texts.push(answer.toString("utf8", end + 1, end + 1 + size).replace(/^\uFEFF/, ""));
    at = end + 1 + size + 1;
  }
  return texts;
}

function byNumber(files: RegExp, a: string, b: string): number {
  const [one, other] = [a, b].map((path) => (files.exec(path)?.[1] ?? "").split(/[._]/).map(Number)) as [
    number[],
    number[],
  ];
  for (let i = 0; i < Math.max(one.length, other.length); i++) {
    const difference = (one[i] ?? 0) - (other[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a < b ? -1 : 1;
}

/** popx names "<version>_<name>[.<dialect>][.autocommit].up.sql": PostgreSQL's own file replaces the one for all. */
function forPostgres(paths: readonly string[]): string[] {
  const chosen = new Map<string, { path: string; own: boolean }>();
  for (const path of paths) {
    const [, key = path, dialects = ""] = /^(.*?\/[^/.]*)((?:\.[^/.]+)*)\.up\.sql$/.exec(path) ?? [];
    const dialect = dialects.split(".").find((part) => part !== "" && part !== "autocommit");
    if (dialect !== undefined && dialect !== "postgres") continue;
    if (!chosen.has(key) || dialect === "postgres") chosen.set(key, { path, own: dialect === "postgres" });
  }
  return [...chosen.values()].map(({ path }) => path);
}

/** The way up of a file that holds both; Drizzle's markers end statements that may lack their semicolon. */
function section(text: string, kind: History["section"]): string {
  if (kind === undefined) return text;
  if (kind === "drizzle") return text.replace(/;?\s*--> statement-breakpoint/g, ";");
  const word = kind === "goose" ? "goose" : "migrate";
  const [, after = ""] = text.split(new RegExp(`^--\\s*\\+${word}\\s+Up\\b.*$`, "im"));
  const [up = ""] = after.split(new RegExp(`^--\\s*\\+${word}\\s+Down\\b.*$`, "im"));
  return up.replace(new RegExp(`([^;\\s])(\\s*^--\\s*\\+${word}\\s+StatementEnd)`, "gim"), "$1;$2");
}
