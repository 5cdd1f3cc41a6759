import { after, isFilled, type Feature } from "./feature.js";
import type { Words } from "./words.js";

/** ENFORCED as an attribute of the constraint that starts at a token, not as a name in it. */
function enforced(words: Words, first: number): number | undefined {
  const end = words.elementEnd(first);
  for (
    let at = words.findOutside("ENFORCED", first, end);
    at !== undefined;
    at = words.findOutside("ENFORCED", at + 1, end)
  ) {
    if (!["CONSTRAINT", "REFERENCES", "."].includes(words.word(at - 1))) return at;
  }
  return undefined;
}

const tableConstraints = new Set([
  "CONSTR_CHECK",
  "CONSTR_FOREIGN",
  "CONSTR_ATTR_ENFORCED",
  "CONSTR_ATTR_NOT_ENFORCED",
]);

/** What PostgreSQL 18 brought; each case is in the test that asks servers. */
export const since18: readonly Feature[] = [
  {
    since: 18,
    kind: "Constraint",
    guilty: (fields, words, first) =>
      fields.contype === "CONSTR_GENERATED" && fields.generated_kind === "v"
        ? words.afterParentheses(first)
        : undefined,
  },
  {
    since: 18,
    kind: "Constraint",
    guilty: (fields, words, first) =>
      tableConstraints.has(String(fields.contype)) ? enforced(words, first) : undefined,
  },
  {
    since: 18,
    kind: "Constraint",
    guilty(fields, words, first) {
      if (fields.contype !== "CONSTR_NOTNULL" || words.find("ALTER DOMAIN", 0, 2) === 0) return undefined;
      if (isFilled(fields.keys)) return words.findOutside("NOT NULL", first);
      return fields.is_no_inherit ? words.findOutside("NO INHERIT", first) : undefined;
    },
  },
  {
    since: 18,
    kind: "Constraint",
    guilty: (fields, words, first) => (fields.without_overlaps ? words.find("WITHOUT OVERLAPS", first) : undefined),
  },
  {
    since: 18,
    kind: "Constraint",
    guilty: (fields, words, first) =>
      fields.fk_with_period || fields.pk_with_period ? after(words.find("PERIOD", first), 1) : undefined,
  },
  {
    since: 18,
    kind: "ATAlterConstraint",
    guilty(fields, words) {
      const start = words.find("ALTER CONSTRAINT") ?? 0;
      if (fields.alterEnforceability) return words.find("ENFORCED", start + 3);
      return fields.alterInheritability && !fields.noinherit ? words.find("INHERIT", start + 3) : undefined;
    },
  },
  {
    since: 18,
    kind: "ATAlterConstraint",
    guilty: (fields, words) => (fields.alterInheritability && fields.noinherit ? words.find("NO INHERIT") : undefined),
    noticed: (_, guilty) => guilty + 2, // when it is read whole
    message: () => "FOREIGN KEY constraints cannot be marked NO INHERIT",
    sqlstate: "0A000",
  },
  {
    since: 18,
    kind: "ReturningClause",
    guilty: (fields, words) => (isFilled(fields.options) ? after(words.find("RETURNING WITH ("), 1) : undefined),
  },
  {
    since: 18,
    kind: "VacuumRelation",
    guilty(fields, words) {
      const relation = fields.relation as { readonly inh?: boolean } | undefined;
      return relation !== undefined && !relation.inh ? words.find("ONLY") : undefined;
    },
  },
  {
    since: 18,
    kind: "GrantStmt",
    guilty: (fields, words) =>
      fields.objtype === "OBJECT_LARGEOBJECT" && fields.targtype === "ACL_TARGET_DEFAULTS"
        ? after(words.find("ON LARGE OBJECTS"), 1)
        : undefined,
  },
];
