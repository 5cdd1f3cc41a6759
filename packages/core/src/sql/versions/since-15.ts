import { after, isFilled, type Feature } from "./feature.js";
import type { Words } from "./words.js";

/** What a publication's list of objects could not say before 15: anything but TABLE and plain names. */
function publicationObject(words: Words): number | undefined {
  if (words.word(1) !== "PUBLICATION") return undefined;
  const start = words.list.findIndex((_, i) => i > 2 && ["FOR", "ADD", "SET", "DROP"].includes(words.word(i)));
  if (start < 0 || ["ALL", "(", ""].includes(words.word(start + 1))) return undefined;
  if (words.word(start + 1) !== "TABLE") return start + 1;
  for (let i = start + 2; i < words.list.length; i++) {
    const word = words.word(i);
    const before = words.word(i - 1);
    if (word === "WITH") return undefined;
    if (word === "WHERE" || word === "CURRENT_SCHEMA" || (word === "(" && before !== "ONLY")) return i;
    if (before !== ",") continue;
    if (word === "TABLES" && words.word(i + 1) === "IN") return i + 1;
    if (word === "TABLE") return i;
  }
  return undefined;
}

const beforeStatement = new Set([")", "AS", "EXPLAIN", "ANALYZE", "VERBOSE", "ALSO", "INSTEAD"]);
const beforeParenthesis = new Set(["AS", "MATERIALIZED", "COPY", "ALSO", "INSTEAD"]);

/** MERGE as the first word of a statement, or of one inside of another. */
function merge(words: Words): number | undefined {
  if (words.word(0) === "MERGE") return 0;
  for (let i = words.find("MERGE INTO"); i !== undefined; i = words.find("MERGE INTO", i + 1)) {
    const before = words.word(i - 1);
    if (beforeStatement.has(before) || (before === "(" && beforeParenthesis.has(words.word(i - 2)))) return i;
  }
  return undefined;
}

function nullsDistinct(words: Words, first = 0): number | undefined {
  return words.find("NULLS NOT DISTINCT", first) ?? words.find("NULLS DISTINCT", first);
}

/** Whether an option is one of a list in parentheses, other than that of an identity column. */
function isStorageParameter(words: Words, option: number): boolean {
  const open = words.opening(option);
  return open !== undefined && words.word(open - 1) !== "IDENTITY";
}

/** What PostgreSQL 15 brought. */
export const since15: readonly Feature[] = [
  {
    since: 15,
    kind: "MergeStmt",
    guilty: (_, words) => words.find("MERGE INTO") ?? words.find("MERGE"),
    alone: merge,
  },
  { since: 15, kind: "IndexStmt", guilty: (fields, words) => (fields.unique ? nullsDistinct(words) : undefined) },
  {
    since: 15,
    kind: "Constraint",
    guilty: (fields, words, first) => (fields.contype === "CONSTR_UNIQUE" ? nullsDistinct(words, first) : undefined),
  },
  {
    since: 15,
    kind: "Constraint",
    guilty: (fields, words, first) =>
      isFilled(fields.fk_del_set_cols)
        ? after(words.find("SET NULL (", first) ?? words.find("SET DEFAULT (", first), 2)
        : undefined,
  },
  {
    since: 15,
    kind: "AlterTableCmd",
    guilty: (fields, words) =>
      fields.subtype === "AT_SetAccessMethod" ? after(words.find("SET ACCESS METHOD"), 1) : undefined,
  },
  {
    since: 15,
    kind: "CreatePublicationStmt",
    guilty: (fields, words) => (isFilled(fields.pubobjects) ? publicationObject(words) : undefined),
    alone: publicationObject,
  },
  {
    since: 15,
    kind: "AlterPublicationStmt",
    guilty: (fields, words) => (isFilled(fields.pubobjects) ? publicationObject(words) : undefined),
  },
  {
    since: 15,
    kind: "AlterSubscriptionStmt",
    guilty: (fields, words) => (fields.kind === "ALTER_SUBSCRIPTION_SKIP" ? after(words.find("SKIP ("), 0) : undefined),
  },
  {
    since: 15,
    kind: "DefElem",
    guilty: (fields, words, first) =>
      /^(?:un)?logged$/.test(String(fields.defname)) && !isStorageParameter(words, first) ? first : undefined,
  },
  {
    since: 15,
    kind: "GrantStmt",
    guilty: (fields, words) =>
      fields.objtype === "OBJECT_PARAMETER_ACL"
        ? (after(words.find("ALTER SYSTEM"), 1) ?? after(words.find("ON PARAMETER"), 2))
        : undefined,
  },
  {
    since: 15,
    kind: "AccessPriv",
    guilty: (fields, words) => (fields.priv_name === "alter system" ? after(words.find("ALTER SYSTEM"), 1) : undefined),
  },
  { since: 15, kind: "AlterDatabaseRefreshCollStmt", guilty: (_, words) => words.find("REFRESH COLLATION VERSION") },
];
