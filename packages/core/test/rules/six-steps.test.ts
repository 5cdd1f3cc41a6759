import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { english, loadParser, sourceOf } from "@release-gate/core";
import { lintFlat, type FlatOptions } from "../lint-flat.js";

beforeAll(() => loadParser());

const start = `
  CREATE TABLE users (id bigint PRIMARY KEY, name text, is_verified boolean NOT NULL DEFAULT false);
  CREATE TABLE teams (id bigint PRIMARY KEY, name text);`;

/** The steps that are migrations. 2 and 5 are deployments of the application. */
const six: Readonly<Record<string, string>> = {
  1: "SET lock_timeout = '2s'; ALTER TABLE users ADD COLUMN email_verified boolean;",
  3: "UPDATE users SET email_verified = is_verified WHERE id BETWEEN 1 AND 1000;",
  4: `SET lock_timeout = '2s';
      ALTER TABLE users ADD CONSTRAINT verified_set CHECK (email_verified IS NOT NULL) NOT VALID;
      ALTER TABLE users VALIDATE CONSTRAINT verified_set;
      ALTER TABLE users ALTER COLUMN email_verified SET NOT NULL, ALTER COLUMN email_verified SET DEFAULT false;
      ALTER TABLE users DROP CONSTRAINT verified_set;`,
  6: "SET lock_timeout = '2s'; ALTER TABLE users DROP COLUMN is_verified;",
};

/** The errors of the last deployment: the files of one string ship together. "rule: message", paths of files left out. */
function errorsOfLast(deployments: readonly (readonly string[])[], options: Partial<FlatOptions> = {}): string[] {
  const texts = deployments.flatMap((files, at) => files.map((text) => ({ text, at })));
  const sources = texts.map(({ text }, at) => sourceOf(`${String(at).padStart(3, "0")}.sql`, text));
  const last = texts.flatMap(({ at }, index) => (at === deployments.length - 1 ? [sources[index]!.path] : []));
  const report = lintFlat(sources, {
    postgres: 16,
    framework: "plain",
    transaction: "none",
    complete: true,
    given: new Set(last),
    added: new Set(last),
    ...options,
  });
  return report.files
    .flatMap(({ migrations }) => migrations.flatMap(({ findings }) => findings))
    .filter(({ severity }) => severity === "error")
    .map(({ rule, message }) => `${rule}: ${english(message)}`);
}

/** Ships the steps one deployment after the other, and tells in which ones there are errors, with the steps that they name. */
function shipped(order: string): string[] {
  const deployments = [[start]];
  const found: string[] = [];
  for (const step of order) {
    deployments.push([six[step]!]);
    const errors = errorsOfLast(deployments);
    const named = errors.flatMap((error) => /step \d of 6 (?:has|cannot)/.exec(error)?.[0].slice(0, 6) ?? []);
    if (errors.length > 0) found.push(`${step}: ${[...new Set(named)].join() || errors[0]!.split(":")[0]}`);
  }
  return found;
}

describe("the six steps, each a deployment of its own", () => {
  it("pass in order", () => {
    expect(shipped("1346")).toEqual([]);
  });

  it.each([
    ["1364", ["6: step 4"]],
    ["1436", ["4: step 3"]],
    ["1463", ["4: step 3", "6: step 3", "3: no-failing-statement"]],
    ["1634", ["6: step 3", "3: no-failing-statement", "4: step 3"]],
    ["1643", ["6: step 3", "4: step 3", "3: no-failing-statement"]],
    ["6134", ["6: no-drop-column", "3: no-failing-statement", "4: step 3"]],
    ["3146", ["3: no-failing-statement", "4: step 3", "6: step 3"]],
    ["136", ["6: step 4"]],
    ["16", ["6: step 3"]],
    ["14", ["4: step 3"]],
  ])("fail in the order %s, with the missing step named", (order, expected) => {
    expect(shipped(order)).toEqual(expected);
  });

  it.each([
    ["13", "46", []],
    ["1", "34", ["step 3"]],
    ["13", "64", ["step 4"]],
    ["1", "36", ["step 3"]],
    ["1", "346", ["step 3"]],
    ["", "16", ["step 1"]],
    ["", "136", ["step 1"]],
    ["", "14", ["no-required-column"]],
  ])("after %s, the steps %s in one deployment fail where they prepare each other", (before, together, expected) => {
    const errors = errorsOfLast([
      [start],
      ...[...before].map((step) => [six[step]!]),
      [...together].map((step) => six[step]!),
    ]);
    const named = errors.map(
      (error) => /step \d (?=of 6 (?:has|cannot))/.exec(error)?.[0].trim() ?? error.split(":")[0],
    );
    expect([...new Set(named)].filter((each) => each !== "no-mixed-phases")).toEqual(expected);
  });

  it("name the column and the migration that belongs to an earlier deployment", () => {
    expect(errorsOfLast([[start], [six[1]!], [six[3]!, six[6]!]])).toEqual([
      "no-drop-column: The column public.users.is_verified is dropped, and step 3 of 6 has not shipped: the backfill of public.users.email_verified from it is in this same deployment (002).",
    ]);
  });
});

