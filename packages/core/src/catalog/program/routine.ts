import type { Node } from "@pgsql/types";
import type { Catalog, Routine } from "../catalog.js";
import { asType } from "./types.js";
import { evaluate, type Scope, type Value } from "./value.js";

/** A CREATE FUNCTION that the PL/pgSQL parser takes, so that it knows the names of the arguments. */
export function definitionOf(routine: Routine, body: string): string {
  const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
  const args = routine.argumentNames.flatMap((name) => (name === "" ? [] : [`${quote(name)} text`]));
  const returns = routine.returns?.name.endsWith(".trigger")
    ? "trigger"
    : routine.returnsSet
      ? "SETOF record"
      : "record";
  const head =
    routine.kind === "procedure"
      ? `PROCEDURE f(${args.join(", ")})`
      : `FUNCTION f(${args.join(", ")}) RETURNS ${returns}`;
  return `CREATE ${head} LANGUAGE plpgsql AS $release_gate$${body}$release_gate$`;
}

/** The arguments of a call whose values show, by their names and as "$1". */
export function givenTo(routine: Routine, args: readonly Node[], catalog: Catalog): Scope {
  const given = new Map<string, Value>();
  args.forEach((node, at) => {
    const named = "NamedArgExpr" in node ? node.NamedArgExpr : undefined;
    const place = named ? routine.argumentNames.indexOf(named.name ?? "") : at;
    const name = routine.argumentNames[place] ?? "";
    const type = routine.arguments[place];
    const written = evaluate(named ? named.arg : node, { scope: new Map(), catalog });
    const value = type && !type.array ? asType(type.name, written, catalog) : undefined;
    if (value === undefined) return;
    if (name !== "") given.set(name, value);
    given.set(`$${place + 1}`, value);
  });
  return given;
}
