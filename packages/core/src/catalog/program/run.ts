import { parseStatements } from "../../sql/parse.js";
import { standingElsewhere, type Statement, type SyntaxError } from "../../sql/statement.js";
import type { Span } from "../../text/span.js";
import type { Catalog } from "../catalog.js";
import { withValues } from "./constants.js";
import type { Effects, Failure, Path, Program } from "./effects.js";
import { expressionNode } from "./expressions.js";
import { catches, fieldsOf, handlersOf, listOf, textOf, variableOf, type Fields } from "./shape.js";
import { rowsOf, turnsOf, valuesOf } from "./known.js";
import { sketch } from "./sketch.js";
import { elementsOf, evaluate, truth, type Sight, type Value } from "./value.js";
import { Variables } from "./variables.js";

/** ERROR among the levels of RAISE (elog.h). */
const errorLevel = 21;

/** Turns of a loop, and steps in all, that are followed. */
const mostTurns = 512;
const mostSteps = 20_000;

/**
 * Runs a PL/pgSQL body in thought: its SQL in order, on a catalog that changes on the way. Variables are followed as far as
 * their values show; where they decide, only the way that is taken is gone, else all ways, and that is said by the path.
 */
export class ProgramRun<Text> {
  readonly #effects: Effects<Text>;
  readonly #within: Statement;
  readonly #placed: ReadonlyMap<string, Statement>;
  readonly #executes: ReadonlyMap<string, Span>;
  readonly #actions: readonly unknown[];
  readonly #variables: Variables;
  #catalog: Catalog;
  #failure: Failure<Text> | undefined;
  #left = mostSteps;
  /** A RETURN was reached on the way that is certain; on another one; an EXIT or CONTINUE of the present loop was. */
  #returned = false;
  #mayHaveReturned = false;
  #mayHaveLeft = false;
  /** The way to the statement that runs: "if", "loop", "handler". */
  #via: readonly string[] = [];

  constructor(program: Program, effects: Effects<Text>) {
    this.#effects = effects;
    this.#within = program.within;
    this.#placed = new Map(program.placed.map((each) => [each.text.trim(), each]));
    this.#executes = new Map((program.dynamic ?? []).map(({ expression, span }) => [expression.trim(), span]));
    this.#catalog = program.catalog;
    const functions = listOf(fieldsOf(program.json).plpgsql_funcs).map((each) => fieldsOf(each).PLpgSQL_function);
    this.#actions = functions.map((each) => fieldsOf(each).action);
    this.#variables = new Variables(fieldsOf(functions[0]).datums, program.given);
  }

