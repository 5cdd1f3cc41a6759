import { msg, type Message } from "../text/message.js";
import { defineRule } from "./rule.js";
import type { EditedMigration } from "./step.js";

/**
 * How each runner takes a released file whose bytes differ, where it looks at them at all. Whether line ends count:
 * - prisma: not (schema-engine, checksum.rs: with LF or CRLF either counts); `migrate dev` asks to reset the database
 * - flyway: not (ChecksumCalculator.java: CRC-32 over the lines); validateOnMigrate is on where nobody turns it off
 * - sqlx: they do (migration.rs: SHA-384 of the text); MigrateError::VersionMismatch
 * - postgres-migrations: they do (migration-file.ts: SHA-1 of the file's name and its text); validation.ts throws
 * - graphile-migrate: they do (migration.ts: "Hash for ... does not match")
 */
const comparing: ReadonlyMap<string, "lines" | "bytes"> = new Map([
  ["prisma", "lines"],
  ["flyway", "lines"],
  ["sqlx", "bytes"],
  ["postgres-migrations", "bytes"],
  ["graphile-migrate", "bytes"],
]);

export default defineRule({
  id: "no-edited-migration",
  title: "Disallow changing a migration that was released",
  severity: "error",
  history: true,
  covers: [139],
  why: msg`A runner runs each migration once. Databases that have run it never see the change, and new ones do, so that they differ from then on. Runners that compare checksums stop at the file instead, and nothing ships.`,
  instead: msg`Restore the file as it was released, and make the change in a new migration.`,
  examples: [
    {
      released: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
      good: "CREATE TABLE users (id bigint PRIMARY KEY);",
    },
    {
      released: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE trips (id bigint PRIMARY KEY);",
      good: "-- The people who use it.\nCREATE TABLE users (\n  id bigint PRIMARY KEY\n);",
    },
  ],
  atEnd({ of, migration, deployment }) {
    const edited = migration && of === "migration" ? deployment.edited?.get(migration) : undefined;
    if (!migration || !edited) return [];
    const message = messageFor(migration.framework, edited);
    return message ? [{ span: edited.span, message }] : [];
  },
});

function messageFor(framework: string, { by, differs, path }: EditedMigration): Message | undefined {
  const compares = comparing.get(framework);
  switch (differs) {
    case "statements":
      if (framework === "prisma")
        return msg`This migration was released (${by}) with other statements: prisma migrate dev will ask to reset the database.`;
      return compares
        ? msg`This migration was released (${by}) with other statements: ${framework} compares checksums and will stop where it has run.`
        : msg`This migration was released (${by}) with other statements: databases that have run it will not run these.`;
    case "name":
      return msg`This migration was released (${by}) as ${path}: under its new name it would run again.`;
    case "checksum":
      return msg`This migration has run (${by}) with another text.`;
    case "text":
      // `prisma migrate deploy` goes by names alone; `prisma migrate dev` compares.
      if (framework === "prisma")
        return msg`This migration was released (${by}) with another text: prisma migrate dev will ask to reset the database.`;
      return compares
        ? msg`This migration was released (${by}) with another text: ${framework} compares checksums and will stop where it has run.`
        : undefined;
    case "line-ends":
      return compares === "bytes"
        ? msg`This migration was released (${by}) with other line ends: ${framework} compares checksums and will stop where it has run.`
        : undefined;
  }
}
