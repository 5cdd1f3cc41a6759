import { pathParts } from "./framework.js";

/**
 * Why a file of the migrations is not read. A language: nobody here reads it. `template`: a program writes the SQL. `callback`:
 * the runner runs it around its migrations. `never-run`: its runner does not take the file. `other`: a kind of file that
 * nobody here knows.
 */
export const notReadReasons = [
  "typescript",
  "javascript",
  "python",
  "ruby",
  "go",
  "rust",
  "java",
  "kotlin",
  "scala",
  "groovy",
  "csharp",
  "php",
  "elixir",
  "clojure",
  "perl",
  "shell",
  "xml",
  "yaml",
  "json",
  "fizz",
  "template",
  "archive",
  "callback",
  "never-run",
  "other",
] as const;
export type NotReadReason = (typeof notReadReasons)[number];

/** Endings of names -> what the file is written in. */
const endings: readonly (readonly [RegExp, NotReadReason])[] = [
  [/\.(?:tmpl|tpl|template|erb|j2|jinja2?|hbs|mustache|ejs|in)$/, "template"],
  [/\.(?:gz|zip|tar|tgz|bz2|xz|zst|7z|jar)$/, "archive"],
  [/\.[cm]?tsx?$/, "typescript"],
  [/\.[cm]?jsx?$/, "javascript"],
  [/\.py$/, "python"],
  [/\.rb$/, "ruby"],
  [/\.go$/, "go"],
  [/\.rs$/, "rust"],
  [/\.java$/, "java"],
  [/\.kts?$/, "kotlin"],
  [/\.scala$/, "scala"],
  [/\.groovy$/, "groovy"],
  [/\.cs$/, "csharp"],
  [/\.php$/, "php"],
  [/\.exs?$/, "elixir"],
  [/\.(?:clj[cs]?|edn)$/, "clojure"],
  [/\.p[lm]$/, "perl"],
  [/\.(?:sh|bash|zsh|ps1|bat|cmd)$/, "shell"],
  [/\.xml$/, "xml"],
  [/\.ya?ml$/, "yaml"],
  [/\.json[5c]?$/, "json"],
  [/\.fizz$/, "fizz"],
];

/** How the languages are called; the other reasons have sentences of their own. */
export const languageNames: Readonly<Partial<Record<NotReadReason, string>>> = {
  typescript: "TypeScript",
  javascript: "JavaScript",
  python: "Python",
  ruby: "Ruby",
  go: "Go",
  rust: "Rust",
  java: "Java",
  kotlin: "Kotlin",
  scala: "Scala",
  groovy: "Groovy",
  csharp: "C#",
  php: "PHP",
  elixir: "Elixir",
  clojure: "Clojure",
  perl: "Perl",
  shell: "shell",
  xml: "XML",
  yaml: "YAML",
  json: "JSON",
  fizz: "Fizz",
};

/** Languages whose migrations have a number in their names: what has none is code around them. */
const numberedOnly: ReadonlySet<NotReadReason> = new Set<NotReadReason>(
  "ruby go rust java kotlin scala groovy csharp php elixir clojure perl shell".split(" ") as NotReadReason[],
);

/** `1_a`, `20260101-a`, `V1__a`, `Version20260101`, `Migration20260101`, `m20260101_000000_a`. */
const numbered = /^(?:\d+[_-]|[VvRrUuBb]\d[\d._]*__|(?:Version|Migration)\d{3,}|m\d{6,}_|\d{3,}\.)/;

/** Folders that are named after what they hold. */
const migrationFolder =
  /^(?:v?\d[\d._-]*.*|.*migrat.*|versions|alembic|change(?:log|set)s?|changes|committed|deploy|revert|updates|evolutions|scripts|ddl|sql)$/i;

