import { emptyCatalog } from "../catalog/apply.js";
import { carriedOut } from "../facts/execute.js";
import type { Catalog } from "../catalog/catalog.js";
import type { Source } from "../source/migration.js";
import { SourceLines } from "../source/source-lines.js";
import { parseStatements } from "../sql/parse.js";
import type { PostgresMajor } from "../sql/statement.js";
import { msg } from "../text/message.js";
import { UserError } from "../text/user-error.js";
import type { StartingState, StateOptions } from "./options.js";
import { roleSettings } from "./statistics/role-settings.js";
import type { Statistics } from "./statistics/statistics.js";

/** The schema of a database as SQL that makes it, as `pg_dump --schema-only` writes it. */
export interface SchemaDump {
  readonly source: Source;
  /** Whether it has what the released migrations made: they are then not replayed on it. */
  readonly released: boolean;
}

/** What the schema before the first migration is made of. */
export interface StartOptions {
  readonly postgres: PostgresMajor;
  /** Whether the first migration starts with an empty database, so that what no migration made does not exist. */
  readonly complete?: boolean | undefined;
  /** The schema before the first source; an unknown one where not given. */
  readonly catalog?: Catalog | undefined;
  readonly schema?: SchemaDump | undefined;
  readonly statistics?: Statistics | undefined;
  /** The role that runs the migrations; the one that collected the statistics where it is not given. */
  readonly role?: string | undefined;
}

/**
 * The server before the first migration.
 * @throws UserError for a dump that has a statement that PostgreSQL cannot parse.
 */
export function startingState(options: StateOptions): StartingState {
  const { schema, statistics, statisticsMaxAge } = options;
  return {
    ...{ statistics, statisticsMaxAge },
    catalog: startingCatalog(options),
    dumped: schema !== undefined,
    released: schema?.released === true,
  };
}

/**
 * The schema before the first migration. After a dump it is complete: what the dump does not make does not exist.
 * @throws UserError for a dump that has a statement that PostgreSQL cannot parse.
 */
function startingCatalog(options: StartOptions): Catalog {
  const { postgres, schema, role } = options;
  const complete = schema !== undefined || (options.complete ?? false);
  const nothing = { ...emptyCatalog({ postgres, complete }), ...(role === undefined ? {} : { migrator: role }) };
  const empty = options.catalog ?? withDefaults(nothing, options);
  if (!schema) return empty;
  let catalog = empty;
  for (const statement of parseStatements(schema.source.text, { postgres }).statements) {
    if (statement.error) throw notASchema(schema.source, statement.error.span.start);
    catalog = carriedOut(catalog, statement);
  }
  // What a dump sets is for its own session: the search_path above all.
  return { ...catalog, relations: filled(catalog.relations), session: empty.session };
}

/**
 * A dump of the schema alone makes materialized views WITH NO DATA, whatever they hold: they are taken to be populated, as in a
 * database in use, so that no REFRESH CONCURRENTLY is said to fail.
 */
function filled(relations: Catalog["relations"]): Catalog["relations"] {
  let all = relations;
  for (const relation of relations.values()) {
    if (relation.kind === "materialized-view") all = all.set(relation.oid, { ...relation, populated: true });
  }
  return all;
}

/** The server's version and the settings that it gives to sessions, where they were collected; "0" is a timeout that is off. */
function withDefaults(catalog: Catalog, { statistics, role }: StartOptions): Catalog {
  if (!statistics) return catalog;
  const known = Object.entries(roleSettings(statistics, role));
  const settings = new Map(known.filter(([, value]) => !/^0(?:[a-z]+)?$/.test(value)));
  const session = { ...catalog.session, settings };
  const server = statistics.postgres.version;
  return { ...catalog, server, session, defaults: new Map([["all", settings]]) };
}

function notASchema(source: Source, offset: number): UserError {
  return new UserError(msg`PostgreSQL cannot parse the schema from here on.`, {
    place: { path: source.path, ...new SourceLines(source).position(offset) },
    hint: msg`Write it with "pg_dump --schema-only --no-owner" or "release-gate collect --schema URL".`,
  });
}
