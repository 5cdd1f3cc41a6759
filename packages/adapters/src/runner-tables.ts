import type { RanMigration, RunnerTable } from "@release-gate/core";
import { shapes, type Shape } from "./runner-shapes.js";
import type { Row, Session } from "./session.js";

/** What tells the table of a runner from others of its name. */
export type TableShape = Pick<Shape, "tool" | "table" | "schema" | "columns" | "without">;

/** A table that has the shape of a runner's. */
export interface FoundTable<S extends TableShape> {
  readonly shape: S;
  readonly schema: string;
  readonly name: string;
  /** As it is written in SQL. */
  readonly quoted: string;
  readonly readable: boolean;
  /** In the order of the table. */
  readonly columns: readonly string[];
}

/** The tables of a database that have one of some shapes; the first that fits counts. */
export async function findRunnerTables<S extends TableShape>(
  session: Session,
  known: readonly S[],
): Promise<readonly FoundTable<S>[]> {
  const names = [...new Set(known.map(({ table }) => `'${table}'`))].join(", ");
  const rows = await session.run(`SELECT n.nspname, c.relname, format('%I.%I', n.nspname, c.relname) AS quoted,
    has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS readable,
    (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND c.relname IN (${names}) ORDER BY 1, 2`);
  return rows.flatMap((row): FoundTable<S>[] => {
    const shape = known.find((each) => fits(each, row));
    if (!shape) return [];
    return [
      {
        shape,
        schema: String(row.nspname),
        name: String(row.relname),
        quoted: String(row.quoted),
        readable: row.readable === true,
        columns: row.columns as string[],
      },
    ];
  });
}

/** The runners' tables of a database, and the names of those that the role may not read. */
export async function readRunnerTables(
  session: Session,
): Promise<{ readonly tables: readonly RunnerTable[]; readonly unreadable: readonly string[] }> {
  const tables: RunnerTable[] = [];
  const unreadable: string[] = [];
  for (const { shape, schema, name, quoted, readable } of await findRunnerTables(session, shapes)) {
    const table = `${schema}.${name}`;
    if (!readable) unreadable.push(table);
    else tables.push(tableOf(shape, table, await session.run(shape.query(quoted))));
  }
  return { tables, unreadable };
}

function fits({ table, schema, columns, without = [] }: TableShape, row: Row): boolean {
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
