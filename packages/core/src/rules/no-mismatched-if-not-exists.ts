import type { ColumnDef, Node } from "@pgsql/types";
import type { Relation } from "../catalog/catalog.js";
import { findColumn, findRelation, relationName } from "../catalog/lookup.js";
import { resolveType } from "../catalog/type-names.js";
import { msg } from "../text/message.js";
import { defineRule, type RuleReport } from "./rule.js";
import { wordsOf, type Step } from "./step.js";

export default defineRule({
  id: "no-mismatched-if-not-exists",
  title: "Disallow IF NOT EXISTS over something of another shape",
  severity: "warning",
  covers: [17, 94],
  why: msg`IF NOT EXISTS only looks at the name: what exists stays as it is, PostgreSQL reports success, and the schema silently differs from what the migration says.`,
  instead: msg`Change what exists with ALTER TABLE, or use another name.`,
  examples: [
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, age int);",
      bad: "ALTER TABLE users ADD COLUMN IF NOT EXISTS age text;",
      good: "ALTER TABLE users ADD COLUMN IF NOT EXISTS age int;",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY, age int);",
      bad: "CREATE TABLE IF NOT EXISTS users (id bigint PRIMARY KEY, name text);",
      good: "CREATE TABLE IF NOT EXISTS users (id bigint PRIMARY KEY, age int);",
    },
  ],
  kinds: ["CreateStmt", "AlterTableStmt"],
  check(step) {
    const node = step.statement.node;
    if (node && "CreateStmt" in node && node.CreateStmt.if_not_exists) {
      const { relation, tableElts } = node.CreateStmt;
      const table = findRelation(step.before, { schema: relation?.schemaname, name: relation?.relname ?? "" });
      return table && !node.CreateStmt.inhRelations ? differing(step, table, definitions(tableElts), true) : [];
    }
    if (!node || !("AlterTableStmt" in node)) return [];
    const { relation, cmds } = node.AlterTableStmt;
    const added = (cmds ?? []).flatMap((command) => {
      const alter = "AlterTableCmd" in command ? command.AlterTableCmd : undefined;
      return alter?.subtype === "AT_AddColumn" && alter.missing_ok && alter.def ? definitions([alter.def]) : [];
    });
    if (added.length === 0) return [];
    const table = findRelation(step.before, { schema: relation?.schemaname, name: relation?.relname ?? "" });
    return table ? differing(step, table, added, false) : [];
  },
});

function definitions(nodes: readonly Node[] | undefined): ColumnDef[] {
  return (nodes ?? []).flatMap((node) => ("ColumnDef" in node ? [node.ColumnDef] : []));
}

function differing(step: Step, table: Relation, columns: readonly ColumnDef[], whole: boolean): RuleReport[] {
  const span = wordsOf(step.statement, "IF NOT EXISTS");
  const [report] = columns.flatMap(({ colname, typeName }): RuleReport[] => {
    const column = findColumn(table, colname ?? "");
    const name = `${relationName(table)}.${colname ?? ""}`;
    if (!column)
      return whole ? [{ span, message: msg`${relationName(table)} exists already, without ${colname ?? ""}.` }] : [];
    const wanted = resolveType(step.before, typeName);
    const same = wanted.name === column.type.name && wanted.array === column.type.array;
    return same || column.type.name === "unknown" || /serial/.test(wanted.name)
      ? []
      : [{ span, message: msg`${name} exists already, with another type.` }];
  });
  return report ? [report] : [];
}
