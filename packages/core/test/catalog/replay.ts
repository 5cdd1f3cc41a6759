import { emptyCatalog } from "../../src/catalog/apply.js";
import type { Catalog, Relation } from "../../src/catalog/catalog.js";
import { findRelation } from "../../src/catalog/lookup.js";
import { carriedOut, execute } from "../../src/facts/execute.js";
import { noTransaction } from "../../src/facts/transaction.js";
import { loadParser, parseStatements } from "../../src/sql/parse.js";
import type { PostgresMajor } from "../../src/sql/statement.js";

await loadParser();

/** The catalog after a history, which began empty unless `onto` is given. */
export function replay(
  sql: string,
  options: { readonly postgres?: PostgresMajor; readonly complete?: boolean; readonly onto?: Catalog } = {},
): Catalog {
  const postgres = options.postgres ?? 18;
  let catalog = options.onto ?? emptyCatalog({ postgres, complete: options.complete ?? true });
  for (const statement of parseStatements(sql, { postgres }).statements) catalog = carriedOut(catalog, statement);
  return catalog;
}

/** The SQLSTATE with which the last statement of a text is refused after those before it, or undefined. */
export function refusal(
  sql: string,
  options: { readonly postgres?: PostgresMajor; readonly complete?: boolean } = {},
): string | undefined {
  const postgres = options.postgres ?? 18;
  const { statements } = parseStatements(sql, { postgres });
  let catalog = emptyCatalog({ postgres, complete: options.complete ?? true });
  for (const statement of statements.slice(0, -1)) catalog = carriedOut(catalog, statement);
  return execute(statements.at(-1)!, catalog, noTransaction).facts.error?.sqlstate;
}

/** A relation that must be there. */
export function relation(catalog: Catalog, name: string): Relation {
  const [schema, local] = name.includes(".") ? name.split(".") : [undefined, name];
  const found = findRelation(catalog, { schema, name: local ?? "" });
  if (!found) throw new Error(`no relation ${name}`);
  return found;
}