  /** Runs all of it; gives the catalog afterwards, or why it fails whatever happens. */
  run(): { readonly catalog: Catalog; readonly failure?: Failure<Text> } {
    this.#variables.declare((scope) => ({ scope, catalog: this.#catalog }));
    this.#statements(this.#actions, "always");
    return { catalog: this.#catalog, ...(this.#failure ? { failure: this.#failure } : {}) };
  }

  #statements(statements: unknown, path: Path): void {
    for (const each of listOf(statements)) {
      for (const [kind, inner] of Object.entries(fieldsOf(each))) {
        if (this.#failure || this.#returned) return;
        if (this.#left-- <= 0) return this.#giveUp(path);
        // What follows a way out that is not certain runs at times only.
        const certain = path !== "always" || !(this.#mayHaveReturned || this.#mayHaveLeft);
        this.#step(kind, fieldsOf(inner), certain ? path : "rows");
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
        this.#sql(textOf(fields.sqlstmt), path);
        return fields.into ? this.#into(fields.target, textOf(fields.sqlstmt)) : undefined;
      case "PLpgSQL_stmt_perform":
      case "PLpgSQL_stmt_call":
        return this.#sql(textOf(fields.expr), path);
      case "PLpgSQL_stmt_return_query":
      case "PLpgSQL_stmt_open":
        this.#sql(this.#variables.cursorQuery(fields.curvar), path);
        if (fields.dynquery) this.#execute(textOf(fields.dynquery), path);
        return this.#sql(textOf(fields.query), path);
      case "PLpgSQL_stmt_dynexecute":
        this.#execute(textOf(fields.query), path);
        return fields.into ? this.#into(fields.target, undefined) : undefined;
      case "PLpgSQL_stmt_fors":
        return this.#rows(fields, path);
      case "PLpgSQL_stmt_dynfors":
        this.#execute(textOf(fields.query), path);
        return this.#turns(fields, "maybe");
      case "PLpgSQL_stmt_loop":
        return this.#turns(fields, path);
      case "PLpgSQL_stmt_fori":
        return this.#count(fields, path);
      case "PLpgSQL_stmt_foreach_a":
        return this.#each(fields, path);
      case "PLpgSQL_stmt_while":
        return this.#while(fields, path);
      case "PLpgSQL_stmt_forc":
        this.#sql(this.#variables.cursorQuery(fields.curvar), path);
        return this.#turns(fields, path === "always" ? "rows" : path);
      case "PLpgSQL_stmt_case":
        return this.#cases(fields);
      case "PLpgSQL_stmt_return":
        this.#expression(textOf(fields.expr), path);
        if (path === "always") this.#returned = true;
        else this.#mayHaveReturned = true;
        return;
      case "PLpgSQL_stmt_exit":
        this.#expression(textOf(fields.cond), path);
        if (truth(this.#value(textOf(fields.cond))) !== false) this.#mayHaveLeft = true;
        return;
      case "PLpgSQL_stmt_raise":
        return this.#raise(fields, path);
      case "PLpgSQL_stmt_assign":
        return this.#assign(fields, path);
      default:
        this.#expression(textOf(fields.expr), path);
        return this.#variables.forget(fields);
    }
  }

  /** A body that does more than anybody looks at: what comes is not known. */
  #giveUp(path: Path): void {
    this.#effects.unknown([], this.#catalog, path);
    this.#returned = true;
  }

  /** A loop of which nobody knows how often it turns: what it assigns is not known in it, nor afterwards. */
  #turns(fields: Fields, path: Path): void {
    this.#variables.forget(fields);
    this.#loop(() => this.#statements(fields.body, path));
    this.#variables.forget(fields);
  }

  /** EXIT and CONTINUE inside of a loop end with it. */
  #loop(run: () => void): void {
    const before = this.#mayHaveLeft;
    this.#by("loop", run);
    this.#mayHaveLeft = before;
  }

  #by(way: string, run: () => void): void {
    const before = this.#via;
    this.#via = [...before, way];
    run();
    this.#via = before;
  }

  /** FOR r IN SELECT ...: turn by turn where the rows are those of system catalogs that the catalog knows. */
  #rows(fields: Fields, path: Path): void {
    const text = textOf(fields.query);
    this.#sql(text, path);
    const rows = text === undefined ? undefined : rowsOf(text, this.#sight);
    const { refname } = fieldsOf(fieldsOf(fields.var).PLpgSQL_rec);
    if (!rows || rows.length > mostTurns || typeof refname !== "string")
      return this.#turns(fields, path === "always" ? "rows" : path);
    this.#loop(() => {
      for (const row of rows) {
        if (this.#failure || this.#returned) return;
        this.#variables.setRecord(refname, row);
        this.#statements(fields.body, path);
        if (this.#mayHaveLeft) this.#variables.forget(fields.body);
      }
    });
    this.#variables.setRecord(refname, new Map());
  }

  /** WHILE: turn by turn as long as its condition is known to hold. */
  #while(fields: Fields, path: Path): void {
    const text = textOf(fields.cond);
    this.#expression(text, path);
    this.#loop(() => {
      for (let turn = 0; turn < mostTurns && !this.#failure && !this.#returned; turn++) {
        const goesOn = this.#mayHaveLeft ? undefined : truth(this.#value(text));
        if (goesOn === false) return;
        if (goesOn === undefined) return this.#turns(fields, "maybe");
        this.#statements(fields.body, path);
      }
      if (!this.#failure && !this.#returned) this.#turns(fields, "maybe");
    });
  }