describe("a backfill in the deployment of its column", () => {
  const early = (...deployments: readonly (readonly string[])[]): boolean => {
    const sources = deployments.flat().map((text, at) => sourceOf(`${at}.sql`, text));
    const given = new Set(sources.slice(-deployments.at(-1)!.length).map(({ path }) => path));
    const report = lintFlat(sources, { postgres: 16, framework: "plain", complete: true, given, added: given });
    const found = report.files.flatMap(({ migrations }) => migrations.flatMap(({ findings }) => findings));
    return found.some(({ rule, message }) => rule === "no-early-backfill" && english(message).includes("step 2 of 6"));
  };

  it("names step 2, which had no time to ship", () => {
    expect(early([start], [six[1]!, six[3]!])).toBe(true);
    expect(early([start], [six[1]!], [six[3]!])).toBe(false);
  });

  it("is no matter for constants, for a table of the same deployment, and for a copy that is kept aside", () => {
    expect(early([start], ["ALTER TABLE users ADD COLUMN plan text;", "UPDATE users SET plan = 'free';"])).toBe(false);
    expect(early(["CREATE TABLE a (b int); ALTER TABLE a ADD COLUMN c int; UPDATE a SET c = b;"])).toBe(false);
    expect(early([start], ["CREATE TABLE backup AS SELECT * FROM users;"])).toBe(false);
  });
});

describe("the four steps", () => {
  const tighten =
    "ALTER TABLE users ADD CONSTRAINT e CHECK (email_verified IS NOT NULL) NOT VALID; ALTER TABLE users VALIDATE CONSTRAINT e; ";

  it("pass in order, the constraint and the drop in one deployment", () => {
    expect(errorsOfLast([[start], [six[1]!]])).toEqual([]);
    expect(errorsOfLast([[start], [six[1]!], [six[3]!]])).toEqual([]);
    expect(errorsOfLast([[start], [six[1]!], [six[3]!], [tighten + six[6]!]])).toEqual([]);
  });

  it("fail without the backfill", () => {
    const errors = errorsOfLast([[start], [six[1]!], [tighten + six[6]!]]);
    expect(errors.map((each) => each.split(":")[0])).toEqual(["require-earlier-backfill", "no-drop-column"]);
  });
});

