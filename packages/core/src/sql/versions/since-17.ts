import { after, isFilled, type Feature } from "./feature.js";
import type { Words } from "./words.js";

/** What follows an option without a value in ALTER OPERATOR ... SET (...). */
function bareOption(words: Words): number | undefined {
  const list = words.find("SET (");
  if (list === undefined) return undefined;
  const end = words.afterParentheses(list) ?? words.end;
  for (let option = list + 2; option < end; option = words.elementEnd(option) + 1)
    if (words.elementEnd(option) === option + 1) return option + 1;
  return undefined;
}

/** What PostgreSQL 17 brought, SQL/JSON aside (see `later-keywords.ts`). */
export const since17: readonly Feature[] = [
  {
    since: 17,
    kind: "AlterTableCmd",
    guilty: (fields, words) =>
      fields.subtype === "AT_SetExpression" ? after(words.find("SET EXPRESSION"), 1) : undefined,
  },
  {
    since: 17,
    kind: "AlterTableCmd",
    guilty: (fields, words) =>
      fields.subtype === "AT_SetStatistics" && fields.def === undefined
        ? after(words.find("STATISTICS DEFAULT"), 1)
        : undefined,
  },
  {
    since: 17,
    kind: "Constraint",
    guilty: (fields, words, first) =>
      fields.contype === "CONSTR_NOTNULL" && words.find("ALTER DOMAIN", 0, 2) === 0
        ? words.findOutside("NOT NULL", first)
        : undefined,
  },
  {
    since: 17,
    kind: "AlterStatsStmt",
    guilty: (_, words) => after(words.find("STATISTICS DEFAULT"), 1),
  },
  {
    since: 17,
    kind: "AlterTableCmd",
    guilty: (fields, words) =>
      fields.subtype === "AT_SetAccessMethod" && fields.name === undefined
        ? after(words.find("METHOD DEFAULT"), 1)
        : undefined,
  },
  {
    since: 17,
    kind: "MergeStmt",
    guilty: (_, words) => after(words.find("MATCHED BY"), 1),
  },
  {
    since: 17,
    kind: "MergeStmt",
    guilty(fields, words) {
      if (fields.returningClause === undefined && !isFilled(fields.returningList)) return undefined;
      const merge = words.find("MERGE INTO") ?? words.find("MERGE");
      return merge === undefined ? undefined : words.findOutside("RETURNING", merge, words.list.length);
    },
  },
  {
    since: 17,
    kind: "FuncCall",
    guilty: (fields, words) =>
      fields.funcformat === "COERCE_SQL_SYNTAX" ? after(words.find("AT LOCAL"), 1) : undefined,
  },
  {
    since: 17,
    kind: "ClusterStmt",
    guilty: (fields, words) =>
      fields.relation === undefined && words.word(1) === "(" ? words.afterParentheses(1) : undefined,
  },
  {
    since: 17,
    kind: "AlterOperatorStmt",
    guilty: (_, words) => bareOption(words),
  },
];
