import type { Node } from "@pgsql/types";
import { msg } from "../text/message.js";
import { databaseKey, deniedByOptions, deniedByServer, deniedBySetting, theServer, type Denied } from "./access.js";
import { hasRows } from "./alter/work.js";
import { FactsDraft } from "./facts-draft.js";
import type { Facts } from "./facts.js";
import type { Families, FactsInput, Place } from "./family.js";
import { refuseInTransaction } from "./targets.js";
import { wordsSpan } from "./words.js";

/**
 * Statements about the whole server: databases, tablespaces and its settings. They lock no relation of the database that
 * they are run in, but most refuse to be in a transaction (measured on 14 to 18). Which databases and tablespaces there are
 * is not known: they outlive the history of one database.
 */
function alone(command: string): (place: Place) => Facts {
  return ({ transaction, statement, before }) => {
    const draft = new FactsDraft(before);
    refuseInTransaction(draft, transaction.open, command, statement.span);
    return draft.facts();
  };
}

/** DROP DATABASE: all that is in it is gone, with FORCE even while it is used. */
function dropDatabase(input: FactsInput<"DropdbStmt">): Facts {
  const { node, statement, before, transaction } = input;
  const draft = new FactsDraft(before);
  refuseInTransaction(draft, transaction.open, "DROP DATABASE", statement.span);
  draft.lose({ what: "database", name: node.dbname ?? "", span: wordsSpan(statement, "DROP DATABASE") });
  return draft.facts();
}

/** ALTER DATABASE ... SET TABLESPACE copies the files of the database and wants no transaction; other options do not care. */
function alterDatabase({ node, statement, before, transaction }: FactsInput<"AlterDatabaseStmt">): Facts {
  const draft = new FactsDraft(before);
  if (names(node.options).includes("tablespace"))
    refuseInTransaction(draft, transaction.open, "ALTER DATABASE SET TABLESPACE", wordsSpan(statement, "TABLESPACE"));
  tell(draft, statement, databaseKey(node.dbname), deniedByOptions(node.options));
  return draft.facts();
}

/** ALTER DATABASE ... SET counts for later sessions. */
function setForDatabase({ node, statement, before }: FactsInput<"AlterDatabaseSetStmt">): Facts {
  const draft = new FactsDraft(before);
  tell(draft, statement, databaseKey(node.dbname), deniedBySetting(node.setstmt));
  return draft.facts();
}

/** ALTER SYSTEM counts from the next reload or start on. */
function alterSystem({ node, statement, before, transaction }: FactsInput<"AlterSystemStmt">): Facts {
  const draft = new FactsDraft(before);
  refuseInTransaction(draft, transaction.open, "ALTER SYSTEM", statement.span);
  tell(draft, statement, theServer, deniedByServer(node.setstmt));
  return draft.facts();
}

function tell(draft: FactsDraft, statement: Place["statement"], of: string, denied: Denied): void {
  if (denied) draft.breaks({ ...denied, of, why: "denied", span: wordsSpan(statement, "ALTER") });
}

function names(options: readonly Node[] | undefined): (string | undefined)[] {
  return (options ?? []).map((each) => ("DefElem" in each ? each.DefElem.defname : undefined));
}

/** CREATE TABLESPACE: its folder is named from the root; the empty name of a folder of the server's own is for tests. */
function createTablespace({ node, statement, before, transaction }: FactsInput<"CreateTableSpaceStmt">): Facts {
  const draft = new FactsDraft(before);
  refuseInTransaction(draft, transaction.open, "CREATE TABLESPACE", statement.span);
  const location = node.location ?? "";
  if (location !== "" && !/^(?:\/|[a-z]:)/i.test(location))
    draft.refuse("42P17", msg`tablespace location must be an absolute path`, wordsSpan(statement, "LOCATION"));
  return draft.facts();
}

/** DROP TABLESPACE is refused while something lies in it: 2BP01 for what is partitioned, which has no file, else 55000. */
function dropTablespace({ node, statement, before, transaction }: FactsInput<"DropTableSpaceStmt">): Facts {
  const draft = new FactsDraft(before);
  refuseInTransaction(draft, transaction.open, "DROP TABLESPACE", statement.span);
  const name = node.tablespacename ?? "";
  const inside = before.relations.values().filter((each) => each.tablespace === name && each.existence === "certain");
  const span = wordsSpan(statement, name);
  if (inside.some((each) => !hasRows(each) && each.kind !== "index"))
    draft.refuse("2BP01", msg`tablespace "${name}" cannot be dropped because some objects depend on it`, span);
  else if (inside.length > 0) draft.refuse("55000", msg`tablespace "${name}" is not empty`, span);
  return draft.facts();
}

export const serverWideFamilies: Families = {
  CreatedbStmt: alone("CREATE DATABASE"),
  DropdbStmt: dropDatabase,
  AlterDatabaseStmt: alterDatabase,
  AlterDatabaseSetStmt: setForDatabase,
  AlterSystemStmt: alterSystem,
  CreateTableSpaceStmt: createTablespace,
  DropTableSpaceStmt: dropTablespace,
};
