import type { RanMigration, RunnerTable } from "@release-gate/core";
import { shapes, type Shape } from "./runner-shapes.js";
import type { Row, Session } from "./session.js";

const found = `SELECT n.nspname, c.relname, format('%I.%I', n.nspname, c.relname) AS quoted,
    has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS readable,
    (SELECT array_agg(a.attname::text) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND c.relname IN (${shapes.map(({ table }) => `'${table}'`).join(", ")}) ORDER BY 1, 2`;

/** The runners' tables of a database, and the names of those that the role may not read. */
export async function readRunnerTables(
  session: Session,
): Promise<{ readonly tables: readonly RunnerTable[]; readonly unreadable: readonly string[] }> {
  const tables: RunnerTable[] = [];
  const unreadable: string[] = [];
  for (const row of await session.run(found)) {
    const table = `${String(row.nspname)}.${String(row.relname)}`;
    const shape = shapes.find((each) => fits(each, row));
    if (!shape) continue;
    if (row.readable !== true) unreadable.push(table);
    else tables.push(tableOf(shape, table, await session.run(shape.query(String(row.quoted)))));
  }
  return { tables, unreadable };
}

function fits({ table, schema, columns, without = [] }: Shape, row: Row): boolean {
  const { relname, nspname, columns: actual } = row;
  if (table !== relname || (schema ?? nspname) !== nspname || !Array.isArray(actual)) return false;
  return columns.every((column) => actual.includes(column)) && !without.some((column) => actual.includes(column));
}

function tableOf({ tool, counts }: Shape, table: string, rows: readonly Row[]): RunnerTable {
  const ran = rows.map(({ version, name, checksum }): RanMigration => ({
    ...(typeof version === "string" ? { version } : {}),
    ...(typeof name === "string" ? { name } : {}),
    ...(typeof checksum === "string" ? { checksum } : {}),
  }));
  const upTo = rows.findLast((row) => typeof row.up_to === "string")?.up_to;
  return {
    tool,
    table,
    ran: ran.filter((each) => Object.keys(each).length > 0),
    ...(typeof upTo === "string" ? { upTo } : {}),
    ...(counts === true ? { count: rows.length } : {}),
  };
}