describe("a column that is dropped", () => {
  const dropped = (history: readonly string[], drop: string) =>
    errorsOfLast([...history.map((text) => [text]), [drop]]);
  const table =
    "CREATE TABLE trips (id bigint PRIMARY KEY, category text, region text NOT NULL, paid boolean, number int);";
  const drop = (column: string) => `ALTER TABLE trips DROP COLUMN ${column};`;

  it.each([
    [
      "in batches by a loop of a DO block",
      "DO $$ DECLARE r record; BEGIN FOR r IN SELECT id, category FROM trips LOOP UPDATE trips SET kind = r.category WHERE id = r.id; END LOOP; END $$;",
    ],
    [
      "in a WITH",
      "WITH batch AS (SELECT id, upper(category) AS word FROM trips LIMIT 10) UPDATE trips SET kind = word FROM batch WHERE batch.id = trips.id;",
    ],
    ["by a subquery", "UPDATE trips t SET kind = (SELECT max(o.category) FROM trips o WHERE o.id = t.id);"],
    ["by an EXECUTE of a constant", "DO $$ BEGIN EXECUTE 'UPDATE trips SET kind = category'; END $$;"],
    [
      "by a function",
      "CREATE FUNCTION fill() RETURNS void LANGUAGE plpgsql AS $$ BEGIN UPDATE trips SET kind = category; END $$; SELECT fill();",
    ],
    [
      "by a procedure",
      "CREATE PROCEDURE fill() LANGUAGE plpgsql AS $$ BEGIN UPDATE trips SET kind = category; COMMIT; END $$; CALL fill();",
    ],
    [
      "by a function in SQL",
      "CREATE FUNCTION fill() RETURNS void LANGUAGE sql AS $$ UPDATE trips SET kind = category $$; SELECT fill();",
    ],
    ["by MERGE", "MERGE INTO trips t USING trips s ON t.id = s.id WHEN MATCHED THEN UPDATE SET kind = s.category;"],
    ["several columns at once", "UPDATE trips t SET (kind) = (SELECT category FROM trips s WHERE s.id = t.id);"],
    ["by what a condition says", "UPDATE trips SET kind = 'x' WHERE category = 'y';"],
    [
      "into another table",
      "CREATE TABLE categories (trip bigint, word text); INSERT INTO categories SELECT id, category FROM trips;",
    ],
    ["into a new table", "CREATE TABLE categories AS SELECT id AS trip, category AS word FROM trips;"],
  ])("is silent where an earlier deployment filled another one from it %s", (_, fill) => {
    expect(dropped([table, "ALTER TABLE trips ADD COLUMN kind text;", fill], drop("category"))).toEqual([]);
  });

  it.each([
    ["nothing", "SELECT 1;"],
    ["another column", "UPDATE trips SET kind = region;"],
    ["the rows that its key finds", "UPDATE trips SET kind = region WHERE category = 'x';"],
    ["NULL", "UPDATE trips SET kind = NULL WHERE category = 'y';"],
    ["a query that only reads", "SELECT category FROM trips;"],
    [
      "a trigger, which leaves the old rows",
      "CREATE FUNCTION both_of() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.kind := NEW.category; RETURN NEW; END $$; CREATE TRIGGER both_of BEFORE INSERT OR UPDATE ON trips FOR EACH ROW EXECUTE FUNCTION both_of();",
    ],
  ])("is an error where the history has %s", (_, fill) => {
    const errors = dropped([table, "ALTER TABLE trips ADD COLUMN kind text;", fill], drop("category"));
    expect(errors.map((each) => each.split(":")[0])).toEqual(["no-drop-column"]);
  });

  it("is an error where its replacement has been dropped too", () => {
    const history = [
      table,
      "ALTER TABLE trips ADD COLUMN kind text;",
      "UPDATE trips SET kind = category;",
      drop("kind"),
    ];
    expect(dropped(history, drop("category"))).toHaveLength(1);
  });

  it("stays what it is when it or its table is renamed after the backfill", () => {
    const history = [
      table,
      "ALTER TABLE trips ADD COLUMN kind text;",
      "UPDATE trips SET kind = category;",
      "ALTER TABLE trips RENAME COLUMN category TO old_category; ALTER TABLE trips RENAME TO journeys;",
    ];
    expect(dropped(history, "ALTER TABLE journeys DROP COLUMN old_category;")).toEqual([]);
  });

  it("cannot have been left by writers while it was NOT NULL without a default", () => {
    const history = [
      table,
      "ALTER TABLE trips ADD COLUMN area text NOT NULL DEFAULT '';",
      "UPDATE trips SET area = region;",
    ];
    expect(dropped(history, drop("region"))).toEqual([expect.stringContaining("step 5 of 6 cannot have shipped")]);
    const loosen = "ALTER TABLE trips ALTER COLUMN region DROP NOT NULL;";
    expect(dropped(history, loosen + drop("region"))).toEqual([
      expect.stringContaining("step 5 of 6 cannot have shipped"),
    ]);
    expect(dropped([...history, loosen], drop("region"))).toEqual([]);
    const trigger =
      "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.region := NEW.area; RETURN NEW; END $$; CREATE TRIGGER keep BEFORE INSERT ON trips FOR EACH ROW EXECUTE FUNCTION keep();";
    expect(dropped([...history, trigger], drop("region"))).toEqual([]);
  });

  it("names a related column that waits for its backfill, and none that is not related", () => {
    const named = (column: string) =>
      dropped([table, `ALTER TABLE trips ADD COLUMN ${column} text;`], drop("category"))[0];
    expect(named("category_id")).toContain("no backfill of public.trips.category_id from it is in the history");
    expect(named("note")).toContain("and its data are gone");
  });

  it("is told apart from its neighbours: the key of a table is never prepared", () => {
    const history = [table, "ALTER TABLE trips ADD COLUMN code bigint;", "UPDATE trips SET code = id;"];
    expect(dropped(history, drop("id"))).toHaveLength(1);
  });
});

