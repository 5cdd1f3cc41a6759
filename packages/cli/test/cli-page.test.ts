import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Command, CommanderError } from "commander";
import { loadParser, msg, sourceOf } from "@release-gate/core";
import { beforeAll, describe, expect, it } from "vitest";
import type { Perform } from "../src/command.js";
import type { CommandEnvironment } from "../src/environment.js";
import { formats } from "../src/flags.js";
import { exitCodes } from "../src/outcome.js";
import { createProgram } from "../src/program.js";
import { lintJson } from "../src/reporters/lint-json.js";
import { traceJson, type TraceReport } from "../src/reporters/trace.js";
import { cliPage, differences, keysOf, rowsOf, type Row } from "../../../test/support/cli-page.js";
import { exampleProject, project, root } from "../../../test/support/cli.js";
import { prometheusSlo } from "../../../test/support/prometheus-slo.js";
import { lintFlat } from "../../core/test/lint-flat.js";

const options = { language: "en", color: false, width: 80, quiet: false } as const;

/** Runs a command line in this process, as main.ts does: its exit code and what it prints. */
async function run(
  folder: string,
  args: readonly string[],
): Promise<{ readonly code: number; readonly output: string }> {
  const env: CommandEnvironment = {
    folder,
    clock: () => Date.parse("2026-11-22T01:00:00Z"),
    readStdin: () => "",
    tell: () => undefined,
    terminal: false,
    sleep: () => Promise.resolve(),
    variables: {},
    interruption: () => new Promise(() => undefined),
  };
  let ran = { code: 0, output: "" };
  const perform: Perform = async (_flags, work) => {
    try {
      const { exitCode, output } = await work(options, env);
      ran = { code: exitCode, output };
    } catch {
      ran = { code: exitCodes.failed, output: "" };
    }
  };
  try {
    await quiet(createProgram(perform)).parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    ran = { code: error.exitCode === 0 ? 0 : exitCodes.failed, output: "" };
  }
  return ran;
}

function quiet(command: Command): Command {
  command.configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
  command.commands.forEach(quiet);
  return command;
}

/** Full name -> the command, of all that do something: "generate prometheus-rules". */
function commandsOf(command: Command, prefix = ""): Map<string, Command> {
  return new Map(
    command.commands.flatMap((each): [string, Command][] => {
      const name = `${prefix}${each.name()}`;
      return each.commands.length > 0 ? [...commandsOf(each, `${name} `)] : [[name, each]];
    }),
  );
}

const commands = commandsOf(createProgram(() => Promise.resolve()));
const flagOf = (text: string): string => /^--[\w-]+/.exec(text)?.[0] ?? text;
const byFlag = (rows: readonly Row[]): Row[] => rows.map((row) => ({ ...row, name: flagOf(row.name) }));

/** The text that `--help` prints. */
function helpOf(command: Command): string {
  let help = "";
  command.configureOutput({ writeOut: (text) => (help += text) });
  command.outputHelp();
  return help;
}

const safe = { "release-gate.yaml": "version: 1\nmigrations:\n  path: m\n", "m/1_a.sql": "CREATE TABLE a (id int);" };
const risky = { ...safe, "m/2_b.sql": "ALTER TABLE old ADD COLUMN token uuid DEFAULT gen_random_uuid();" };
const now = ["--now", "2026-11-22T01:00:00Z"];

/** A way to see an exit code: a command line in a folder of its own, or a test that shows it. */
type Scenario =
  { readonly in: () => string; readonly args: readonly string[] } | { readonly file: string; readonly test: string };
