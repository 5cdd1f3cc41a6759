/** A query in a PL/pgSQL body as its parser gives it. */
export interface BodyQuery {
  readonly text: string;
  /** The line in the body, from 1, of the statement that holds it. */
  readonly lineno: number;
  readonly conditional: boolean;
  /** The text is an expression that yields the SQL. */
  readonly dynamic: boolean;
}

/** The queries of a body, and the lines of the RETURN, EXIT and CONTINUE that run only on some paths. */
export interface BodyParts {
  readonly queries: readonly BodyQuery[];
  readonly leaves: readonly number[];
}

type Fields = Readonly<Record<string, unknown>>;

/** The fields that hold SQL to run, by node: false for static SQL, true for an expression that yields SQL. */
const sqlFields: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  PLpgSQL_stmt_execsql: { sqlstmt: false },
  PLpgSQL_stmt_perform: { expr: false },
  PLpgSQL_stmt_call: { expr: false },
  PLpgSQL_stmt_fors: { query: false },
  PLpgSQL_stmt_return_query: { query: false, dynquery: true },
  PLpgSQL_stmt_open: { query: false, dynquery: true },
  PLpgSQL_stmt_dynexecute: { query: true },
  PLpgSQL_stmt_dynfors: { query: true },
};

/** The nodes whose inner statements run only on some paths, or may be undone. */
const branches =
  /^PLpgSQL_(?:stmt_(?:if|case|loop|while|fori|fors|forc|foreach_a|dynfors)|if_elsif|case_when|exception_block|exception)$/;

const leaving = /^PLpgSQL_stmt_(?:return|exit)$/;

/** Reads the JSON of `parseRoutines`, with an explicit stack: bodies may nest as deep as their parser allows. */
export function bodyParts(json: unknown): BodyParts {
  const queries: BodyQuery[] = [];
  const leaves: number[] = [];
  const stack: { readonly value: unknown; readonly conditional: boolean; readonly lineno: number }[] = [
    { value: json, conditional: false, lineno: 1 },
  ];
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { value, conditional, lineno } = item;
    if (Array.isArray(value)) {
      for (const each of value.toReversed() as unknown[]) stack.push({ value: each, conditional, lineno });
    } else if (typeof value === "object" && value !== null) {
      for (const [name, inner] of Object.entries(value).reverse()) {
        const fields = isFields(inner) ? inner : {};
        const line = typeof fields.lineno === "number" ? fields.lineno : lineno;
        if (leaving.test(name) && conditional) leaves.push(line);
        queries.push(...queriesOf(name, fields, line, conditional));
        const branch =
          conditional || branches.test(name) || (name === "PLpgSQL_stmt_block" && fields.exceptions !== undefined);
        stack.push({ value: inner, conditional: branch, lineno: line });
      }
    }
  }
  return { queries: queries.sort((a, b) => a.lineno - b.lineno), leaves };
}

function queriesOf(name: string, fields: Fields, lineno: number, conditional: boolean): BodyQuery[] {
  return Object.entries(sqlFields[name] ?? {}).flatMap(([field, dynamic]) => {
    const text = queryOf(fields[field]);
    return text === undefined ? [] : [{ text, lineno, conditional, dynamic }];
  });
}

function queryOf(field: unknown): string | undefined {
  const expression = isFields(field) ? field.PLpgSQL_expr : undefined;
  const query = isFields(expression) ? expression.query : undefined;
  return typeof query === "string" ? query : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
