import type { Node, RangeVar } from "@pgsql/types";
import type { Relation } from "../catalog/catalog.js";
import { relationName } from "../catalog/lookup.js";
import { nameFrom, rangeName, strings } from "../catalog/names.js";
import { findRoutines } from "../catalog/routines.js";
import { msg } from "../text/message.js";
import { FactsDraft } from "./facts-draft.js";
import type { Facts } from "./facts.js";
import type { Families, FactsInput, Place } from "./family.js";
import type { LockMode } from "./lock.js";
import { lockQuery } from "./query-locks.js";
import { family, isSystemName, lockNamed } from "./targets.js";
import { nameSpan, wordsSpan } from "./words.js";

/** CREATE TRIGGER: SHARE ROW EXCLUSIVE, for row triggers on partitions too. */
function createTrigger(input: FactsInput<"CreateTrigStmt">): Facts {
  const { node, statement, before } = input;
  const draft = new FactsDraft(before);
  const table = lockNamed(draft, node.relation, "SHARE ROW EXCLUSIVE", nameSpan(statement, node.relation?.location));
  if (node.constrrel)
    lockNamed(draft, node.constrrel, "ACCESS SHARE", nameSpan(statement, node.constrrel.location), "referenced");
  if (table && before.complete) refuseTrigger(draft, input, table);
  if (node.row && table?.kind === "partitioned-table") {
    for (const each of family(before, table).slice(1)) draft.lock(each, "SHARE ROW EXCLUSIVE", "partition");
  }
  return draft.facts();
}

function refuseTrigger(
  draft: FactsDraft,
  { node, statement, before }: FactsInput<"CreateTrigStmt">,
  table: Relation,
): void {
  const name = node.trigname ?? "";
  if (!node.replace && table.triggers.some((each) => each.name === name)) {
    draft.refuse(
      "42710",
      msg`trigger "${name}" for relation "${table.name}" already exists`,
      wordsSpan(statement, name),
    );
  }
  const parts = strings(node.funcname);
  const builtin = parts.length === 1 && /^(pg_|suppress_|tsvector_update|RI_)/.test(parts[0] ?? "");
  const fromExtension = before.extensions.size > 0 || builtin;
  if (findRoutines(before, nameFrom(parts)).length === 0 && !fromExtension && parts.at(-2) !== "pg_catalog") {
    draft.refuse("42883", msg`function ${parts.join(".")}() does not exist`, wordsSpan(statement, parts.at(-1) ?? ""));
  }
}

/** CREATE and ALTER POLICY: ACCESS EXCLUSIVE on the table, ACCESS SHARE on what the expressions read. */
function policy(input: FactsInput<"CreatePolicyStmt"> | FactsInput<"AlterPolicyStmt">): Facts {
  const { node, statement, before } = input;
  const draft = new FactsDraft(before);
  const table = lockNamed(draft, node.table, "ACCESS EXCLUSIVE", nameSpan(statement, node.table?.location));
  lockQuery(draft, input, [node.qual, node.with_check], "analysed");
  const name = node.policy_name ?? "";
  const there = table?.policies.some((each) => each.name === name);
  const alter = statement.kind === "AlterPolicyStmt";
  if (table && before.complete && there !== alter) {
    if (alter)
      draft.refuse("42704", msg`policy "${name}" for table "${table.name}" does not exist`, wordsSpan(statement, name));
    else
      draft.refuse("42710", msg`policy "${name}" for table "${table.name}" already exists`, wordsSpan(statement, name));
  }
  return draft.facts();
}

/** CREATE RULE: ACCESS EXCLUSIVE on the table; what its actions name is locked as analysis does. */
function rule(input: FactsInput<"RuleStmt">): Facts {
  const { node, statement, before } = input;
  const draft = new FactsDraft(before);
  lockNamed(draft, node.relation, "ACCESS EXCLUSIVE", nameSpan(statement, node.relation?.location));
  lockQuery(draft, input, [node.whereClause, ...(node.actions ?? [])], "analysed");
  return draft.facts();
}