const scenarios: Readonly<Record<string, Readonly<Record<string, Scenario>>>> = {
  check: {
    0: { in: () => project(safe), args: ["check"] },
    1: { in: () => project(risky), args: ["check"] },
    2: { in: () => project(safe), args: ["check", "--only", "nope"] },
    3: { in: exampleProject, args: ["check", "--only", "slo", "--stage", "canary-5", ...now] },
  },
  lint: {
    0: { in: () => project(safe), args: ["lint"] },
    1: { in: () => project(risky), args: ["lint"] },
    2: { in: () => project(safe), args: ["lint", "--nope"] },
  },
  trace: {
    0: {
      file: "test/cli/trace.test.ts",
      test: "runs the example on PGlite and finds that the server did what was predicted",
    },
    1: { file: "test/cli/trace.test.ts", test: "marks a statement that the server refuses, and exits 1" },
    2: { in: () => project(safe), args: ["trace", "--url", "mysql://x"] },
  },
  collect: {
    0: {
      file: "test/cli/collect.test.ts",
      test: "writes what a real Prometheus counted in the last whole quarter of an hour, and check reads it",
    },
    2: { in: () => project(safe), args: ["collect"] },
  },
  "generate prometheus-rules": {
    0: {
      in: () =>
        project({
          "release-gate.yaml": "version: 1\nslo:\n  files: slo.yaml\n",
          "slo.yaml": prometheusSlo("http://127.0.0.1:9090", { window: "28d", target: 0.99 }),
        }),
      args: ["generate", "prometheus-rules"],
    },
    1: {
      file: "test/cli/prometheus-rules.test.ts",
      test: "exits 1, with a line for each, where the rules do not have all of the SLOs, and writes them",
    },
    2: { in: () => project(safe), args: ["generate", "prometheus-rules"] },
  },
  init: {
    0: { in: () => project(safe), args: ["init", "--no-hook"] },
    2: { in: () => project(safe), args: ["init", "--path", "nowhere"] },
  },
  explain: {
    0: { in: () => project({}), args: ["explain", "no-table-rewrite"] },
    2: { in: () => project({}), args: ["explain", "nope"] },
  },
};