/** Notes, pictures, data, and the configuration of editors, builds, linters and tests: no runner runs them. */
const besideNames = [
  /^\./,
  /^(?:readme|license|licence|changelog|notes?|contributing|todo|codeowners|makefile|justfile|dockerfile|taskfile.*|procfile)(?:\..*)?$/i,
  /\.(?:md|markdown|mdx|txt|rst|adoc|org|pdf|docx?|xlsx?|csv|tsv|dat|parquet|png|jpe?g|gif|svg|webp|ico|html?|css|scss|puml|mmd|dbml|drawio)$/i,
  /\.(?:lock|sum|mod|sha256|md5|toml|ini|cfg|conf|properties|env|hcl|tf|nix|log|pid|bak|orig|rej|swp|swo|tmp|old|map|d\.ts|prisma|graphql|proto)$/i,
  /~$/,
  /^(?:docker-)?compose(?:\..+)?\.ya?ml$/i,
  /^(?:package(?:-lock)?|composer|deno|tsconfig.*|jsconfig.*|nx|project|turbo|lerna|biome|renovate)\.jsonc?$/i,
  /^(?:pnpm-.*|release-gate|sqlc|atlas|buf|mkdocs|codecov)\.ya?ml$/i,
  /^(?:pom|build)\.xml$/i,
  /^(?:knexfile|ormconfig|data-?source|jest\.setup|setup)\.[cm]?[jt]s$/i,
  /\.(?:config|test|spec|stories|bench)\.[cm]?[jt]sx?$/i,
  /^(?:index|mod|main|types?)\.[cm]?[jt]sx?$/i,
  /^(?:__init__|env|conftest|setup|manage)\.py$|^test_.*\.py$|_test\.(?:py|go)$|\.py[co]$/i,
  // SQL of other databases.
  /\.sql\.(?:sqlite3?|mysql|mariadb|mssql|oracle|cockroach(?:db)?)$/i,
];

/** Files of their own that frameworks keep among the migrations, by framework; the path below the folder of migrations. */
const frameworkFiles: Readonly<Record<string, readonly RegExp[]>> = {
  drizzle: [/(?:^|\/)meta\/[^/]*\.json$/, /(?:^|\/)snapshot\.json$/, /(?:^|\/)migrations\.js$/],
  prisma: [/(?:^|\/)migration_lock\.toml$/],
  flyway: [/\.sql\.conf$/],
  diesel: [/(?:^|\/)metadata\.toml$/],
  temporal: [/(?:^|\/)manifest\.json$/],
  yuniql: [/(?:^|\/)_sequence\.ini$/, /(?:^|\/)yuniql\.ya?ml$/],
  sqitch: [/(?:^|\/)sqitch\.(?:plan|conf)$/],
  hasura: [/(?:^|\/)config\.ya?ml$/],
  pop: [/(?:^|\/)[^/]*_manifest\.txt$/, /(?:^|\/)database\.yml$/],
  plain: [/(?:^|\/)atlas\.sum$/, /(?:^|\/)meta\/(?:_journal|\d+_snapshot)\.json$/, /(?:^|\/)\.snapshot-[^/]*\.json$/],
};

/** Whether a path is one of SQL, whatever the case of its ending. */
export const isSqlPath = (path: string): boolean => /\.sql$/i.test(path);

/**
 * What a file is written in that does not end in `.sql`; undefined for a kind that nobody here knows.
 */
export function kindOf(path: string): NotReadReason | undefined {
  const file = pathParts(path).file.toLowerCase();
  return endings.find(([ending]) => ending.test(file))?.[1];
}

/** Whether a file is a note, or a file of configuration, whatever folder it lies in. */
export function isNote(path: string): boolean {
  const { file } = pathParts(path);
  return besideNames.some((pattern) => pattern.test(file));
}

/** What golang-migrate takes for an up migration, whatever it ends in. In golang-migrate/migrate: source/parse.go (Regex). */
const golangUp = /^\d+_.*\.up\.(?!(?:.*\.)?(?:down|up)\.)/;

/**
 * Why a file that is no SQL is not read, if a runner could run it; undefined for one that no runner runs.
 * @param among whether SQL migrations lie in its folder
 * @param frameworks the names of the frameworks in the project, which keep files of their own
 */
export function couldRun(path: string, among: boolean, frameworks: ReadonlySet<string>): NotReadReason | undefined {
  for (const framework of [...frameworks, "plain"])
    if (frameworkFiles[framework]?.some((pattern) => pattern.test(path))) return undefined;
  // yuniql loads tables from these.
  if (frameworks.has("yuniql") && /\.csv$/i.test(path)) return among ? "other" : undefined;
  const parts = path.split("/");
  const file = parts.at(-1) ?? "";
  if (frameworks.has("golang-migrate") && golangUp.test(file)) return kindOf(path) ?? "other";
  if (isNote(path)) return undefined;
  const folders = [parts.at(-2) ?? "", parts.at(-3) ?? ""];
  const inMigrations = among || folders.some((folder) => migrationFolder.test(folder));
  const why = kindOf(path) ?? "other";
  if (numbered.test(file)) return why;
  return inMigrations && !numberedOnly.has(why) ? why : undefined;
}