  /** FOR i IN a..b: turn by turn where the bounds are known. */
  #count(fields: Fields, path: Path): void {
    for (const each of [fields.lower, fields.upper]) this.#expression(textOf(each), path);
    const name = variableOf(fields.var);
    const values = turnsOf(fields, mostTurns, (text) => this.#value(text));
    if (values === undefined || name === undefined) return this.#turns(fields, "maybe");
    this.#unrolled(fields.body, name, values, path);
  }

  /** FOREACH x IN ARRAY ...: turn by turn where its elements are known. */
  #each(fields: Fields, path: Path): void {
    this.#expression(textOf(fields.expr), path);
    const text = textOf(fields.expr);
    const values = text === undefined ? undefined : elementsOf(expressionNode(text), this.#sight);
    const name = fields.slice ? undefined : this.#variables.nameOf(fields.varno);
    if (values === undefined || name === undefined || values.length > mostTurns) return this.#turns(fields, "maybe");
    this.#unrolled(fields.body, name, values, path);
    this.#variables.set(name, undefined);
  }

  #unrolled(body: unknown, name: string, values: readonly Value[], path: Path): void {
    this.#loop(() => {
      for (const value of values) {
        if (this.#failure || this.#returned) return;
        this.#variables.within(name, value, () => this.#statements(body, path));
        if (this.#mayHaveLeft) this.#variables.forget(body);
      }
    });
  }

  #cases(fields: Fields): void {
    this.#expression(textOf(fields.t_expr), "maybe");
    for (const each of listOf(fields.case_when_list)) {
      const { stmts } = fieldsOf(fieldsOf(each).PLpgSQL_case_when);
      this.#by("if", () => this.#variables.perhaps(() => this.#statements(stmts, "maybe")));
    }
    this.#by("if", () => this.#variables.perhaps(() => this.#statements(fields.else_stmts, "maybe")));
  }

  /** RAISE EXCEPTION ends what runs it; with a code of its own, which is not looked at, nobody can tell who catches it. */
  #raise(fields: Fields, path: Path): void {
    for (const each of listOf(fields.params)) this.#expression(textOf(each), path);
    if (Number(fields.elog_level) < errorLevel || path !== "always") return;
    if (fields.condname !== undefined || fields.options !== undefined)
      return this.#effects.unknown([], this.#catalog, path);
    const message = this.#effects.raised(typeof fields.message === "string" ? fields.message : "");
    this.#failure = { sqlstate: "P0001", message, span: this.#within.shownAt ?? this.#within.span };
  }

  /** A block whose EXCEPTION part catches the error that is predicted: what was done is undone, locks included. */
  #block(fields: Fields, path: Path): void {
    if (!fields.exceptions) return this.#statements(fields.body, path);
    const catalog = this.#catalog;
    this.#effects.begin();
    this.#statements(fields.body, path);
    const failure = this.#failure;
    this.#effects.end(!failure);
    if (!failure) return this.#mayBeCaught(fields.exceptions, path);
    const handler = catches(fields.exceptions, failure.sqlstate);
    if (handler === undefined) return;
    this.#catalog = catalog;
    this.#failure = undefined;
    this.#variables.forget(fields.body);
    this.#by("handler", () => this.#statements(handler, path));
  }

  /** Nothing fails for certain, so that each handler may run: what it does is told, as of any other condition. */
  #mayBeCaught(exceptions: unknown, path: Path): void {
    const perhaps = path === "rows" || path === "some-rows" ? "some-rows" : "maybe";
    for (const action of handlersOf(exceptions))
      this.#by("handler", () => this.#variables.perhaps(() => this.#statements(action, perhaps)));
  }

  /** IF: where its condition is known one way is gone; any other leaves both open. */
  #branch(fields: Fields, path: Path): void {
    const ways: [string | undefined, unknown][] = [[textOf(fields.cond), fields.then_body]];
    for (const each of listOf(fields.elsif_list)) {
      const way = fieldsOf(fieldsOf(each).PLpgSQL_if_elsif);
      ways.push([textOf(way.cond), way.stmts]);
    }
    const perhaps = path === "rows" || path === "some-rows" ? "some-rows" : "maybe";
    let open = false;
    ways.push([undefined, fields.else_body]);
    for (const [condition, body] of ways) {
      this.#expression(condition, open ? perhaps : path);
      const answer = condition === undefined || truth(this.#value(condition));
      if (answer === false) continue;
      if (answer === true && !open) return this.#by("if", () => this.#statements(body, path));
      this.#by("if", () => this.#variables.perhaps(() => this.#statements(body, perhaps)));
      if (answer === true) return;
      open = true;
    }
  }

  #assign(fields: Fields, path: Path): void {
    const text = textOf(fields.expr)?.replace(/^[^:=]*:?=/, "");
    this.#expression(text, path);
    this.#variables.assign(fields.varno, this.#value(text), this.#sight);
  }

  /** SELECT ... INTO: variables get values where the query is one of constants and known variables. */
  #into(target: unknown, text: string | undefined): void {
    const { fields } = fieldsOf(fieldsOf(target).PLpgSQL_row);
    const values = text === undefined ? [] : valuesOf(text, this.#sight);
    this.#variables.forget(target);
    listOf(fields).forEach((each, at) => this.#variables.assign(fieldsOf(each).varno, values[at], this.#sight));
  }

  get #sight(): Sight {
    return { scope: this.#variables.scope, catalog: this.#catalog };
  }

  #value(text: string | undefined): Value {
    return text === undefined ? undefined : evaluate(expressionNode(text), this.#sight);
  }

  #execute(text: string | undefined, path: Path): void {
    if (text === undefined) return;
    const sql = this.#value(text);
    const shownAt = this.#executes.get(text.trim());
    if (typeof sql === "string") return this.#sql(sql, path, shownAt);
    const known = sketch(expressionNode(text), this.#sight);
    const { statements } = parseStatements(known ?? "", { postgres: this.#catalog.postgres });
    const placed = statements.filter(({ node }) => node).map((each) => this.#located(each, shownAt));
    this.#effects.unknown(placed, this.#catalog, path);
  }

  /** The calls in an expression run too. */
  #expression(text: string | undefined, path: Path): void {
    if (text === undefined || !/\(/.test(text)) return;
    this.#sql(`SELECT ${text}`, path);
  }

  #sql(text: string | undefined, path: Path, shownAt?: Span): void {
    if (text === undefined) return;
    for (const parsed of parseStatements(text, { postgres: this.#catalog.postgres }).statements) {
      if (this.#failure) return;
      if (parsed.error && path === "always") this.#failure = this.#unparsed(parsed, parsed.error, shownAt);
      if (parsed.error || !parsed.node) continue;
      const statement = this.#located(parsed, shownAt);
      const { catalog, failure } = this.#effects.run(statement, this.#catalog, path, this.#via);
      this.#catalog = catalog;
      this.#failure = failure;
    }
  }

  /** SQL that the server cannot parse either ends the body. */
  #unparsed(parsed: Statement, error: SyntaxError, shownAt: Span | undefined): Failure<Text> {
    const { span, shownAt: outer } = this.#within;
    const placed = this.#placed.get(parsed.text.trim())?.error?.span;
    return {
      sqlstate: error.sqlstate,
      message: this.#effects.refused(error),
      span: outer ?? shownAt ?? placed ?? span,
    };
  }

  /** A statement at its place in the source; a query of calls alone has the values of variables in it. */
  #located(parsed: Statement, shownAt?: Span): Statement {
    const { span, shownAt: outer } = this.#within;
    const placed = this.#placed.get(parsed.text.trim()) ?? standingElsewhere(parsed, span, outer ?? shownAt ?? span);
    const node = placed.node;
    if (!node || !("SelectStmt" in node) || node.SelectStmt.fromClause) return placed;
    return { ...placed, node: { SelectStmt: withValues(node.SelectStmt, this.#variables.scope) } };
  }
}
