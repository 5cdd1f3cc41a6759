import type { Node } from "@pgsql/types";
import { tryApply } from "../catalog/apply.js";
import type { Catalog } from "../catalog/catalog.js";
import { constantText, type Bindings } from "../catalog/constant-text.js";
import { parseStatements } from "../sql/parse.js";
import type { Statement } from "../sql/statement.js";
import { msg } from "../text/message.js";
import { FactsDraft } from "./facts-draft.js";
import { factsOf } from "./facts-of.js";
import type { Facts } from "./facts.js";
import type { Place } from "./family.js";
import { catches, type Fields, fieldsOf, listOf, textOf } from "./program-shape.js";
import { holds } from "./program-conditions.js";
import { isNothing, namedBefore } from "./program-facts.js";

/**
 * How a statement of a body comes to run: in any case, only for each row of something, as a condition says for each row of
 * something, or as a condition says.
 */
type Path = "always" | "rows" | "some-rows" | "maybe";

/** Changes of rows and queries, whose locks a row brings or does not. */
const onRowsOnly = /^(?:Select|Insert|Update|Delete|Merge)Stmt$/;

/** What the statements do is known; which of them run, only the server can tell. Facts then have those of all. */
export const conditional = msg`A condition decides whether parts of the body run.`;

/** Runs a PL/pgSQL body in thought: its static SQL in order, on a catalog that changes on the way. */
export class ProgramRun {
  readonly #place: Place;
  readonly #placed: ReadonlyMap<string, Statement>;
  readonly #bindings: Bindings;
  #catalog: Catalog;
  #draft: FactsDraft;
  /** A RETURN was reached on the way that is certain. */
  #returned = false;

  /** `placed`: the body's statements by their text, for their places in the source; `bindings`: known arguments. */
  constructor(place: Place, placed: readonly Statement[], bindings: Bindings) {
    this.#bindings = bindings;
    this.#place = place;
    this.#placed = new Map(placed.map((each) => [each.text.trim(), each]));
    this.#catalog = place.before;
    this.#draft = new FactsDraft(place.before);
  }

  facts(): Facts {
    return this.#draft.facts();
  }

  run(statements: unknown, path: Path): void {
    let now = path;
    for (const each of listOf(statements)) {
      for (const [kind, inner] of Object.entries(fieldsOf(each))) {
        if (this.#draft.error || this.#returned) return;
        this.#step(kind, fieldsOf(inner), now);
        // What follows a way out that is not certain runs at times only.
        if (now === "always" && mayLeave(kind, inner)) now = "rows";
      }
    }
  }

  #step(kind: string, fields: Fields, path: Path): void {
    switch (kind) {
      case "PLpgSQL_stmt_block":
        return this.#block(fields, path);
      case "PLpgSQL_stmt_if":
        return this.#branch(fields, path);
      case "PLpgSQL_stmt_execsql":
        return this.#sql(textOf(fields.sqlstmt), path);
      case "PLpgSQL_stmt_perform":
      case "PLpgSQL_stmt_call":
        return this.#sql(textOf(fields.expr), path);
      case "PLpgSQL_stmt_return_query":
      case "PLpgSQL_stmt_open":
        if (fields.dynquery) this.#execute(textOf(fields.dynquery), path);
        return this.#sql(textOf(fields.query), path);
      case "PLpgSQL_stmt_dynexecute":
        return this.#execute(textOf(fields.query), path);
      case "PLpgSQL_stmt_fors":
        this.#sql(textOf(fields.query), path);
        return this.run(fields.body, path === "always" ? "rows" : path);
      case "PLpgSQL_stmt_dynfors":
        this.#execute(textOf(fields.query), path);
        return this.run(fields.body, "maybe");
      case "PLpgSQL_stmt_loop":
        return this.run(fields.body, path);
      case "PLpgSQL_stmt_while":
      case "PLpgSQL_stmt_fori":
      case "PLpgSQL_stmt_foreach_a":
      case "PLpgSQL_stmt_forc":
        return this.#loop(fields, path);
      case "PLpgSQL_stmt_case":
        return this.#cases(fields);
      case "PLpgSQL_stmt_return":
        this.#expression(textOf(fields.expr), path);
        if (path === "always") this.#returned = true;
        return;
      case "PLpgSQL_stmt_assign":
        return this.#expression(textOf(fields.expr)?.replace(/^[^:=]*:?=/, ""), path);
      default:
        return this.#expression(textOf(fields.expr), path);
    }
  }

