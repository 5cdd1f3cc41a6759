import { after, isFilled, type Feature } from "./feature.js";
import { openingOf } from "./subqueries.js";
import type { Words } from "./words.js";

/** What GRANT role TO role WITH ... and REVOKE ... OPTION FOR could not say before 16: anything but ADMIN OPTION. */
function roleOption(words: Words): number | undefined {
  if (words.word(0) === "REVOKE")
    return words.word(1) !== "ADMIN" && words.word(2) === "OPTION" && words.word(3) === "FOR" ? 2 : undefined;
  const option = after(words.find("WITH"), 1);
  if (option === undefined) return undefined;
  if (words.word(option) !== "ADMIN") return option;
  if (words.word(option + 1) !== "OPTION") return option + 1;
  return words.word(option + 2) === "," ? option + 2 : undefined;
}

/** What PostgreSQL 16 brought, SQL/JSON aside (see `later-keywords.ts`). */
export const since16: readonly Feature[] = [
  {
    since: 16,
    kind: "ColumnDef",
    guilty: (fields, words, first) =>
      fields.storage_name === undefined ? undefined : words.findOutside("STORAGE", first + 1, words.elementEnd(first)),
  },
  {
    since: 16,
    kind: "AlterTableCmd",
    guilty: (fields, words) =>
      fields.subtype === "AT_SetStorage" ? after(words.find("STORAGE DEFAULT"), 1) : undefined,
  },
  {
    since: 16,
    kind: "JsonIsPredicate",
    guilty: (_, words) => after(words.find("IS JSON"), 1) ?? after(words.find("IS NOT JSON"), 2),
  },
  { since: 16, kind: "GrantRoleStmt", guilty: (_, words) => roleOption(words) },
  {
    since: 16,
    kind: "ReindexStmt",
    guilty: (fields, words) => (fields.name === undefined && fields.relation === undefined ? words.end : undefined),
  },
  {
    since: 16,
    kind: "CreateStatsStmt",
    guilty: (fields, words) => (isFilled(fields.defnames) ? undefined : after(words.find("STATISTICS"), 1)),
  },
  {
    since: 16,
    kind: "RangeSubselect",
    guilty: (fields, words, _, at) => (fields.alias === undefined ? openingOf(fields.subquery, words, at) : undefined),
    noticed: (words, guilty) => words.afterParentheses(guilty),
    message: (words, guilty) =>
      `${words.word(guilty + 1) === "VALUES" ? "VALUES" : "subquery"} in FROM must have an alias`,
  },
  {
    since: 16,
    kind: "XmlSerialize",
    guilty: (_, words, first) => words.find("NO INDENT", first) ?? words.find("INDENT )", first),
  },
];
