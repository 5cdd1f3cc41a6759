/** The fields of a node of the PL/pgSQL parser's JSON. */
export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The text of a PLpgSQL_expr. */
export function textOf(value: unknown): string | undefined {
  const { query } = fieldsOf(fieldsOf(value).PLpgSQL_expr);
  return typeof query === "string" ? query : undefined;
}

/** The name of the variable that a datum of the parser's JSON is; undefined for records, rows and their fields. */
export function variableOf(datum: unknown): string | undefined {
  const { refname } = fieldsOf(fieldsOf(datum).PLpgSQL_var);
  return typeof refname === "string" ? refname : undefined;
}

/** Condition names of EXCEPTION (PostgreSQL's errcodes.txt) that statements about schemas and RAISE EXCEPTION raise. */
const conditions: Readonly<Record<string, string>> = {
  duplicate_object: "42710",
  duplicate_table: "42P07",
  duplicate_column: "42701",
  duplicate_function: "42723",
  duplicate_schema: "42P06",
  duplicate_database: "42P04",
  undefined_object: "42704",
  undefined_table: "42P01",
  undefined_column: "42703",
  undefined_function: "42883",
  invalid_schema_name: "3F000",
  invalid_table_definition: "42P16",
  invalid_object_definition: "42P17",
  wrong_object_type: "42809",
  dependent_objects_still_exist: "2BP01",
  feature_not_supported: "0A000",
  object_not_in_prerequisite_state: "55000",
  syntax_error: "42601",
  raise_exception: "P0001",
};

/** The statements of each handler of an EXCEPTION part. */
export function handlersOf(exceptions: unknown): unknown[] {
  const list = listOf(fieldsOf(fieldsOf(exceptions).PLpgSQL_exception_block).exc_list);
  return list.map((each) => fieldsOf(fieldsOf(each).PLpgSQL_exception).action ?? []);
}

/** The statements of the handler that catches an error; undefined where none does. */
export function catches(exceptions: unknown, sqlstate: string): unknown {
  for (const each of listOf(fieldsOf(fieldsOf(exceptions).PLpgSQL_exception_block).exc_list)) {
    const { conditions: names, action } = fieldsOf(fieldsOf(each).PLpgSQL_exception);
    const caught = listOf(names).some((name) => {
      const { condname } = fieldsOf(fieldsOf(name).PLpgSQL_condition);
      return condname === "others" || condname === sqlstate || conditions[String(condname)] === sqlstate;
    });
    if (caught) return action ?? [];
  }
  return undefined;
}
