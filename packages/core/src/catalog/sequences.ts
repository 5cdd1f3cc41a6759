import type { Node } from "@pgsql/types";
import type { Oid, Relation, SequenceShape } from "./catalog.js";
import { recordedDependents } from "./address.js";
import { defaultAddress, patchColumn } from "./columns.js";
import { Refused, type Draft } from "./draft.js";
import { expressionOf } from "./expression.js";
import { freeRelationName } from "./generated-names.js";
import { nameFrom, strings } from "./names.js";
import { newRelation } from "./relations.js";
import { resolveType } from "./type-names.js";

const limits: Readonly<Record<string, readonly [string, string]>> = {
  int2: ["-32768", "32767"],
  int4: ["-2147483648", "2147483647"],
  int8: ["-9223372036854775808", "9223372036854775807"],
};

/** The text of a number in a sequence's options. */
function numberOf(node: Node | undefined): string | undefined {
  if (!node) return undefined;
  if ("Integer" in node) return String(node.Integer.ival ?? 0);
  if ("Float" in node) return node.Float.fval;
  return undefined;
}

interface Options {
  readonly [name: string]: Node | undefined;
}

function optionsOf(nodes: readonly Node[] | undefined): Options {
  const options: Record<string, Node | undefined> = {};
  for (const node of nodes ?? []) if ("DefElem" in node) options[node.DefElem.defname ?? ""] = node.DefElem.arg;
  return options;
}

/** A sequence's shape from its options, over what it was before (ALTER SEQUENCE) or the defaults (init_params). */
export function sequenceShape(
  draft: Draft,
  nodes: readonly Node[] | undefined,
  type: string,
  before?: SequenceShape,
): SequenceShape {
  const options = optionsOf(nodes);
  const as = options["as"];
  const name =
    as && "TypeName" in as
      ? resolveType(draft.catalog, as.TypeName).name.replace("pg_catalog.", "")
      : (before?.type ?? type);
  const [lowest, highest] = limits[name] ?? limits["int8"]!;
  const retyped = before !== undefined && before.type !== name;
  const oldLimits = limits[before?.type ?? ""];
  const increment = numberOf(options["increment"]) ?? before?.increment ?? "1";
  const down = increment.startsWith("-");
  // The bounds of the old type become those of the new one, whichever way it counts.
  const oldMax = retyped && before.max === oldLimits?.[1] ? highest : before?.max;
  const oldMin = retyped && before.min === oldLimits?.[0] ? lowest : before?.min;
  const kept = (name: string, value: string | undefined): string | undefined => (name in options ? undefined : value);
  const max = numberOf(options["maxvalue"]) ?? kept("maxvalue", oldMax) ?? (down ? "-1" : highest);
  const min = numberOf(options["minvalue"]) ?? kept("minvalue", oldMin) ?? (down ? lowest : "1");
  const cycle = options["cycle"];
  const start = numberOf(options["start"]) ?? before?.start ?? (down ? max : min);
  refuseImpossible({ increment, min, max, start });
  return {
    type: name,
    increment,
    min,
    max,
    start,
    cycle: cycle ? "Boolean" in cycle && cycle.Boolean.boolval === true : (before?.cycle ?? false),
    cache: numberOf(options["cache"]) ?? before?.cache ?? "1",
    ...(before?.ownedBy && { ownedBy: before.ownedBy }),
  };
}

function refuseImpossible(shape: Pick<SequenceShape, "increment" | "min" | "max" | "start">): void {
  const [min, max, start] = [BigInt(shape.min), BigInt(shape.max), BigInt(shape.start)];
  if (shape.increment === "0") throw new Refused("22023", "INCREMENT must not be zero");
  if (min >= max) throw new Refused("22023", `MINVALUE (${min}) must be less than MAXVALUE (${max})`);
  if (start < min) throw new Refused("22023", `START value (${start}) cannot be less than MINVALUE (${min})`);
  if (start > max) throw new Refused("22023", `START value (${start}) cannot be greater than MAXVALUE (${max})`);
}

