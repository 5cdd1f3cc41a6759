import { beforeAll, describe, expect, it } from "vitest";
import { loadParser, readMigrations, sourceOf, english } from "@release-gate/core";
import { lintFlat, type FlatOptions } from "../lint-flat.js";

beforeAll(async () => {
  await loadParser();
});

type Options = Partial<Omit<FlatOptions, "postgres">>;

const migrations = (paths: readonly string[], options: Options = {}, text = "SELECT 1;") =>
  readMigrations(
    paths.map((path) => sourceOf(path, text)),
    { postgres: 18, ...options },
  );
const order = (paths: readonly string[], options: Options = {}, text?: string) =>
  migrations(paths, options, text).map(({ source }) => source.path);
const guesses = (paths: readonly string[], options: Options = {}) =>
  lintFlat(
    paths.map((path) => sourceOf(path, "SELECT 1;")),
    { postgres: 18, ...options },
  ).notes.flatMap(({ reason, text }) => (reason === "order-guess" ? [english(text)] : []));

/** Each order was seen in a run of the tool, or read in its source where the module of the framework names it. */
describe("the order of a framework", () => {
  it("of Diesel compares the text before the first _ without its dashes", () => {
    const up = (folder: string) => `m/${folder}/up.sql`;
    expect(order(["2023-01-01-000000_e", "2_d", "10_c", "1_b", "003_a"].map(up))).toEqual(
      ["003_a", "10_c", "1_b", "2023-01-01-000000_e", "2_d"].map(up).toSorted((a, b) => key(a).localeCompare(key(b))),
    );
    function key(path: string): string {
      return (/m\/([^_]*)/.exec(path)?.[1] ?? "").replaceAll("-", "");
    }
    expect(order(["2017-01-01-000000_b", "20140924113530_a"].map(up))).toEqual(
      ["20140924113530_a", "2017-01-01-000000_b"].map(up),
    );
  });

  it("of Diesel, in a run with diesel_cli 2.3: 003, 1, 10, 2, 2023...", () => {
    const folders = ["003_d", "1_a", "10_c", "2_b", "20240101000000_f"];
    expect(order(folders.toReversed().map((each) => `m/${each}/up.sql`))).toEqual(
      folders.map((each) => `m/${each}/up.sql`),
    );
  });

  it("of Prisma compares the names of folders as localeCompare does, in a run with Prisma 7.10", () => {
    const folders = ["003_d", "1_a", "10_c", "2_b", "a_x", "B_x"];
    const paths = folders.map((each) => `m/${each}/migration.sql`);
    expect(order(paths.toReversed())).toEqual(paths);
    expect(order(["m/20250625_b/migration.sql", "m/20230101000000_a/migration.sql"])).toEqual([
      "m/20230101000000_a/migration.sql",
      "m/20250625_b/migration.sql",
    ]);
  });

  it("of dbmate compares file names character by character, in a run with dbmate 2.36", () => {
    const paths = ["m/003_d.sql", "m/10_c.sql", "m/1_a.sql", "m/2_b.sql"];
    expect(order(paths.toReversed(), {}, "-- migrate:up\nSELECT 1;\n")).toEqual(paths);
  });

  it.each([["pop"], ["morph"], ["maragudk-migrate"]])("of %s compares versions as text", (framework) => {
    const paths = ["m/10_b.up.sql", "m/1_a.up.sql"];
    expect(order(["m/1_a.up.sql", "m/10_b.up.sql"], { framework })).toEqual(
      framework === "pop" ? paths.toReversed() : paths,
    );
    expect(order(["m/2_a.up.sql", "m/10_b.up.sql"], { framework })).toEqual(["m/10_b.up.sql", "m/2_a.up.sql"]);
  });

  it("of Supabase is that of the folder's listing: file names as text", () => {
    expect(order(["supabase/migrations/2_b.sql", "supabase/migrations/10_a.sql"])).toEqual([
      "supabase/migrations/10_a.sql",
      "supabase/migrations/2_b.sql",
    ]);
  });

  it.each([["goose"], ["golang-migrate"], ["sqlx"], ["tern"], ["river"]])("of %s compares numbers", (framework) => {
    const name = (n: string) => (["goose", "tern"].includes(framework) ? `m/${n}.sql` : `m/${n}.up.sql`);
    expect(order([name("10_b"), name("9_a"), name("0011_c")], { framework })).toEqual([
      name("9_a"),
      name("10_b"),
      name("0011_c"),
    ]);
  });

  it("of Temporal is that of the manifest within a version", () => {
    const manifest = sourceOf("s/v1.0/manifest.json", '{ "SchemaUpdateCqlFiles": ["b.sql", "a.sql"] }');
    expect(order(["s/v1.0/a.sql", "s/v1.0/b.sql"], { sidecars: [manifest] })).toEqual(["s/v1.0/b.sql", "s/v1.0/a.sql"]);
  });

  it("of yuniql takes the folders of a version before its own files", () => {
    expect(order(["d/v1.00/a.sql", "d/v1.00/z/b.sql"], { framework: "yuniql" })).toEqual([
      "d/v1.00/z/b.sql",
      "d/v1.00/a.sql",
    ]);
  });

  it("of Flyway and pop is one list over all folders, as they read those below", () => {
    expect(order(["d/b/V1__a.sql", "d/a/V2__b.sql"])).toEqual(["d/b/V1__a.sql", "d/a/V2__b.sql"]);
    expect(guesses(["d/b/V1__a.sql", "d/a/V2__b.sql"])).toEqual([]);
  });

  it("pairs V0001.Name.down.sql with its up file, which comes first", () => {
    const paths = ["m/V0001.Name.down.sql", "m/V0002.Other.up.sql", "m/V0001.Name.up.sql"];
    expect(order(paths)).toEqual(["m/V0001.Name.up.sql", "m/V0001.Name.down.sql", "m/V0002.Other.up.sql"]);
    expect(migrations(paths).map(({ name, direction }) => [name, direction])).toEqual([
      ["V0001.Name", "up"],
      ["V0001.Name", "down"],
      ["V0002.Other", "up"],
    ]);
  });
});

