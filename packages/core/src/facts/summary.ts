import type { AlterTableCmd, Constraint, DefElem, Node } from "@pgsql/types";
import type { Name } from "../catalog/lookup.js";
import { nameFrom, objectParts, rangeName } from "../catalog/names.js";
import type { Statement } from "../sql/statement.js";

/** An object that a statement makes or drops, and its kind as the parser writes it: "OBJECT_INDEX". */
export interface Named {
  readonly kind: string;
  readonly name: Name;
}

/** What ALTER TABLE or ALTER DOMAIN does, in one of its commands. */
export type Deed =
  | "validate"
  | "attach"
  | "detach"
  | "set-not-null"
  | "add-identity"
  | "enforce"
  | "unenforce"
  | "full-replica-identity";

/** What a constraint that the statement writes says. */
export type Said = "check" | "foreign-key" | "not-null" | "not-enforced";

/** What a statement says, so that rules need neither its words nor its tree. What it does to a database is in `Facts`. */
export interface Summary {
  readonly concurrent: boolean;
  readonly ifExists: boolean;
  readonly ifNotExists: boolean;
  /** A drop that says CASCADE; ON DELETE CASCADE drops nothing. */
  readonly cascades: boolean;
  /** What it is about: the table of ALTER TABLE, the table of a new index, the table or index of REINDEX and CLUSTER. */
  readonly about?: Name;
  readonly makes: readonly Named[];
  readonly drops: readonly Named[];
  readonly does: ReadonlySet<Deed>;
  readonly constraints: ReadonlySet<Said>;
  /** The options that are written and not switched off: "superuser", "new_version", "restart", "full". */
  readonly options: ReadonlySet<string>;
}

const nothing: Summary = {
  concurrent: false,
  ifExists: false,
  ifNotExists: false,
  cascades: false,
  makes: [],
  drops: [],
  does: new Set(),
  constraints: new Set(),
  options: new Set(),
};

/** Several rules ask about one statement. */
const known = new WeakMap<Node, Summary>();

export function summaryOf({ node }: Statement): Summary {
  if (!node) return nothing;
  const there = known.get(node);
  if (there) return there;
  const summary = { ...nothing, ...said(node) };
  known.set(node, summary);
  return summary;
}

function said(node: Node): Partial<Summary> {
  if ("AlterTableStmt" in node) return altered(node.AlterTableStmt);
  if ("IndexStmt" in node) {
    const { idxname, relation, concurrent = false, if_not_exists: ifNotExists = false } = node.IndexStmt;
    const name: Name = { schema: relation?.schemaname, name: idxname ?? "" };
    const makes = idxname === undefined ? [] : [{ kind: "OBJECT_INDEX", name }];
    return { concurrent, ifNotExists, makes, about: rangeName(relation) };
  }
  if ("DropStmt" in node) {
    const { removeType, objects = [], behavior, missing_ok: ifExists = false, concurrent = false } = node.DropStmt;
    const drops = objects.map((each) => ({ kind: removeType ?? "OBJECT_TABLE", name: nameFrom(objectParts(each)) }));
    return { drops, ifExists, concurrent, cascades: behavior === "DROP_CASCADE" };
  }
  if ("DropOwnedStmt" in node) return { cascades: node.DropOwnedStmt.behavior === "DROP_CASCADE" };
  if ("DropdbStmt" in node) {
    const name = { schema: undefined, name: node.DropdbStmt.dbname ?? "" };
    return { drops: [{ kind: "OBJECT_DATABASE", name }], ifExists: node.DropdbStmt.missing_ok === true };
  }
  if ("CreateStmt" in node) {
    const { relation, tableElts, if_not_exists: ifNotExists = false } = node.CreateStmt;
    const makes = [{ kind: "OBJECT_TABLE", name: rangeName(relation) }];
    return { makes, ifNotExists, constraints: saidBy(constraintsIn(tableElts)) };
  }
  if ("CreateTableAsStmt" in node) {
    const { into, objtype, if_not_exists: ifNotExists = false } = node.CreateTableAsStmt;
    return { makes: [{ kind: objtype ?? "OBJECT_TABLE", name: rangeName(into?.rel) }], ifNotExists };
  }
  if ("CreateSchemaStmt" in node) {
    const { schemaname, if_not_exists: ifNotExists = false } = node.CreateSchemaStmt;
    return { makes: [{ kind: "OBJECT_SCHEMA", name: { schema: undefined, name: schemaname ?? "" } }], ifNotExists };
  }
  if ("CreateSeqStmt" in node) return { ifNotExists: node.CreateSeqStmt.if_not_exists === true };
  if ("CreateExtensionStmt" in node) {
    const { options, if_not_exists: ifNotExists = false } = node.CreateExtensionStmt;
    return { ifNotExists, options: switchedOn(options) };
  }
  if ("CreateEnumStmt" in node) {
    return { makes: [{ kind: "OBJECT_TYPE", name: nameFrom(objectNames(node.CreateEnumStmt.typeName)) }] };
  }
  if ("CreateDomainStmt" in node) return { constraints: saidBy(constraintsIn(node.CreateDomainStmt.constraints)) };
  if ("AlterDomainStmt" in node) return { does: new Set(node.AlterDomainStmt.subtype === "V" ? ["validate"] : []) };
  if ("RefreshMatViewStmt" in node) return { concurrent: node.RefreshMatViewStmt.concurrent === true };
  if ("ReindexStmt" in node) {
    const { params, relation } = node.ReindexStmt;
    return {
      concurrent: switchedOn(params).has("concurrently"),
      ...(relation ? { about: rangeName(relation) } : {}),
    };
  }
  if ("ClusterStmt" in node) {
    const { relation } = node.ClusterStmt;
    return relation ? { about: rangeName(relation) } : {};
  }
  if ("VacuumStmt" in node) return { options: switchedOn(node.VacuumStmt.options) };
  if ("CreateRoleStmt" in node) return { options: switchedOn(node.CreateRoleStmt.options) };
  if ("AlterRoleStmt" in node) return { options: switchedOn(node.AlterRoleStmt.options) };
  if ("AlterSeqStmt" in node) {
    return { options: switchedOn(node.AlterSeqStmt.options), ifExists: node.AlterSeqStmt.missing_ok === true };
  }
  return {};
}

