import type { TypeName } from "@pgsql/types";
import { quoteIdentifier } from "../../sql/names.js";
import type { Catalog } from "../catalog.js";
import { splitIdentifier } from "../expression.js";
import { findRelation } from "../lookup.js";
import { nameFrom, strings } from "../names.js";
import type { Value } from "./value.js";

/** Types whose values are the text that they were written as. */
const texts = /^(?:text|varchar|bpchar|name|char|unknown|json)$/;
const numbers = /^(?:int2|int4|int8|int|integer|bigint|smallint)$/;
const trues = /^(?:t|true|y|yes|on|1)$/i;
const falses = /^(?:f|false|n|no|off|0)$/i;

/**
 * A value as one of a type: of a type by its name, or as a cast names it. Undefined for types whose values the server writes
 * in its own way (dates, numeric, ...) and for names of relations that are not known; `missing` stands for those of to_regclass.
 */
export function asType(
  type: TypeName | string | undefined,
  value: Value,
  catalog: Catalog | undefined,
  missing?: null,
): Value {
  if (value === undefined || value === null) return value;
  if (typeof type !== "string" && (type?.arrayBounds || type?.typmods)) return undefined;
  const name = (typeof type === "string" ? type : (strings(type?.names).at(-1) ?? "")).replace(/^pg_catalog\./, "");
  if (texts.test(name) || name === "character varying") return value;
  if (numbers.test(name)) return /^\s*[+-]?\d{1,15}\s*$/.test(value) ? String(Number(value)) : undefined;
  if (name === "bool" || name === "boolean") return trues.test(value) ? "t" : falses.test(value) ? "f" : undefined;
  if (name !== "regclass" || !catalog) return undefined;
  const relation = findRelation(catalog, nameFrom(splitIdentifier(value)));
  if (!relation) return missing !== undefined || catalog.complete ? missing : value;
  const visible = findRelation(catalog, { name: relation.name }) === relation;
  return visible
    ? quoteIdentifier(relation.name)
    : `${quoteIdentifier(relation.schema)}.${quoteIdentifier(relation.name)}`;
}