/** The name that an identity column's options give its sequence (`SEQUENCE NAME s`, as pg_dump writes it). */
function optionName(nodes: readonly Node[] | undefined): { schema?: string | undefined; name: string } | undefined {
  const value = optionsOf(nodes)["sequence_name"];
  return value && "List" in value ? nameFrom(strings(value.List.items)) : undefined;
}

/** The column named by OWNED BY; "none" for OWNED BY NONE; undefined where the options say nothing. */
export function ownedByOption(
  draft: Draft,
  nodes: readonly Node[] | undefined,
): { table: Relation; column: number } | "none" | undefined {
  const value = optionsOf(nodes)["owned_by"];
  if (!value || !("List" in value)) return undefined;
  const parts = strings(value.List.items);
  if (parts.length === 1) return "none";
  const table = draft.named(nameFrom(parts.slice(0, -1)));
  const column = table.columns.find((each) => each.name === parts.at(-1));
  if (!column) throw new Refused("42703", `column "${parts.at(-1)}" does not exist`);
  return { table, column: column.number };
}

/** Makes a column the owner of a sequence, or nobody. */
export function setOwner(
  draft: Draft,
  sequence: Oid,
  owner: { table: Oid; column: number; identity: boolean } | undefined,
): void {
  const relation = draft.relation(sequence);
  const shape: { -readonly [Key in keyof SequenceShape]: SequenceShape[Key] } = { ...relation.sequence! };
  delete shape.ownedBy;
  if (owner) shape.ownedBy = owner;
  draft.patch(sequence, { sequence: shape });
  const address = { class: "relation", oid: sequence } as const;
  draft.independ(address);
  if (owner)
    draft.depend(
      address,
      { class: "relation", oid: owner.table, column: owner.column },
      owner.identity ? "internal" : "auto",
    );
}

/** The identity sequence of a column. */
export function ownedSequence(draft: Draft, table: Oid, column: number): Oid | undefined {
  return recordedDependents(draft.catalog, { class: "relation", oid: table, column })
    .map((each) => each.dependent.oid)
    .find((oid) => draft.catalog.relations.get(oid)?.sequence?.ownedBy?.identity);
}

/** The sequence of a serial or identity column, owned by it; for serial ones also the column's default. */
export function addColumnSequence(
  draft: Draft,
  table: Oid,
  number: number,
  of: {
    readonly type: string;
    readonly identity: boolean;
    readonly options?: readonly Node[] | undefined;
    readonly like?: SequenceShape | undefined;
  },
): void {
  const relation = draft.relation(table);
  const column = relation.columns.find((each) => each.number === number)!;
  const given = optionName(of.options);
  const name =
    given?.name ??
    freeRelationName(draft.catalog, relation.schema, {
      table: relation.name,
      column: column.name,
      label: "seq",
      constraint: false,
    });
  const sequence = draft.add({
    ...newRelation(draft, given?.schema ?? relation.schema, name, "sequence"),
    persistence: relation.persistence,
    sequence: of.like ?? sequenceShape(draft, of.options, of.type),
  });
  setOwner(draft, sequence.oid, { table, column: number, identity: of.identity });
  if (of.identity) return;
  patchColumn(draft, table, number, { default: expressionOf(draft.catalog, nextval(sequence)) });
  draft.depend(defaultAddress(table, number), { class: "relation", oid: sequence.oid }, "normal");
}

/** nextval('schema.sequence'::regclass) as the parser would give it. */
function nextval(sequence: Relation): Node {
  const quoted = [sequence.schema, sequence.name].map((part) =>
    /^[a-z_][a-z0-9_$]*$/.test(part) ? part : `"${part}"`,
  );
  const text: Node = { A_Const: { sval: { sval: quoted.join(".") } } };
  const regclass = { names: [{ String: { sval: "regclass" } }], typemod: -1 };
  return {
    FuncCall: { funcname: [{ String: { sval: "nextval" } }], args: [{ TypeCast: { arg: text, typeName: regclass } }] },
  };
}
