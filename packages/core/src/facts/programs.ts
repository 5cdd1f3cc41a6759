import type { Node, TransactionStmt } from "@pgsql/types";
import { relationName } from "../catalog/lookup.js";
import { mayHoldUnseen } from "../catalog/extensions.js";
import { nameFrom, strings } from "../catalog/names.js";
import { findRoutines } from "../catalog/routines.js";
import { msg } from "../text/message.js";
import { copy } from "./copy.js";
import { taken } from "./create-table.js";
import { gatherQuery } from "./data.js";
import { FactsDraft } from "./facts-draft.js";
import { noFacts, type Facts } from "./facts.js";
import type { Families, FactsInput, Place } from "./family.js";
import { blockFacts } from "./program-routines.js";
import { executeFacts } from "./prepared.js";
import { lockCall, lockStoredCalls, noteUnknownCalls } from "./routine-calls.js";
import { lockQuery, type Stage } from "./query-locks.js";
import { elementFacts } from "./schema-elements.js";
import { mayBeMadeUnseen, refuseInTransaction } from "./targets.js";
import { hasOption } from "./vacuum.js";
import { wordsSpan } from "./words.js";

/** EXPLAIN plans; EXPLAIN ANALYZE runs, and makes the table of CREATE TABLE AS. */
function explain(input: FactsInput<"ExplainStmt">): Facts {
  const { node, before } = input;
  const draft = new FactsDraft(before);
  const query = node.query;
  if (!query) return draft.facts();
  gatherExplained(draft, input, query, hasOption(node.options, "analyze") ? "run" : "planned");
  return draft.facts();
}

/** The query of CREATE TABLE AS, whose name has to be free, and of DECLARE; EXECUTE's is the one that was prepared. */
function gatherExplained(draft: FactsDraft, input: Place, query: Node, stage: Stage): void {
  if ("CreateTableAsStmt" in query) {
    const { into, if_not_exists, query: inner } = query.CreateTableAsStmt;
    const there = taken(draft, input, into?.rel, if_not_exists === true);
    return inner && gatherExplained(draft, input, inner, there ? "analysed" : stage);
  }
  if ("DeclareCursorStmt" in query)
    return query.DeclareCursorStmt.query && gatherExplained(draft, input, query.DeclareCursorStmt.query, stage);
  if (!("ExecuteStmt" in query)) return gatherQuery(draft, input, query, stage);
  const facts = executeFacts(input, query.ExecuteStmt, stage);
  if (facts.error) draft.refuse(facts.error.sqlstate, facts.error.message, facts.error.span);
  draft.include(facts);
}

/** PREPARE analyses its query and puts its views in; EXECUTE plans and runs it. */
function prepare(input: FactsInput<"PrepareStmt">): Facts {
  const draft = new FactsDraft(input.before);
  if (input.node.query) lockQuery(draft, input, input.node.query, "rewritten");
  return draft.facts();
}

/** The bit of WITH HOLD in the options of DECLARE. */
const withHold = 32;

/** DECLARE plans its query and keeps the locks; a cursor that COMMIT closes makes sense only in a transaction (25P01). */
function declareCursor({ node, ...place }: FactsInput<"DeclareCursorStmt">): Facts {
  const { statement, transaction } = place;
  if (!transaction.open && ((node.options ?? 0) & withHold) === 0) {
    const draft = new FactsDraft(place.before);
    draft.refuse("25P01", msg`DECLARE CURSOR can only be used in transaction blocks`, wordsSpan(statement, "DECLARE"));
    return draft.facts();
  }
  if (!node.query) return noFacts;
  const draft = new FactsDraft(place.before);
  gatherQuery(draft, place, node.query, "planned");
  // FETCH runs them, for the rows that it takes.
  lockStoredCalls(draft, place, node.query, true);
  return draft.facts();
}

/** CREATE SCHEMA with its elements. */
function createSchema(input: FactsInput<"CreateSchemaStmt">): Facts {
  const { node, statement, before } = input;
  const draft = new FactsDraft(before);
  const role = node.authrole?.rolename;
  const name = node.schemaname ?? role ?? "";
  if (before.schemas.has(name)) {
    if (!node.if_not_exists) draft.refuse("42P06", msg`schema "${name}" already exists`, wordsSpan(statement, name));
    return draft.facts();
  }
  elementFacts(draft, input, name);
  return draft.facts();
}

