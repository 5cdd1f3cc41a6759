import type { Node } from "@pgsql/types";
import { apply } from "../catalog/apply.js";
import { schemaElements } from "../catalog/apply-schema.js";
import type { Catalog } from "../catalog/catalog.js";
import type { NodeKind, Statement } from "../sql/statement.js";
import { tableFacts } from "./create-table.js";
import { FactsDraft } from "./facts-draft.js";
import type { FactsInput, Place } from "./family.js";
import { viewFacts } from "./views.js";

/** What the elements of CREATE SCHEMA take of the relations that are there, each after those before it were made. */
export function elementFacts(draft: FactsDraft, input: FactsInput<"CreateSchemaStmt">, schema: string): void {
  const { node, statement, before } = input;
  const { schemaElts: _, ...bare } = node;
  const made = apply(before, as(statement, { CreateSchemaStmt: bare }));
  const { session } = made;
  let catalog: Catalog = { ...made, session: { ...session, searchPath: [schema, ...session.searchPath] } };
  for (const element of schemaElements(node)) {
    const scope = new FactsDraft(catalog);
    const place: Place = { ...input, before: catalog };
    if ("CreateStmt" in element) tableFacts(scope, place, element.CreateStmt);
    if ("ViewStmt" in element) viewFacts(scope, place, element.ViewStmt);
    const facts = scope.facts();
    if (facts.error) return draft.refuse(facts.error.sqlstate, facts.error.message, facts.error.span);
    const existed = ({ relation }: { readonly relation: string }): boolean => before.relationNames.has(relation);
    draft.include({ ...facts, locks: facts.locks.filter(existed), scans: facts.scans.filter(existed) });
    catalog = apply(catalog, as(statement, element));
  }
}

/** The statement as if it were one of its parts. */
function as(statement: Statement, node: Node): Statement {
  return { ...statement, node, kind: Object.keys(node)[0] as NodeKind };
}