describe("a table that is dropped", () => {
  const old = "CREATE TABLE people (id bigint PRIMARY KEY, name text, note text);";
  const create = "CREATE TABLE users (id bigint PRIMARY KEY, full_name text, note text);";
  const copy = "INSERT INTO users (id, full_name, note) SELECT id, name, note FROM people WHERE id BETWEEN 1 AND 1000;";
  const drop = "DROP TABLE people;";

  it("is silent after its copy has shipped", () => {
    expect(errorsOfLast([[old], [create], [copy], [drop]])).toEqual([]);
    expect(errorsOfLast([[old], ["CREATE TABLE users AS SELECT * FROM people;"], [drop]])).toEqual([]);
    expect(errorsOfLast([[old], [create], ["INSERT INTO users SELECT p.* FROM people p;"], [drop]])).toEqual([]);
  });

  it.each([
    ["no copy", [[old], [create], [drop]], "and its data are gone"],
    [
      "the copy in the same deployment",
      [[old], [create], [copy, drop]],
      "step 3 of 6 has not shipped: its copy into public.users is in this same deployment (002)",
    ],
    ["the new table in the same deployment", [[old], [create, copy, drop]], "step 1 of 6 has not shipped"],
    [
      "a copy without one of its columns",
      [[old], [create], ["INSERT INTO users (id, full_name) SELECT id, name FROM people;"], [drop]],
      "nothing copied note",
    ],
  ])("is an error with %s", (_, deployments, text) => {
    expect(errorsOfLast(deployments).filter((each) => each.startsWith("no-drop-table"))).toEqual([
      expect.stringContaining(text),
    ]);
  });
});

describe("the application that ships with the migration", () => {
  const prepared = [[start], [six[1]!], [six[3]!], [six[4]!], [six[6]!]];
  const change = (removed: string, added = "", path = "src/users.ts") => ({ application: [{ path, removed, added }] });

  it("is flagged, with the path, where it stops using the dropped column", () => {
    for (const line of ["SELECT is_verified FROM users", "user.isVerified", "  IsVerified bool", '"is_verified",']) {
      expect(errorsOfLast(prepared, change(line))).toEqual([
        "no-drop-with-last-use: public.users.is_verified is removed in the deployment in which src/users.ts stops using it: the application that runs until then fails.",
      ]);
    }
  });

  it("is flagged where it still uses it", () => {
    expect(errorsOfLast(prepared, change("", "SELECT is_verified FROM users"))).toEqual([
      expect.stringContaining("names it"),
    ]);
  });

  it("is no matter where it names something else", () => {
    for (const line of ["this_is_verified", "is_verified_at", "verified", "email_verified"]) {
      expect(errorsOfLast(prepared, change(line))).toEqual([]);
    }
  });

  it("is no matter in what does not run: documents, tests, dumps, comments, and fields that Prisma's client never had", () => {
    const line = "SELECT is_verified FROM users";
    for (const path of [
      "docs/users.md",
      "CHANGELOG.md",
      "src/users.test.ts",
      "tests/users.py",
      "db/schema.rb",
      "db/structure.sql",
    ]) {
      expect(errorsOfLast(prepared, change(line, "", path))).toEqual([]);
    }
    for (const comment of [
      `// ${line}`,
      `# ${line}`,
      `  -- ${line}`,
      " * is_verified",
      '  isVerified Boolean @map("is_verified") @ignore',
    ]) {
      expect(errorsOfLast(prepared, change(comment))).toEqual([]);
    }
    expect(errorsOfLast(prepared, change(line, "", "queries/users.sql"))).toHaveLength(1);
  });

  it("needs the table's name beside a column of a common name", () => {
    const history = [
      [start],
      ["ALTER TABLE teams ADD COLUMN full_name text;"],
      ["UPDATE teams SET full_name = name;"],
      ["ALTER TABLE teams DROP COLUMN name;"],
    ];
    expect(errorsOfLast(history, change("const name = 'x'"))).toEqual([]);
    expect(errorsOfLast(history, change("select name from teams"))).toHaveLength(1);
    expect(errorsOfLast(history, change("this.name = row.name", "", "src/models/team.ts"))).toHaveLength(1);
  });
});