describe("several folders of one runner", () => {
  const paths = ["postgres/10/01_c.up.sql", "postgres/2/02_b.up.sql", "postgres/2/01_a.up.sql"];

  it("are taken one after the other, numbers as numbers, and that it is a guess is said", () => {
    expect(order(paths)).toEqual(["postgres/2/01_a.up.sql", "postgres/2/02_b.up.sql", "postgres/10/01_c.up.sql"]);
    expect(guesses(paths)).toEqual([
      'The migrations are in 2 folders, and it is a guess that postgres/2 runs before postgres/10: name the folders under "migrations.path" in the order in which they run, or set "migrations.order".',
    ]);
  });

  it("run as the policy lists them, and nothing is guessed then", () => {
    const folders = ["postgres/10", "postgres/2"];
    expect(order(paths, { folders })).toEqual([
      "postgres/10/01_c.up.sql",
      "postgres/2/01_a.up.sql",
      "postgres/2/02_b.up.sql",
    ]);
    expect(guesses(paths, { folders })).toEqual([]);
  });

  it("run as one list by number where the policy says so", () => {
    expect(order(["b/1_a.sql", "a/2_b.sql"], { order: "number" })).toEqual(["b/1_a.sql", "a/2_b.sql"]);
    expect(guesses(["b/1_a.sql", "a/2_b.sql"], { order: "number" })).toEqual([]);
  });
});

describe("plain files", () => {
  it("say that their order is a guess where numbers and names do not agree", () => {
    expect(guesses(["m/10_b.sql", "m/9_a.sql"])).toEqual([
      'It is a guess, from their numbers, that m/9_a.sql runs before m/10_b.sql: say with "migrations.order" whether the runner sorts by number or by name.',
    ]);
    expect(guesses(["m/09_a.sql", "m/10_b.sql"])).toEqual([]);
  });

  it("say it of two files of one number", () => {
    expect(guesses(["m/1_a.sql", "m/1_b.sql"])).toHaveLength(1);
  });

  it("run by name where the policy says so", () => {
    expect(order(["m/9_a.sql", "m/10_b.sql"], { order: "name" })).toEqual(["m/10_b.sql", "m/9_a.sql"]);
    expect(guesses(["m/9_a.sql", "m/10_b.sql"], { order: "name" })).toEqual([]);
  });
});

describe("two files of one version", () => {
  const same = (paths: readonly string[], options: Options = {}) =>
    migrations(paths, options).map(({ sameVersion }) => sameVersion);

  it("are told where numbers are compared, though the names differ in zeros", () => {
    expect(same(["m/1_a.up.sql", "m/001_b.up.sql"])).toEqual(["m/1_a.up.sql", "m/001_b.up.sql"]);
  });

  it("are told of Diesel, which runs one of the two only, and of Hasura", () => {
    expect(same(["m/2017-01-01-000000_a/up.sql", "m/20170101000000_b/up.sql"])).toEqual([
      "m/20170101000000_b/up.sql",
      "m/2017-01-01-000000_a/up.sql",
    ]);
    expect(same(["m/1700000000000_a/up.sql", "m/1700000000000_b/up.sql"]).every((each) => each !== undefined)).toBe(
      true,
    );
  });

  it("are two versions where the tool keeps texts", () => {
    expect(same(["supabase/migrations/1_a.sql", "supabase/migrations/01_b.sql"])).toEqual([undefined, undefined]);
  });

  it("are one of Flyway also in other folders and with a zero at the end", () => {
    expect(same(["a/V1__a.sql", "b/V1.0__b.sql"])).toEqual(["b/V1.0__b.sql", "a/V1__a.sql"]);
  });
});