function altered(node: Extract<Node, { AlterTableStmt: unknown }>["AlterTableStmt"]): Partial<Summary> {
  const commands = (node.cmds ?? []).flatMap((each) => ("AlterTableCmd" in each ? [each.AlterTableCmd] : []));
  return {
    about: rangeName(node.relation),
    concurrent: commands.some(({ def }) => def && "PartitionCmd" in def && def.PartitionCmd.concurrent === true),
    ifExists: node.missing_ok === true,
    cascades: commands.some(
      ({ subtype, behavior }) => subtype?.startsWith("AT_Drop") === true && behavior === "DROP_CASCADE",
    ),
    does: new Set(commands.flatMap(deedOf)),
    constraints: saidBy(constraintsIn(commands.flatMap(({ def }) => def ?? []))),
  };
}

const deeds: Readonly<Record<string, Deed>> = {
  AT_ValidateConstraint: "validate",
  AT_AttachPartition: "attach",
  AT_DetachPartition: "detach",
  AT_SetNotNull: "set-not-null",
};

function deedOf({ subtype, def }: AlterTableCmd): Deed[] {
  if (def && "ATAlterConstraint" in def) {
    const { alterEnforceability: changes, is_enforced: enforced } = def.ATAlterConstraint;
    return changes ? [enforced ? "enforce" : "unenforce"] : [];
  }
  if (def && "ReplicaIdentityStmt" in def)
    return def.ReplicaIdentityStmt.identity_type === "f" ? ["full-replica-identity"] : [];
  const deed = deeds[subtype ?? ""];
  return deed ? [deed] : [];
}

/** The constraints of tables, of their columns, and of domains. */
function constraintsIn(nodes: readonly Node[] = []): Constraint[] {
  return nodes.flatMap((node) => {
    if ("Constraint" in node) return [node.Constraint];
    return "ColumnDef" in node ? constraintsIn(node.ColumnDef.constraints) : [];
  });
}

function saidBy(constraints: readonly Constraint[]): ReadonlySet<Said> {
  return new Set(
    constraints.flatMap(({ contype, is_enforced: enforced }): Said[] => {
      if (contype === "CONSTR_ATTR_NOT_ENFORCED") return ["not-enforced"];
      const unenforced: Said[] = enforced === true || !enforceable.has(contype ?? "") ? [] : ["not-enforced"];
      if (contype === "CONSTR_CHECK") return ["check", ...unenforced];
      if (contype === "CONSTR_FOREIGN") return ["foreign-key", ...unenforced];
      return contype === "CONSTR_NOTNULL" ? ["not-null"] : [];
    }),
  );
}

const enforceable: ReadonlySet<string> = new Set(["CONSTR_CHECK", "CONSTR_FOREIGN"]);

const objectNames = (nodes: readonly Node[] | undefined): string[] => (nodes ?? []).flatMap(objectParts);

/** The names of the options; `superuser` of NOSUPERUSER is switched off. */
function switchedOn(nodes: readonly Node[] | undefined): ReadonlySet<string> {
  const options = (nodes ?? []).flatMap((each) => ("DefElem" in each ? [each.DefElem] : []));
  return new Set(options.flatMap(({ defname, arg }) => (defname === undefined || isOff(arg) ? [] : [defname])));
}

function isOff(arg: DefElem["arg"]): boolean {
  if (!arg) return false;
  if ("Boolean" in arg) return arg.Boolean.boolval !== true;
  return "String" in arg && /^(?:off|false|no|0)$/i.test(arg.String.sval ?? "");
}
