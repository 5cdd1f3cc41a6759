import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { wordsOf } from "./step.js";

export default defineRule({
  id: "require-search-path",
  title: "Require a fixed search_path on SECURITY DEFINER functions",
  severity: "warning",
  covers: [110],
  why: msg`The function runs with its owner's rights but finds names along the caller's search_path: a caller who puts a table or function of their own first makes it run their code.`,
  instead: msg`Add SET search_path = pg_catalog, pg_temp (and the schemas that it needs) to the function.`,
  examples: [
    {
      bad: "CREATE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';",
      good: "CREATE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'SELECT 1'; CREATE FUNCTION two() RETURNS int LANGUAGE sql AS 'SELECT 2';",
    },
  ],
  kinds: ["CreateFunctionStmt"],
  check({ statement }) {
    const node = statement.node;
    if (!node || !("CreateFunctionStmt" in node)) return [];
    const options = (node.CreateFunctionStmt.options ?? []).flatMap((each) =>
      "DefElem" in each ? [each.DefElem] : [],
    );
    const definer = options.some(
      ({ defname, arg }) => defname === "security" && arg && "Boolean" in arg && arg.Boolean.boolval === true,
    );
    const fixed = options.some(
      ({ defname, arg }) =>
        defname === "set" &&
        arg &&
        "VariableSetStmt" in arg &&
        arg.VariableSetStmt.name?.toLowerCase() === "search_path",
    );
    if (!definer || fixed) return [];
    return [
      {
        span: wordsOf(statement, "SECURITY DEFINER"),
        message: msg`The caller's search_path decides what this function runs.`,
      },
    ];
  },
});
