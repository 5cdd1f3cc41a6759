import type { FuncCall, Node } from "@pgsql/types";
import { immutableFunctions, mixedFunctions, stableFunctions, volatileFunctions } from "./builtin-names.js";
import type { Catalog, Volatility } from "./catalog.js";
import { extensionFunctions } from "./extensions.js";
import { nameFrom, strings } from "./names.js";
import { findRoutines } from "./routines.js";
import { walk } from "./walk.js";

type Answer = Volatility | "unknown";

const order: readonly Answer[] = ["immutable", "stable", "unknown", "volatile"];

/** The worse of two: volatile before unknown before stable before immutable. */
function worse(a: Answer, b: Answer): Answer {
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}

/** How volatile an expression is: as its most volatile function. "unknown" where a function is not known. */
export function volatilityOf(catalog: Catalog, node: Node): Answer {
  let answer: Answer = "immutable";
  walk({ node }, (kind, fields) => {
    if (kind === "FuncCall") answer = worse(answer, callVolatility(catalog, fields as FuncCall));
    // CURRENT_DATE and its kind are stable; a sub-select reads tables, which is stable at best.
    if (kind === "SQLValueFunction" || kind === "SubLink") answer = worse(answer, "stable");
    if (kind === "TypeCast") answer = worse(answer, castVolatility(fields as CastFields));
  });
  return answer;
}

interface CastFields {
  readonly arg?: Node;
  readonly typeName?: { readonly names?: Node[] };
}

/** Casts of constants are done while parsing; of other things, time zones and regclass make the cast stable. */
function castVolatility(cast: CastFields): Answer {
  if (!cast.arg || "A_Const" in cast.arg) return "immutable";
  const type = strings(cast.typeName?.names).at(-1) ?? "";
  if (!("SQLValueFunction" in cast.arg) && !("FuncCall" in cast.arg)) return "immutable";
  return type.startsWith("reg") ? "stable" : "immutable";
}

function callVolatility(catalog: Catalog, call: FuncCall): Answer {
  const name = nameFrom(strings(call.funcname));
  if (name.schema === undefined || name.schema === "pg_catalog") {
    const known = builtinVolatility(name.name, call);
    if (known) return known;
  }
  const routines = findRoutines(catalog, name).filter(
    (routine) => (call.args?.length ?? 0) <= routine.arguments.length,
  );
  if (routines.length > 0) return routines.map((routine): Answer => routine.volatility).reduce(worse);
  return extensionFunctions[name.name] ?? "unknown";
}

function builtinVolatility(name: string, call: FuncCall): Answer | undefined {
  if (volatileFunctions.has(name)) return "volatile";
  if (stableFunctions.has(name)) return "stable";
  if (immutableFunctions.has(name)) return "immutable";
  return mixedFunctions.has(name) ? mixedVolatility(name, call) : undefined;
}

/** Text search without a configuration and dates with a time zone are stable, the other variants immutable. */
function mixedVolatility(name: string, call: FuncCall): Answer {
  const count = call.args?.length ?? 0;
  if (/tsvector$|tsquery$|^ts_headline$/.test(name)) return count >= 2 ? "immutable" : "stable";
  if (/^(length|quote_literal|quote_nullable|timezone|numeric|generate_series|overlaps)$/.test(name))
    return "immutable";
  if (name === "to_timestamp") return count === 1 ? "immutable" : "stable";
  const zoned = (call.args ?? []).some((argument) =>
    JSON.stringify(argument).match(/timestamptz|"now"|CURRENT_TIMESTAMP/),
  );
  return zoned ? "stable" : "immutable";
}