  #loop(fields: Fields, path: Path): void {
    for (const each of [fields.cond, fields.lower, fields.upper, fields.expr]) this.#expression(textOf(each), path);
    this.run(fields.body, "maybe");
  }

  #cases(fields: Fields): void {
    this.#expression(textOf(fields.t_expr), "maybe");
    for (const each of listOf(fields.case_when_list))
      this.run(fieldsOf(fieldsOf(each).PLpgSQL_case_when).stmts, "maybe");
    this.run(fields.else_stmts, "maybe");
  }

  /** A block whose EXCEPTION part catches the error that is predicted: what was done is undone, locks included. */
  #block(fields: Fields, path: Path): void {
    if (!fields.exceptions) return this.run(fields.body, path);
    const [outer, catalog] = [this.#draft, this.#catalog];
    this.#draft = new FactsDraft(this.#place.before);
    this.run(fields.body, path);
    const inner = this.#draft;
    this.#draft = outer;
    if (!inner.error) return outer.include(inner.facts());
    this.#catalog = catalog;
    const handler = catches(fields.exceptions, inner.error.sqlstate);
    if (handler === undefined) return outer.refuse(inner.error.sqlstate, inner.error.message, inner.error.span);
    this.run(handler, path);
  }

  /** IF: a condition about the catalog is answered from the catalog; any other leaves both ways open. */
  #branch(fields: Fields, path: Path): void {
    const ways: [string | undefined, unknown][] = [[textOf(fields.cond), fields.then_body]];
    for (const each of listOf(fields.elsif_list)) {
      const way = fieldsOf(fieldsOf(each).PLpgSQL_if_elsif);
      ways.push([textOf(way.cond), way.stmts]);
    }
    const perhaps = path === "rows" || path === "some-rows" ? "some-rows" : "maybe";
    let open = false;
    for (const [condition, body] of ways) {
      this.#expression(condition, open ? perhaps : path);
      const answer = holds(this.#catalog, condition);
      if (answer === false) continue;
      this.run(body, answer === undefined || open ? perhaps : path);
      if (answer === true) return;
      open = true;
    }
    this.run(fields.else_body, open ? perhaps : path);
  }

  #execute(text: string | undefined, path: Path): void {
    if (text === undefined) return;
    const literal = literalOf(text, this.#place.postgres, this.#bindings);
    if (literal !== undefined) return this.#sql(literal, path);
    this.#draft.depends(msg`The SQL of an EXECUTE is known only when it runs.`);
  }

  #expression(text: string | undefined, path: Path): void {
    if (text === undefined || !/\(/.test(text)) return;
    this.#sql(`SELECT ${text}`, path);
  }

  #sql(text: string | undefined, path: Path): void {
    if (text === undefined) return;
    for (const parsed of parseStatements(text, { postgres: this.#place.postgres }).statements) {
      if (parsed.error || !parsed.node) continue;
      this.#statement(this.#located(parsed), path);
    }
  }

  #located(parsed: Statement): Statement {
    const { span } = this.#place.statement;
    return this.#placed.get(parsed.text.trim()) ?? { ...parsed, span, at: () => span.start };
  }

  #statement(statement: Statement, path: Path): void {
    const facts = factsOf(statement, this.#catalog, { ...this.#place.transaction, open: true });
    if (path === "maybe" || path === "some-rows") {
      // Where it would fail, the path is not taken.
      if (facts.error || isNothing(facts)) return;
      if (path === "maybe" || !onRowsOnly.test(statement.kind)) this.#draft.depends(conditional);
    } else if (facts.error) {
      if (path === "rows") return this.#draft.depends(conditional);
      return this.#draft.refuse(facts.error.sqlstate, facts.error.message, facts.error.span);
    }
    this.#draft.include(namedBefore(facts, this.#place.before, this.#catalog), path !== "always");
    this.#catalog = tryApply(this.#catalog, statement).catalog;
  }
}

/** Whether a statement may leave the block or loop that it is in. */
function mayLeave(kind: string, inner: unknown): boolean {
  if (kind === "PLpgSQL_stmt_exit") return true;
  return kind === "PLpgSQL_stmt_if" && /"PLpgSQL_stmt_(?:exit|return)"/.test(JSON.stringify(inner));
}

/** The text that an EXECUTE runs, where it follows from constants and known arguments. */
function literalOf(expression: string, postgres: Place["postgres"], bindings: Bindings): string | undefined {
  const node: Node | undefined = parseStatements(`SELECT ${expression}`, { postgres }).statements[0]?.node;
  const target = node && "SelectStmt" in node ? node.SelectStmt.targetList?.[0] : undefined;
  const value = target && "ResTarget" in target ? target.ResTarget.val : undefined;
  return constantText(value, bindings);
}
