import type { InsertStmt, Node, ResTarget, UpdateStmt } from "@pgsql/types";
import { nodesOf } from "../sql/walk.js";
import { textOf } from "./literal.js";
import { calledIn, type Piece } from "./pieces.js";
import type { HistoryTable } from "./recorded.js";

/**
 * Tables of runners by names that nobody else gives one, so that they are known where the run failed and undid them: histories,
 * and what they keep locks and notes in. Read in runs of the tools themselves.
 */
const ofRunners: ReadonlySet<string> = new Set([
  "knex_migrations",
  "knex_migrations_lock",
  "kysely_migration",
  "kysely_migration_lock",
  "mikro_orm_migrations",
  "_prisma_migrations",
  "pgmigrations",
  "SequelizeMeta",
  "__drizzle_migrations",
  "goose_db_version",
  "gorp_migrations",
  "_sqlx_migrations",
  "__diesel_schema_migrations",
  "refinery_schema_history",
  "flyway_schema_history",
  "databasechangelog",
  "databasechangeloglock",
  "alembic_version",
  "django_migrations",
  "_yoyo_migration",
  "_yoyo_log",
  "_yoyo_version",
  "yoyo_lock",
  "ar_internal_metadata",
  "schema_migrations",
  "schema_migration",
  "schemaversion",
  "atlas_schema_revisions",
  "typeorm_metadata",
  "__yuniql_schema_version",
]);

/** Schemas in which a runner keeps its own tables only. */
const schemasOfRunners: ReadonlySet<string> = new Set(["sqitch", "graphile_migrate", "drizzle"]);

/** Functions that tell something and change nothing outside of the session; what a runner asks and locks by. */
const harmless =
  /^(?:pg_(?:try_)?advisory_(?:xact_)?(?:un)?lock(?:_shared|_all)?|version|current_\w+|pg_catalog|has_\w+_privilege|to_reg\w+|format_type|pg_get_\w+|pg_backend_pid|pg_encoding_to_char|count|max|min|array_agg|string_agg|json_agg|row_to_json|coalesce|lower|upper|hashtext|obj_description|col_description|pg_is_in_recovery|txid_current|now|quote_ident|array_\w+|unnest|row_number|replace|substring|split_part|length|exists|pg_table_is_visible|pg_type_is_visible|pg_function_is_visible|shobj_description|pg_total_relation_size|information_schema)$/;

const catalogs =
  /^(?:pg_\w+|tables|columns|schemata|table_constraints|key_column_usage|constraint_column_usage|views|sequences|triggers|routines|referential_constraints|check_constraints)$/;

/** Tables that Yoyo makes and drops to see whether the database has transactions around DDL. */
const triedByYoyo = "yoyo_tmp_";

/** Whether a statement is the runner's own: it is about nothing but its tables, or asks and locks what its work needs. */
export function isOwn(piece: Piece, tables: readonly HistoryTable[]): boolean {
  const { statement, relations } = piece;
  const own = (name: string): boolean =>
    ofRunners.has(name) || name.startsWith(triedByYoyo) || tables.some(({ name: each }) => each === name);
  const inOwnSchema = nodesOf(statement.node, "RangeVar").some((range) =>
    schemasOfRunners.has(String(range["schemaname"])),
  );
  if (relations.length > 0 && (inOwnSchema || relations.every((name) => own(name)))) return true;
  switch (statement.kind) {
    case "SelectStmt": {
      // A name that stands for a part of the query itself is no table.
      const parts = nodesOf(statement.node, "CommonTableExpr").map(({ ctename }) => String(ctename));
      const told = relations.every((name) => catalogs.test(name) || own(name) || parts.includes(name));
      const calls = calledIn(piece);
      // Who waits for the runners' lock says how long, in the same statement.
      const locks = calls.some((name) => /^pg_(?:try_)?advisory_/.test(name));
      return told && calls.every((name) => harmless.test(name) || (locks && name === "set_config"));
    }
    case "VariableShowStmt":
    case "ListenStmt":
    case "UnlistenStmt":
    case "DiscardStmt":
    case "DeallocateStmt":
      return true;
    case "CreateSchemaStmt": {
      const node = statement.node as { readonly CreateSchemaStmt?: { readonly schemaname?: string } };
      return schemasOfRunners.has(node.CreateSchemaStmt?.schemaname ?? "");
    }
    // A table of the runner that is there at the end was dropped to be made anew; one that is not was dropped by a migration.
    case "DropStmt":
      return droppedBy(statement.node).every(
        (name) => name.startsWith(triedByYoyo) || tables.some((each) => each.name === name),
      );
    case "CommentStmt":
      return namesIn(statement.node).some((name) => schemasOfRunners.has(name));
    default:
      return false;
  }
}

/**
 * The sessions on which a runner does nothing but its own work: it makes its own schema the one that names without a schema are
 * looked up in (Sqitch, which has psql run the files).
 */
export function sessionsOfRunner(pieces: readonly Piece[]): ReadonlySet<number> {
  return new Set(
    pieces.flatMap(({ statement: { node }, sent }) => {
      if (!node || !("VariableSetStmt" in node) || node.VariableSetStmt.name !== "search_path") return [];
      const [first] = node.VariableSetStmt.args ?? [];
      const schema = first && "A_Const" in first ? first.A_Const.sval?.sval : undefined;
      return schema !== undefined && schemasOfRunners.has(schema) ? [sent.connection] : [];
    }),
  );
}