describe("a column that becomes required", () => {
  const added = ["CREATE TABLE users (id bigint PRIMARY KEY, name text);", "ALTER TABLE users ADD COLUMN plan text;"];
  const require = "ALTER TABLE users ADD CONSTRAINT p CHECK (plan IS NOT NULL) NOT VALID;";
  const errors = (...history: string[]) => errorsOfLast([...added, ...history, require].map((text) => [text]));

  it.each([
    ["an UPDATE", "UPDATE users SET plan = 'free' WHERE plan IS NULL;"],
    ["the DELETE of rows without one", "DELETE FROM users WHERE plan IS NULL;"],
    ["the TRUNCATE of its table", "TRUNCATE users;"],
    ["a validated constraint", "ALTER TABLE users ADD CONSTRAINT q CHECK (plan IS NOT NULL AND plan <> '');"],
  ])("is silent after %s has shipped", (_, fill) => {
    expect(errors(fill)).toEqual([]);
  });

  it("is an error after nothing of the kind", () => {
    expect(errors("UPDATE users SET plan = NULL;")).toHaveLength(1);
    expect(errors("DELETE FROM users WHERE name IS NULL;")).toHaveLength(1);
    expect(errors("INSERT INTO users (id, plan) VALUES (1, 'free');")).toHaveLength(1);
  });

  it("is not judged where it is as old as its table: how the table was filled is not known", () => {
    expect(errorsOfLast([["CREATE TABLE users (id bigint PRIMARY KEY, plan text);"], [require]])).toEqual([]);
  });
});

describe("the phases of one deployment", () => {
  const mixed = (deployments: readonly (readonly string[])[]): string[] => {
    const sources = deployments.flat().map((text, at) => sourceOf(`${at}.sql`, text));
    const last = deployments.at(-1)!.length;
    const report = lintFlat(sources, {
      postgres: 16,
      framework: "plain",
      complete: true,
      added: new Set(sources.slice(-last).map(({ path }) => path)),
      given: new Set(sources.slice(-last).map(({ path }) => path)),
    });
    return report.files.flatMap(({ source, migrations }) =>
      migrations.flatMap(({ findings }) =>
        findings
          .filter(({ rule }) => rule === "no-mixed-phases")
          .map(({ message, statement }) => `${source.path}#${statement}: ${english(message)}`),
      ),
    );
  };

  it("mix where one migration takes away and another adds to the same table, told where it is taken away", () => {
    const add = "ALTER TABLE users ADD COLUMN full_name text;";
    const rename = "SELECT 1; ALTER TABLE users RENAME COLUMN name TO last_name;";
    const text =
      "This removes what the running application may use, and ALTER TABLE in 1, which ships in the same deployment, belongs to an earlier phase.";
    expect(mixed([[start], [add, rename]])).toEqual([`2.sql#1: ${text}`]);
    expect(mixed([[start], [rename, add]])).toEqual([`1.sql#1: ${text.replace("in 1", "in 2")}`]);
  });

  it("do not mix with what was added in an earlier deployment, or to another table, or only beside it", () => {
    const rename = "ALTER TABLE users RENAME COLUMN name TO last_name;";
    expect(mixed([[start], ["ALTER TABLE users ADD COLUMN full_name text;"], [rename]])).toEqual([]);
    expect(mixed([[start], ["ALTER TABLE teams ADD COLUMN full_name text;", rename]])).toEqual([]);
    expect(mixed([[start], ["CREATE INDEX users_name ON users (name);", rename]])).toEqual([]);
    expect(
      mixed([[start], ["ALTER INDEX users_pkey RENAME TO users_key; ALTER TABLE users RENAME TO people;"]]),
    ).toEqual([]);
  });

  it("do not mix where an earlier deployment prepared what is taken away", () => {
    const add = "ALTER TABLE users ADD COLUMN note text;";
    expect(mixed([[start], [six[1]!], [six[3]!], [six[4]!], [six[6]! + add]])).toEqual([]);
    expect(mixed([[start], [six[1]!], [six[3]!], [six[4]!], [add, six[6]!]])).toEqual([]);
    expect(mixed([[start], [six[1]!], [six[6]! + add]])).toHaveLength(1);
  });
});

