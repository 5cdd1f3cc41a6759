import { beforeAll, describe, expect, it } from "vitest";
import { english, loadParser, sourceOf, type Source } from "@release-gate/core";
import { lintFlat } from "../lint-flat.js";

beforeAll(() => loadParser());

interface Case {
  readonly framework: string;
  readonly path: string;
  readonly text: string;
  readonly was: Source;
}

/** What is said about one file that was another one at "main", and whether its statements are judged as new. */
function judge({ framework, path, text, was }: Case) {
  const { files } = lintFlat([sourceOf(path, text)], {
    postgres: 18,
    framework,
    changes: { since: "main", files: new Map([[path, was]]) },
  });
  const [linted] = files.flatMap(({ migrations }) => migrations);
  const [finding] = (linted?.findings ?? []).filter(({ rule }) => rule === "no-edited-migration");
  return {
    said: finding && english(finding.message),
    at: finding && text.slice(finding.span.start, finding.span.end),
    judged: (linted?.steps.length ?? 0) > 0,
  };
}

const users = "CREATE TABLE users (id bigint PRIMARY KEY);\n";
const commented = `-- The people.\n${users}`;
const windows = users.replaceAll("\n", "\r\n");

describe("a released migration that was edited", () => {
  it("is found at the first statement that is another one, and judged", () => {
    const text = `${users}CREATE INDEX i ON users (id);\n`;
    expect(
      judge({
        framework: "goose",
        path: "1_a.sql",
        text: `-- +goose Up\n${text}`,
        was: sourceOf("1_a.sql", `-- +goose Up\n${users}`),
      }),
    ).toEqual({
      said: "This migration was released (main) with other statements: databases that have run it will not run these.",
      at: "CREATE INDEX i ON users (id)",
      judged: true,
    });
  });

  it("is found where only how it runs was changed", () => {
    const before = sourceOf("1_a.sql", `-- +goose Up\n${users}`);
    const { said, at } = judge({
      framework: "goose",
      path: "1_a.sql",
      text: `-- +goose NO TRANSACTION\n-- +goose Up\n${users}`,
      was: before,
    });
    expect(said).toContain("with other statements");
    expect(at).toBe("-- +goose NO TRANSACTION");
  });

  it.each(["goose", "golang-migrate", "dbmate", "diesel", "plain"])(
    "may get comments where %s runs it",
    (framework) => {
      const path = { "golang-migrate": "1_a.up.sql", diesel: "1_a/up.sql" }[framework] ?? "1_a.sql";
      const head = { goose: "-- +goose Up\n", dbmate: "-- migrate:up\n" }[framework] ?? "";
      expect(judge({ framework, path, text: head + commented, was: sourceOf(path, head + users) })).toEqual({
        said: undefined,
        at: undefined,
        judged: false,
      });
    },
  );

  it.each([
    ["prisma", "20260101_a/migration.sql", "prisma migrate dev will ask to reset the database"],
    ["flyway", "V1__a.sql", "flyway compares checksums and will stop where it has run"],
    ["sqlx", "1_a.sql", "sqlx compares checksums and will stop where it has run"],
    ["postgres-migrations", "1-a.sql", "postgres-migrations compares checksums and will stop where it has run"],
  ])("may not even get comments where %s compares checksums", (framework, path, refusal) => {
    expect(judge({ framework, path, text: commented, was: sourceOf(path, users) })).toEqual({
      said: `This migration was released (main) with another text: ${refusal}.`,
      at: "-- The people.",
      judged: false,
    });
  });

  it.each([
    ["prisma", "20260101_a/migration.sql", false],
    ["flyway", "V1__a.sql", false],
    ["sqlx", "1_a.sql", true],
  ])("may get other line ends, or not, as %s computes its checksum", (framework, path, refused) => {
    const { said } = judge({ framework, path, text: windows, was: sourceOf(path, users) });
    expect(said !== undefined).toBe(refused);
  });

  it("may change where that is what it is for: Flyway's repeatable ones", () => {
    const view = "CREATE OR REPLACE VIEW v AS SELECT 1;\n";
    expect(
      judge({ framework: "flyway", path: "R__v.sql", text: view.replace("1", "2"), was: sourceOf("R__v.sql", view) }),
    ).toMatchObject({
      said: undefined,
      judged: true,
    });
  });

  it("may have other line ends in its functions too, as git makes them for Windows", () => {
    const body = "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$\n  SELECT 1;\n$$;\n";
    const windowsBody = `-- new\r\n${body.replaceAll("\n", "\r\n")}`;
    const same = { framework: "golang-migrate", path: "1_a.up.sql", was: sourceOf("1_a.up.sql", body) };
    expect(judge({ ...same, text: windowsBody }).said).toBeUndefined();
    const { said, at } = judge({ ...same, text: windowsBody.replace("SELECT 1", "SELECT 2") });
    expect(said).toContain("with other statements");
    expect(at).toContain("SELECT 2");
  });

  it("may get another down section", () => {
    const up = `-- +goose Up\n${users}`;
    const was = sourceOf("1_a.sql", `${up}-- +goose Down\nDROP TABLE users;\n`);
    expect(
      judge({ framework: "goose", path: "1_a.sql", text: `${up}-- +goose Down\nDROP TABLE IF EXISTS users;\n`, was })
        .said,
    ).toBeUndefined();
  });
});

describe("a released migration under another name", () => {
  it("would run again where the runner goes by the version, and by the name where it goes by that", () => {
    expect(
      judge({ framework: "golang-migrate", path: "2_a.up.sql", text: users, was: sourceOf("1_a.up.sql", users) }),
    ).toEqual({
      said: "This migration was released (main) as 1_a.up.sql: under its new name it would run again.",
      at: users.trim(),
      judged: false,
    });
    const prisma = { framework: "prisma", path: "20260101_b/migration.sql", text: users };
    expect(judge({ ...prisma, was: sourceOf("20260101_a/migration.sql", users) }).said).toContain("would run again");
  });

  it("is the same where the runner goes by the version, or where it was only moved", () => {
    expect(
      judge({ framework: "golang-migrate", path: "1_b.up.sql", text: users, was: sourceOf("1_a.up.sql", users) }).said,
    ).toBeUndefined();
    expect(
      judge({
        framework: "prisma",
        path: "new/20260101_a/migration.sql",
        text: users,
        was: sourceOf("old/20260101_a/migration.sql", users),
      }),
    ).toEqual({ said: undefined, at: undefined, judged: false });
  });

  it("and another version with another text is a new migration", () => {
    const text = `${users}SELECT 1;\n`;
    expect(
      judge({ framework: "golang-migrate", path: "2_b.up.sql", text, was: sourceOf("1_a.up.sql", users) }),
    ).toEqual({ said: undefined, at: undefined, judged: true });
  });
});
