import { Lexer } from "../sql/lexer.js";
import type { Statement } from "../sql/statement.js";
import { pathParts, wholeFile, type Framework, type Recognised } from "./framework.js";

/** Files that Flyway runs around a migration, by the names of its events; without those that run when it migrates. */
const callback =
  /^(?:createSchema|(?:before|after)(?:EachMigrate|EachUndo|Undo|Repeatables|Clean|Info|Validate|Baseline|Repair|Connect|CreateSchema|Migrate(?=Error|Operation))(?:StatementError|Statement|Error|OperationFinish)?)(?:__.*)?\.sql$/;

/** Those of them that run while it migrates: around each file, the repeatable ones, the validation, the connection. */
const whileMigrating =
  /^(?:createSchema|(?:before|after)(?:EachMigrate|Repeatables|Validate|Connect|CreateSchema))(?![A-Z])/;

/**
 * Flyway: `V<version>__name.sql` by version, then `R__name.sql` by name; `U<version>__name.sql` undoes, `B<version>__` stands
 * for all before it on an empty database; `beforeMigrate.sql` and `afterMigrate.sql` run around them (Event.java). One transaction for each file; a file with a statement that Flyway knows not to run
 * in one (CREATE and DROP INDEX CONCURRENTLY, VACUUM, ...) runs without, and is refused if it also holds others, unless
 * `<file>.conf` says `executeInTransaction`. In flyway/flyway: PostgreSQLParser.java (which statements), ParserSqlScript.java
 * (mixing), SqlScriptMetadata.java (.conf), ResourceNameParser.java and MigrationVersion.java (names),
 * CompositeMigrationResolver.java (two files of one version are refused). A version before the newest that has run fails the
 * validation, and is ignored without it, unless outOfOrder is set (its manual: validateOnMigrate, outOfOrder).
 */
export const flyway: Framework = {
  name: "flyway",
  profile: {
    files: "`V<version>__name.sql`, `R__name.sql`, `U<version>__name.sql`, `afterMigrate__name.sql`",
    order: "by version, number by number; then `R__` by name",
    transaction: "each file",
    outside:
      "a file of nothing but statements that Flyway knows to need it; `executeInTransaction=false` in `<file>.sql.conf`",
  },
  oncePer: "number",
  late: "refused",
  readsSubfolders: true,
  recognise(path) {
    const { file } = pathParts(path);
    const match = /^([VUB])(\d[\d._]*?)__(.*)\.sql$/.exec(file) ?? /^(R)()__(.*)\.sql$/.exec(file);
    if (!match) {
      if (callback.test(file)) return whileMigrating.test(file) ? "callback" : "foreign";
      return aroundMigrating(file);
    }
    if (match[1] === "B") return "foreign";
    return {
      // An undo has the name of what it undoes.
      name: file.slice(0, -".sql".length).replace(/^U/, "V"),
      version: match[2] === "" ? undefined : match[2]?.replaceAll("_", "."),
      direction: match[1] === "U" ? "down" : "up",
    };
  },
  sections(source, { direction }, around) {
    const conf = around.beside(`${pathParts(source.path).file}.conf`) ?? "";
    const outside = /^[^\S\r\n]*executeInTransaction[^\S\r\n]*=[^\S\r\n]*false[^\S\r\n]*$/m.test(conf);
    return wholeFile(source, {
      direction: direction ?? "up",
      transaction: outside ? "none" : "file",
      multiStatementQuery: false,
    });
  },
  transactionFor: (statements) => (statements.length > 0 && statements.every(needsNoTransaction) ? "none" : undefined),
};

/** `beforeMigrate.sql` and `afterMigrate.sql`, also with a `__description`: run whenever Flyway migrates. */
function aroundMigrating(file: string): Recognised | undefined {
  const match = /^(before|after)(?:Migrate|MigrateApplied|Versioned)(?:__.*)?\.sql$/.exec(file);
  if (!match) return undefined;
  const name = file.slice(0, -".sql".length);
  return { name, version: undefined, direction: "up", ...(match[1] === "before" ? { order: 0 } : {}) };
}

const outside = [
  /^(?:CREATE|DROP) (?:DATABASE|TABLESPACE|SUBSCRIPTION)\b/,
  /^ALTER SYSTEM\b/,
  /^(?:CREATE|DROP)(?: UNIQUE)? INDEX CONCURRENTLY\b/,
  /^REINDEX(?: VERBOSE)? (?:SCHEMA|DATABASE|SYSTEM)\b/,
  /^VACUUM\b/,
  /^DISCARD ALL\b/,
];

/** Whether Flyway takes a statement for one that cannot run in a transaction: told by its first words alone. */
function needsNoTransaction(statement: Statement): boolean {
  const words: string[] = [];
  const lexer = new Lexer(statement.text);
  while (words.length < 5 && lexer.next()) {
    if (lexer.kind === "word") words.push(statement.text.slice(lexer.start, lexer.end).toUpperCase());
  }
  const start = words.join(" ");
  return outside.some((pattern) => pattern.test(start));
}