describe("the example project", () => {
  const folder = fileURLToPath(new URL("../../../../fixtures/projects/trip/prisma/migrations/", import.meta.url));
  const names = readdirSync(folder)
    .filter((name) => /^\d/.test(name))
    .sort();
  const sources = names.map((name) =>
    sourceOf(`${name}/migration.sql`, readFileSync(`${folder}${name}/migration.sql`, "utf8")),
  );
  const steps = names.filter((name) => name.includes("email_verified"));

  it.each(steps)("has no error of its phases when %s ships after the ones before it", (name) => {
    const at = names.indexOf(name);
    const report = lintFlat(sources.slice(0, at + 1), {
      postgres: 16,
      framework: "prisma",
      complete: true,
      released: names[at - 1]!,
    });
    const found = report.files.flatMap(({ migrations }) => migrations.flatMap(({ findings }) => findings));
    expect(found.filter(({ severity }) => severity === "error").map(({ rule }) => rule)).toEqual([]);
  });
});

describe("down scripts", () => {
  const found = (files: Readonly<Record<string, string>>, settings: FlatOptions["settings"] = new Map()): string[] => {
    const report = lintFlat(
      Object.entries(files).map(([path, text]) => sourceOf(path, text)),
      { postgres: 16, complete: true, framework: "golang-migrate", released: "2", settings },
    );
    return report.files.flatMap(({ source, migrations }) =>
      migrations.flatMap(({ findings }) =>
        findings.filter(({ rule }) => rule.includes("down-script")).map(({ rule }) => `${source.path}: ${rule}`),
      ),
    );
  };
  const up = {
    "1_a.up.sql": "CREATE TABLE a (id int);",
    "2_b.up.sql": "CREATE TABLE b (id int);",
    "3_c.up.sql": "CREATE TABLE c (id int);",
  };
  const downs = { "1_a.down.sql": "DROP TABLE a;", "2_b.down.sql": "DROP TABLE b;" };
  const option = (rule: string, name: string) =>
    new Map([[rule, { severity: "warning" as const, options: { [name]: true } }]]);

  it("are asked for where three of four released migrations have one, or the policy wants it", () => {
    expect(found(up)).toEqual([]);
    expect(found({ ...up, "1_a.down.sql": "DROP TABLE a;" })).toEqual([]);
    expect(found({ ...up, ...downs })).toEqual(["3_c.up.sql: require-down-script"]);
    expect(found({ ...up, ...downs, "3_c.down.sql": "DROP TABLE c;" })).toEqual([]);
    expect(found(up, option("require-down-script", "always"))).toEqual(["3_c.up.sql: require-down-script"]);
  });

  it("are not there where they are empty, but are where they say why nothing is to be undone", () => {
    const others = { ...up, ...downs };
    expect(found({ ...others, "3_c.down.sql": "" })).toEqual(["3_c.up.sql: require-down-script"]);
    expect(found({ ...others, "3_c.down.sql": "-- The copy stays." })).toEqual([]);
  });

  it("lose what the application wrote since, for who rolls back that late", () => {
    const files = { ...up, "3_c.down.sql": "DROP TABLE c;" };
    expect(found(files)).toEqual([]);
    expect(found(files, option("no-lossy-down-script", "afterUse"))).toEqual(["3_c.down.sql: no-lossy-down-script"]);
  });

  it("are judged against the schema before the migration that they undo, not against other versions", () => {
    const files = { ...up, "3_c.down.sql": "DROP TABLE b;" };
    expect(found(files)).toEqual([
      "3_c.down.sql: no-incomplete-down-script",
      "3_c.down.sql: no-incomplete-down-script",
      "3_c.down.sql: no-lossy-down-script",
    ]);
  });
});