/** CREATE TYPE, CREATE DOMAIN: no relation is touched; 42710 where the name is taken. */
function createType(names: readonly Node[] | undefined, { before, statement }: Place): Facts {
  const draft = new FactsDraft(before);
  const parts = (names ?? []).map((each) => ("String" in each ? (each.String.sval ?? "") : ""));
  const name = parts.at(-1) ?? "";
  const schema = parts.at(-2) ?? before.session.searchPath[0] ?? "public";
  const type = before.types.get(before.typeNames.get(`${schema}.${name}`) ?? -1);
  if (type?.existence === "certain" && type.kind !== "shell")
    draft.refuse("42710", msg`type "${name}" already exists`, wordsSpan(statement, name));
  return draft.facts();
}

/** COMMIT and its kin touch nothing; ROLLBACK TO a savepoint outside a transaction fails (25P01). */
function transactionStatement({ node, transaction, statement, before }: FactsInput<"TransactionStmt">): Facts {
  const kinds: readonly TransactionStmt["kind"][] = [
    "TRANS_STMT_SAVEPOINT",
    "TRANS_STMT_RELEASE",
    "TRANS_STMT_ROLLBACK_TO",
  ];
  const draft = new FactsDraft(before);
  if (node.kind === "TRANS_STMT_COMMIT_PREPARED" || node.kind === "TRANS_STMT_ROLLBACK_PREPARED") {
    const command = node.kind === "TRANS_STMT_COMMIT_PREPARED" ? "COMMIT PREPARED" : "ROLLBACK PREPARED";
    refuseInTransaction(draft, transaction.open, command, statement.span);
    return draft.facts();
  }
  if (transaction.open || !kinds.includes(node.kind)) return noFacts;
  draft.refuse(
    "25P01",
    msg`${statement.text.trim().split(/\s+/)[0]?.toUpperCase() ?? ""} can only be used in transaction blocks`,
    statement.span,
  );
  return draft.facts();
}

/** DISCARD ALL and TEMP drop the session's temporary tables. */
function discard({ node, transaction, statement, before }: FactsInput<"DiscardStmt">): Facts {
  const draft = new FactsDraft(before);
  if (node.target === "DISCARD_ALL" && transaction.open) {
    draft.refuse("25001", msg`DISCARD ALL cannot run inside a transaction block`, wordsSpan(statement, "DISCARD"));
  }
  if (node.target === "DISCARD_SEQUENCES" || node.target === "DISCARD_PLANS") return draft.facts();
  for (const relation of before.relations.values()) {
    if (relation.schema === "pg_temp") draft.lock(relationName(relation), "ACCESS EXCLUSIVE");
  }
  return draft.facts();
}

/** CALL runs a procedure's body. */
function call(input: FactsInput<"CallStmt">): Facts {
  const draft = new FactsDraft(input.before);
  const name = nameFrom(strings(input.node.funccall?.funcname));
  if (
    input.before.complete &&
    !mayHoldUnseen(input.before) &&
    !mayBeMadeUnseen(input.before) &&
    findRoutines(input.before, name).length === 0
  )
    draft.refuse("42883", msg`procedure ${name.name}() does not exist`, wordsSpan(input.statement, name.name));
  if (input.node.funccall) lockCall(draft, input, input.node.funccall, false);
  noteUnknownCalls(draft, [input.node.funccall]);
  return draft.facts();
}

export const programFamilies: Families = {
  DoStmt: blockFacts,
  CallStmt: call,
  CopyStmt: copy,
  ExplainStmt: explain,
  PrepareStmt: prepare,
  ExecuteStmt: (input) => executeFacts(input, input.node),
  DeclareCursorStmt: declareCursor,
  CreateSchemaStmt: createSchema,
  CreateEnumStmt: (input) => createType(input.node.typeName, input),
  CreateRangeStmt: (input) => createType(input.node.typeName, input),
  CreateDomainStmt: (input) => createType(input.node.domainname, input),
  TransactionStmt: transactionStatement,
  DiscardStmt: discard,
};
