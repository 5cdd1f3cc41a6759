import { evaluate, type Scope, type Sight, type Value } from "./value.js";
import { expressionNode } from "./expressions.js";
import { fieldsOf, listOf, textOf, variableOf, type Fields } from "./shape.js";
import { asType } from "./types.js";

/** The variables of a body while it runs: what is known of their values. */
export class Variables {
  readonly #datums: readonly unknown[];
  readonly #values = new Map<string, Value>();
  /** Names that several blocks declare: which of them is meant is not followed. */
  readonly #ambiguous = new Set<string>();

  /** `datums`: of the parser's JSON; `given`: the values of arguments, by their names and as "$1". */
  constructor(datums: unknown, given: Scope) {
    this.#datums = listOf(datums);
    const declared = new Set<string>(given.keys());
    for (const datum of this.#datums) {
      const name = variableOf(datum);
      if (name === undefined || fieldsOf(fieldsOf(datum).PLpgSQL_var).lineno === undefined) continue;
      if (declared.has(name)) this.#ambiguous.add(name);
      declared.add(name);
    }
    for (const [name, value] of given) if (!this.#ambiguous.has(name)) this.#values.set(name, value);
  }

  get scope(): Scope {
    return this.#values;
  }

  /** Gives the variables the values that they are declared with; NULL where there is none. */
  declare(sightOf: (scope: Scope) => Sight): void {
    for (const datum of this.#datums) {
      const variable = fieldsOf(fieldsOf(datum).PLpgSQL_var);
      const name = variableOf(datum);
      if (name === undefined || variable.lineno === undefined || this.#ambiguous.has(name)) continue;
      const text = textOf(variable.default_val);
      const value = text === undefined ? null : evaluate(expressionNode(text), sightOf(this.#values));
      this.set(name, asType(typeOf(variable), value, sightOf(this.#values).catalog));
    }
  }

  set(name: string | undefined, value: Value): void {
    if (name === undefined) return;
    if (value === undefined || this.#ambiguous.has(name)) this.#values.delete(name);
    else this.#values.set(name, value);
  }

  /** The variable of a number in the parser's list, which leaves 0 out; undefined for records and their fields. */
  nameOf(number: unknown): string | undefined {
    return variableOf(this.#datums[Number(number ?? 0)]);
  }

  /** The query that a cursor variable is declared with. */
  cursorQuery(number: unknown): string | undefined {
    return textOf(fieldsOf(fieldsOf(this.#datums[Number(number ?? 0)]).PLpgSQL_var).cursor_explicit_expr);
  }

  /** Assigns to the variable of a number in the parser's list; records and their fields are never known. */
  assign(number: unknown, value: Value, sight: Sight): void {
    const datum = this.#datums[Number(number ?? 0)];
    const name = variableOf(datum);
    if (name === undefined) this.forget([{ PLpgSQL_stmt_assign: { varno: number } }]);
    else this.set(name, asType(typeOf(fieldsOf(fieldsOf(datum).PLpgSQL_var)), value, sight.catalog));
  }

  /** Gives a record the fields of a row; none where they are not known. */
  setRecord(name: string, row: Scope): void {
    for (const known of [...this.#values.keys()]) if (known.startsWith(`${name}.`)) this.#values.delete(known);
    if (this.#ambiguous.has(name)) return;
    for (const [field, value] of row) if (value !== undefined) this.#values.set(`${name}.${field}`, value);
  }

  /** Nothing is known any more of what statements may assign to. */
  forget(statements: unknown): void {
    const { names, records } = this.#assignedIn(statements);
    for (const name of names) this.#values.delete(name);
    for (const record of records) this.setRecord(record, new Map());
  }

  /** The variables and records that statements assign to in whatever way: by :=, INTO, loops and GET DIAGNOSTICS. */
  #assignedIn(statements: unknown): { readonly names: ReadonlySet<string>; readonly records: ReadonlySet<string> } {
    const [names, records] = [new Set<string>(), new Set<string>()];
    const note = (datum: unknown): void => {
      const name = variableOf(datum);
      const { refname } = fieldsOf(fieldsOf(datum).PLpgSQL_rec);
      const field = fieldsOf(datum).PLpgSQL_recfield;
      if (name !== undefined) names.add(name);
      if (typeof refname === "string") records.add(refname);
      if (field !== undefined) note(this.#datums[Number(fieldsOf(field).recparentno ?? 0)]);
    };
    const noteNumber = (number: unknown): void => note(this.#datums[Number(number ?? 0)]);
    const stack: unknown[] = [statements];
    for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
      if (Array.isArray(value)) {
        for (const each of value) if (each !== undefined && each !== null) stack.push(each);
      } else if (typeof value === "object" && value !== null) {
        note(value);
        for (const [key, inner] of Object.entries(value)) {
          const fields = fieldsOf(inner);
          if (key === "PLpgSQL_stmt_assign" || key === "PLpgSQL_stmt_foreach_a") noteNumber(fields.varno);
          if (key === "PLpgSQL_diag_item") noteNumber(fields.target);
          if (key === "PLpgSQL_row") for (const each of listOf(fields.fields)) noteNumber(fieldsOf(each).varno);
          if (inner !== undefined && inner !== null) stack.push(inner);
        }
      }
    }
    return { names, records };
  }

  /** Runs something with one variable set, as a loop does whose variable is its own. */
  within(name: string, value: Value, run: () => void): void {
    const [had, before, ambiguous] = [this.#values.has(name), this.#values.get(name), this.#ambiguous.delete(name)];
    this.set(name, value);
    run();
    this.#values.delete(name);
    if (ambiguous) this.#ambiguous.add(name);
    else if (had) this.#values.set(name, before);
  }

  /** What a way that is perhaps not taken leaves: variables that have one value either way. */
  perhaps(run: () => void): void {
    const before = new Map(this.#values);
    run();
    for (const [name, value] of this.#values)
      if (before.get(name) !== value || !before.has(name)) this.#values.delete(name);
  }
}

function typeOf(variable: Fields): string {
  const { typname } = fieldsOf(fieldsOf(variable.datatype).PLpgSQL_type);
  return typeof typname === "string" ? typname.replace(/^pg_catalog\./, "") : "";
}