/** CREATE STATISTICS: SHARE UPDATE EXCLUSIVE on the table. */
function statistics(input: FactsInput<"CreateStatsStmt">): Facts {
  const { node, statement, before } = input;
  const draft = new FactsDraft(before);
  for (const each of ranges(node.relations))
    lockNamed(draft, each, "SHARE UPDATE EXCLUSIVE", nameSpan(statement, each.location));
  return draft.facts();
}

/** CREATE SEQUENCE ... OWNED BY reads the table. */
function sequence(input: FactsInput<"CreateSeqStmt">): Facts {
  const { node, statement, before } = input;
  const draft = new FactsDraft(before);
  const name = rangeName(node.sequence);
  const schema =
    node.sequence?.relpersistence === "t" ? "pg_temp" : (name.schema ?? before.session.searchPath[0] ?? "public");
  const there = before.relationNames.has(`${schema}.${name.name}`);
  if (there && !node.if_not_exists)
    draft.refuse("42P07", msg`relation "${name.name}" already exists`, nameSpan(statement, node.sequence?.location));
  if (!there) lockOwner(draft, input, node.options ?? []);
  return draft.facts();
}

function lockOwner(draft: FactsDraft, { statement }: Place, options: readonly Node[]): void {
  for (const each of options) {
    if (!("DefElem" in each) || each.DefElem.defname !== "owned_by") continue;
    const parts = each.DefElem.arg && "List" in each.DefElem.arg ? strings(each.DefElem.arg.List.items) : [];
    if (parts.length < 2) continue;
    const table = nameFrom(parts.slice(0, -1));
    lockByName(draft, statement, table, "ACCESS SHARE");
  }
}

/** Locks a relation by a name that is not a RangeVar. */
export function lockByName(
  draft: FactsDraft,
  statement: Place["statement"],
  name: { readonly schema?: string | undefined; readonly name: string },
  mode: LockMode,
): Relation | undefined {
  if (isSystemName(draft.catalog, name)) return undefined;
  const range: RangeVar = { relname: name.name, ...(name.schema === undefined ? {} : { schemaname: name.schema }) };
  return lockNamed(draft, range, mode, wordsSpan(statement, name.name));
}

function ranges(nodes: readonly Node[] | undefined): RangeVar[] {
  return (nodes ?? []).flatMap((each) => ("RangeVar" in each ? [each.RangeVar] : []));
}

/** CREATE and ALTER PUBLICATION: SHARE UPDATE EXCLUSIVE on the tables that are named, and on their children. */
function publication(input: FactsInput<"CreatePublicationStmt"> | FactsInput<"AlterPublicationStmt">): Facts {
  const { node, statement, before } = input;
  const draft = new FactsDraft(before);
  const name = node.pubname ?? "";
  const known = before.publications.get(name);
  const alter = statement.kind === "AlterPublicationStmt";
  if (alter && !known && before.complete)
    draft.refuse("42704", msg`publication "${name}" does not exist`, wordsSpan(statement, name));
  if (!alter && known) draft.refuse("42710", msg`publication "${name}" already exists`, wordsSpan(statement, name));
  const named = (node.pubobjects ?? []).flatMap((each) => {
    const range = "PublicationObjSpec" in each ? each.PublicationObjSpec.pubtable?.relation : undefined;
    return range ? [range] : [];
  });
  for (const range of named) {
    const table = lockNamed(draft, range, "SHARE UPDATE EXCLUSIVE", nameSpan(statement, range.location));
    const children = table && range.inh && table.kind === "table" ? family(before, table).slice(1) : [];
    for (const each of children) draft.lock(each, "SHARE UPDATE EXCLUSIVE", "child");
  }
  const sets = "action" in node && node.action === "AP_SetObjects";
  for (const oid of sets ? (known?.tables ?? []) : []) {
    const table = before.relations.get(oid);
    if (table) draft.lock(relationName(table), "SHARE UPDATE EXCLUSIVE");
  }
  return draft.facts();
}

export const tablePartFamilies: Families = {
  CreateTrigStmt: createTrigger,
  CreatePolicyStmt: policy,
  AlterPolicyStmt: policy,
  RuleStmt: rule,
  CreateStatsStmt: statistics,
  CreateSeqStmt: sequence,
  CreatePublicationStmt: publication,
  AlterPublicationStmt: publication,
};