describe("docs/cli.md and the command line say the same", () => {
  it("about the commands", () => {
    expect(differences("Commands", rowsOf("Commands", "command"), commands.keys())).toEqual([]);
  });

  it.each([...commands])("about the flags of %s", (name, command) => {
    const common = byFlag(rowsOf("Common flags", "flag")).filter(({ cells: [used = ""] }) =>
      used.split(", ").includes(name),
    );
    const rows = [...byFlag(rowsOf(name, "flag")), ...common];
    const flags = command.options.map(({ long }) => long ?? "");
    expect(differences(`${name}" or "Common flags`, rows, flags)).toEqual([]);
  });

  it("about the commands that the common flags are for", () => {
    const wrong = rowsOf("Common flags", "flag").flatMap(({ name, cells: [used = ""] }) =>
      used
        .split(", ")
        .filter((each) => !commands.has(each))
        .map((each) => `${name}: there is no command "${each}"`),
    );
    expect(wrong).toEqual([]);
  });

  it("about the formats", () => {
    expect(differences("Formats", rowsOf("Formats", "format"), formats)).toEqual([]);
    const help = commands.get("lint")?.options.find(({ long }) => long === "--format")?.description ?? "";
    expect(help.match(/^[^;]*/)?.[0].split(/, | or /)).toHaveLength(formats.length);
    for (const format of formats) expect(help).toContain(format);
  });

  it.each([...commands])("about the exit codes of %s, which its help lists too", (name, command) => {
    const help = [
      ...helpOf(command)
        .split("Exit codes:")[1]!
        .matchAll(/^ {2}(\d) {2}/gm),
    ].map(([, code]) => code!);
    expect(differences(name, rowsOf(name, "exit code"), help)).toEqual([]);
  });

  it("about what an exit code means", () => {
    const known = rowsOf("Exit codes", "code").map(({ name }) => Number(name));
    expect(known).toEqual(Object.values(exitCodes).toSorted());
  });

  const codes = [...commands.keys()].flatMap((name) =>
    rowsOf(name, "exit code")
      .filter(({ planned }) => !planned)
      .map(({ name: code }) => [name, code] as const),
  );
  it.each(codes)("%s really ends with %s", async (name, code) => {
    const scenario = scenarios[name]?.[code];
    if (scenario === undefined)
      throw new Error(`Add a scenario for exit code ${code} of "${name}" to packages/cli/test/cli-page.test.ts.`);
    if ("file" in scenario)
      return expect(readFileSync(join(root, scenario.file), "utf8")).toContain(`"${scenario.test}"`);
    expect((await run(scenario.in(), scenario.args)).code).toBe(Number(code));
  });

  it("about the environment variables that the sources read", () => {
    const sources = ["cli", "adapters"].flatMap((name) => {
      const folder = join(root, "packages", name, "src");
      return readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts"))
        .map((file) => readFileSync(join(folder, file), "utf8"));
    });
    const rows = rowsOf("Environment variables", "variable");
    const read = sources.flatMap((text) =>
      [...text.matchAll(/process\.env(?:\.|\[")([A-Z_]+)/g)].map(([, variable]) => variable!),
    );
    // Of the shell and of git, which mean to Release Gate what they mean to every program.
    const ofOthers = new Set(["PATH", "GIT_DIR"]);
    // Some are read by a name that stands elsewhere in the file.
    const named = rows.map(({ name }) => name).filter((name) => sources.some((text) => text.includes(`"${name}"`)));
    expect(
      differences("Environment variables", rows, new Set([...read, ...named].filter((name) => !ofOthers.has(name)))),
    ).toEqual([]);
  });

  it("has the page of every command under the address that its help prints", () => {
    for (const [name, command] of commands) {
      expect(cliPage().has(name)).toBe(true);
      expect(helpOf(command)).toContain(`docs/cli.md#${name.replaceAll(" ", "-")}`);
    }
  });
});

describe("docs/cli.md and the JSON reports say the same", () => {
  beforeAll(() => loadParser());

  const inAll = (outputs: readonly string[], open: readonly string[] = []): string[] =>
    outputs.flatMap((output) => keysOf(JSON.parse(output), new Set(open)));
  /** Objects that may be null are keys of their own on the page, beside the keys in them. */
  const withParents = (keys: readonly string[], rows: readonly Row[]): string[] => [
    ...keys,
    ...rows
      .map(({ name }) => name)
      .filter((name) => keys.some((key) => key.startsWith(`${name}.`) || key.startsWith(`${name}[]`))),
  ];
  const compare = (section: string, keys: readonly string[]): void => {
    const rows = rowsOf(section, "key");
    expect(differences(section, rows, withParents(keys, rows))).toEqual([]);
  };

  it("about lint", async () => {
    const folder = project({
      "release-gate.yaml": "version: 1\nmigrations:\n  path: m\n  released: '1'\n",
      "m/1_a.sql": "CREATE TABLE a (id int, b int); CREATE TABLE c (id int);",
      "m/2_b.sql": [
        "ALTER TABLE a ADD COLUMN token uuid DEFAULT gen_random_uuid();",
        "CREATE INDEX a_b ON a (b);",
        "ALTER TABLE a DROP COLUMN b;",
        "-- release-gate: allow no-rename -- as agreed",
        "ALTER TABLE c RENAME TO d;",
        "ALTER TABLE a DROP COLUMN nope;",
        "ALTER TABLE unknown ADD COLUMN x int;",
        "DO $$ BEGIN EXECUTE current_setting('x.y'); END $$;",
        "SELEC 1;",
      ].join("\n"),
      "m/3_c.sql": "ALTER TABLE c ADD CONSTRAINT c_id CHECK (id > 0);",
    });
    const unknown = lintFlat([], { postgres: 18 });
    const text = msg`nobody knows`;
    const outputs = [
      (await run(folder, ["lint", "--format", "json"])).output,
      (await run(project(safe), ["lint", "--format", "json"])).output,
      (await run(exampleProject(), ["lint", "--format", "json"])).output,
      lintJson(
        {
          ...unknown,
          notes: [{ reason: "released-unknown", text }],
          notRead: [{ path: "m/3.ts", why: "typescript", ships: true, text }],
          notJudged: [{ path: "m/2.sql", line: 1, column: 1, why: "too-dynamic", ships: true, text }],
        },
        "en",
      ),
    ];
    compare("JSON of lint", inAll(outputs));
  });

  it("about check", async () => {
    const few = exampleProject();
    const policy = readFileSync(join(few, "release-gate.yaml"), "utf8");
    writeFileSync(join(few, "release-gate.yaml"), policy.replace("minimum-events: 100", "minimum-events: 100000000"));
    const outputs = [
      (await run(exampleProject(), ["check", "--format", "json", ...now])).output,
      (await run(few, ["check", "--format", "json", ...now])).output,
    ];
    writeFileSync(
      join(few, "release-gate.yaml"),
      `${policy}\nenvironments: { production: { strategy: canary, branches: [main] } }\n`,
    );
    const facts = "version=1.0.0,digest=sha256:0123456789abcdef0123456789abcdef,severity=P1,risk=low,changes=api";
    const said = ["--set", facts, "--set", "authors=a,tag=v1.0.0,commit=0123456,branch=main"];
    outputs.push(
      (await run(few, ["check", "--format", "json", ...now, "--environment", "production", ...said])).output,
    );
    // Findings have the keys of `lint`, and facts come from one of four.
    const ofLint = rowsOf("JSON of lint", "key").map(({ name }) => name);
    const keys = inAll(outputs, ["checks[].evidence", "release.from"]).map((key) =>
      key.replace(/^(checks\[\]\.findings\[\]).*/, "$1"),
    );
    expect(ofLint).toContain("files[].migrations[].findings[].rule");
    compare("JSON of check", keys);
  });

  it("about several policies", async () => {
    const under = (name: string) =>
      Object.fromEntries(Object.entries(safe).map(([path, text]) => [`${name}/${path}`, text]));
    const folder = project({ ...under("a"), "b/release-gate.yaml": "nonsense" });
    const { policies, ...rest } = JSON.parse((await run(folder, ["check", "--format", "json", ...now])).output) as {
      readonly policies: readonly Readonly<Record<string, unknown>>[];
    };
    const alone = JSON.parse((await run(join(folder, "a"), ["check", "--format", "json", ...now])).output) as object;
    const ofReport = new Set(Object.keys(alone));
    const own = policies.map((each) => Object.fromEntries(Object.entries(each).filter(([key]) => !ofReport.has(key))));
    expect(policies[0]).toEqual({ policy: "a/release-gate.yaml", ...alone });
    compare("JSON of several policies", keysOf({ ...rest, policies: own }));
  });

  it("about trace", () => {
    const lint = lintFlat([sourceOf("1.sql", "ALTER TABLE a ALTER b TYPE text, ADD UNIQUE (b), DROP nope;")], {
      postgres: 18,
    });
    const step = lint.files[0]!.migrations[0]!.steps[0]!;
    const facts = { ...step.facts, locks: [{ relation: "public.a", mode: "SHARE" as const }], rewrites: ["public.a"] };
    const predicted = {
      ...step,
      facts: {
        ...facts,
        scans: [{ relation: "public.a", why: "index" as const }],
        indexBuilds: [{ table: "public.a", blocksWrites: true, blocksReads: false, span: step.statement.span }],
      },
    } as typeof step;
    const observed = {
      locks: [{ relation: "public.a", mode: "SHARE" as const }],
      rewrites: ["public.a"],
      emptied: ["public.a"],
      scans: [{ relation: "public.a", why: "index" as const, rows: 1 }],
      indexBuilds: [{ index: "public.i", table: "public.a", rebuilt: false }],
      created: ["public.i"],
      error: { sqlstate: "42703", message: "" },
      durationMs: 1,
    };
    const disagreement = {
      about: "lock",
      kind: "wrong",
      relation: "public.a",
      predicted: "SHARE",
      observed: "EXCLUSIVE",
    } as const;
    const source = sourceOf("1.sql", "");
    const report: TraceReport = {
      server: "PostgreSQL 18",
      rows: [
        { source, step: predicted, observed, locksSeen: true, notRun: undefined, disagreements: [disagreement] },
        {
          source,
          step,
          observed: undefined,
          locksSeen: false,
          notRun: { why: "data", text: msg`x` },
          disagreements: [],
        },
      ],
      notRun: 1,
      historyErrors: [{ sql: "", sqlstate: "42703", message: "" }],
    };
    compare("JSON of trace", inAll([traceJson(report, options)]));
  });

  it("about explain", async () => {
    const outputs = [
      (await run(project({}), ["explain", "no-wide-lock", "--format", "json"])).output,
      ...(JSON.parse((await run(project({}), ["explain", "--all", "--format", "json"])).output) as unknown[]).map(
        (each) => JSON.stringify(each),
      ),
    ];
    compare("JSON of explain", inAll(outputs, ["examples[]"]));
  });
});

describe("the comparison with docs/cli.md", () => {
  const row = (name: string, planned = false): Row => ({ name, cells: [], planned });

  it("says what to do about what only the program has, what only the page has, and what is no longer planned", () => {
    expect(
      differences("lint", [row("--gone"), row("--later", true), row("--same")], ["--new", "--later", "--same"]),
    ).toEqual([
      'docs/cli.md, "lint": `--later` exists now; remove "**planned**:" and say what it does.',
      'docs/cli.md, "lint": add a row for `--new`, which the program has.',
      'docs/cli.md, "lint": the program has no `--gone`; remove the row, or mark it "**planned**:".',
    ]);
  });
});