/** The last names of what a DROP drops. */
function droppedBy(node: Node | undefined): readonly string[] {
  const objects = node && "DropStmt" in node ? (node.DropStmt.objects ?? []) : [];
  return objects.map((each) => {
    const last = "List" in each ? each.List.items?.at(-1) : each;
    return last && "String" in last ? (last.String.sval ?? "") : "";
  });
}

/** The first name of what a COMMENT is on: its schema, where it has one. */
function namesIn(node: Node | undefined): readonly string[] {
  const object = node && "CommentStmt" in node ? node.CommentStmt.object : undefined;
  const first = object && "List" in object ? object.List.items?.[0] : object;
  return first && "String" in first ? [first.String.sval ?? ""] : [];
}

/** What a statement wrote about a migration, and where. */
export interface HistoryWrite {
  readonly table: HistoryTable;
  /** What the runner calls the migration; undefined where it is not told by what was written. */
  readonly name: string | undefined;
}

/** The columns that tell a migration, the most telling first. */
const telling = [
  "migration_name",
  "script",
  "filename",
  "change",
  "name",
  "app",
  "version",
  "version_id",
  "version_num",
  "id",
  "migration_id",
  "hash",
];

/** The write of a row about a migration to the runner's history; undefined for every other statement. */
export function historyWrite(piece: Piece, tables: readonly HistoryTable[]): HistoryWrite | undefined {
  const { statement } = piece;
  const { node } = statement;
  if (!node || piece.failed) return undefined;
  if ("InsertStmt" in node) {
    const table = tableOf(node.InsertStmt.relation?.relname, tables);
    return table && { table, name: nameIn(insertedBy(node.InsertStmt, table, piece)) };
  }
  if ("UpdateStmt" in node) {
    const table = tableOf(node.UpdateStmt.relation?.relname, tables);
    return table && { table, name: nameIn(setBy(node.UpdateStmt, piece)) };
  }
  return undefined;
}

function tableOf(name: string | undefined, tables: readonly HistoryTable[]): HistoryTable | undefined {
  return name === undefined ? undefined : tables.find((each) => each.name === name);
}

function nameIn(values: ReadonlyMap<string, string>): string | undefined {
  const app = values.get("app");
  const name = values.get("name");
  if (app !== undefined && name !== undefined) return `${app}.${name}`;
  // A file of Liquibase may hold several changesets; this is how it writes one of them.
  const [file, id, author] = ["filename", "id", "author"].map((column) => values.get(column));
  if (file !== undefined && id !== undefined && author !== undefined) return `${file}::${id}::${author}`;
  const version = values.get("version");
  // Two migrations of one name have numbers of their own (refinery, postgrator).
  if (name !== undefined && version !== undefined && /^\d+$/.test(version) && !name.includes(version))
    return `${version}_${name}`;
  const description = values.get("description");
  // The first migration of a runner that only sets a flag on a row has no name here.
  for (const column of telling) {
    const value = values.get(column);
    if (value !== undefined && value !== "") {
      return (column === "version" || column === "id") && description !== undefined && /^\d+$/.test(value)
        ? `${value}_${description}`
        : value;
    }
  }
  return undefined;
}

function insertedBy(insert: InsertStmt, table: HistoryTable, piece: Piece): ReadonlyMap<string, string> {
  const columns = insert.cols?.map((each) => ("ResTarget" in each ? (each.ResTarget.name ?? "") : "")) ?? table.columns;
  const select = insert.selectStmt;
  const lists = select && "SelectStmt" in select ? select.SelectStmt.valuesLists : undefined;
  const targets = select && "SelectStmt" in select ? select.SelectStmt.targetList : undefined;
  const first = lists?.[0];
  const values: readonly Node[] =
    first && "List" in first
      ? (first.List.items ?? [])
      : (targets ?? []).flatMap((each) => ("ResTarget" in each && each.ResTarget.val ? [each.ResTarget.val] : []));
  return named(columns, values, piece);
}

function setBy(update: UpdateStmt, piece: Piece): ReadonlyMap<string, string> {
  const targets = (update.targetList ?? []).flatMap((each): ResTarget[] =>
    "ResTarget" in each ? [each.ResTarget] : [],
  );
  return named(
    targets.map(({ name = "" }) => name),
    targets.map(({ val }) => val ?? ({} as Node)),
    piece,
  );
}

function named(columns: readonly string[], values: readonly Node[], piece: Piece): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  for (const [index, column] of columns.entries()) {
    const value = values[index] && valueOf(values[index], piece);
    if (value !== undefined) known.set(column, value);
  }
  return known;
}

function valueOf(node: Node, piece: Piece): string | undefined {
  if ("TypeCast" in node) return node.TypeCast.arg && valueOf(node.TypeCast.arg, piece);
  if ("ParamRef" in node) {
    const value = piece.sent.values[(node.ParamRef.number ?? 0) - 1];
    if (!value) return undefined;
    // A driver that prepares nothing first sends a number of which it alone knows the type.
    return textOf(value.type === 0 && value.binary?.byteLength === 8 ? { ...value, type: 20 } : value);
  }
  if (!("A_Const" in node)) return undefined;
  const { sval, ival, fval } = node.A_Const;
  return sval?.sval ?? fval?.fval ?? (ival ? String(ival.ival ?? 0) : undefined);
}
