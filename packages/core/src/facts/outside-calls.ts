import { immutableFunctions, mixedFunctions, stableFunctions, volatileFunctions } from "../catalog/builtin-names.js";
import { extensionFunctions } from "../catalog/extensions.js";
import type { Name } from "../catalog/lookup.js";
import { msg, type Message } from "../text/message.js";

/** Functions of the system that run a query which they get as text (measured on 14 to 18: what it calls is run). */
const runText: ReadonlySet<string> = new Set([
  ...["query_to_xml", "query_to_xml_and_xmlschema", "query_to_xmlschema", "ts_stat"],
  // They read tables and views whose names they get as values, or all that there are; views run what they call.
  ...["table_to_xml", "table_to_xml_and_xmlschema", "schema_to_xml", "schema_to_xml_and_xmlschema"],
  ...["database_to_xml", "database_to_xml_and_xmlschema", "cursor_to_xml"],
]);

/** Functions of extensions that come with PostgreSQL and of pg_cron, which do the same, here or in another database. */
const runTextOutside =
  /^(?:dblink(?:_exec|_open|_send_query)?|crosstab[2-4]?|connectby|xpath_table|schedule(?:_in_database)?|alter_job)$/;

/** Functions that read or write files of the server. */
const reachFiles: ReadonlySet<string> = new Set(["lo_import", "lo_export"]);

/** Aggregates: `builtin-names` has functions only. */
const aggregates =
  /^(?:count|sum|avg|min|max|every|bool_and|bool_or|bit_and|bit_or|bit_xor|any_value|(?:string|array|xml|range|range_intersect|jsonb?|jsonb?_object)_agg(?:_\w+)?|stddev\w*|var(?:iance|_\w+)|corr|covar_\w+|regr_\w+|mode|percentile_\w+)$/;

const isSystem = ({ schema }: Name): boolean => schema === undefined || schema === "pg_catalog";

/** Why nobody can tell what a function of the system or of an extension does, where that is so. */
export function notFollowed(name: Name, given: number): Message | undefined {
  const shown = name.name;
  const isText = isSystem(name) && (runText.has(shown) || (shown === "ts_rewrite" && given === 2));
  if (isText || (runTextOutside.test(shown) && (shown !== "schedule" || name.schema === "cron")))
    return msg`${shown} runs a query that it gets as a value: it is not followed.`;
  if (isSystem(name) && reachFiles.has(shown)) return msg`${shown} reads or writes a file of the server.`;
  return undefined;
}

/** Whether a function that the catalog does not have is one of the system, or of an extension that is known. */
export function isKnownOutside(name: Name): boolean {
  if (name.name in extensionFunctions) return true;
  if (!isSystem(name)) return false;
  const all = [volatileFunctions, stableFunctions, immutableFunctions, mixedFunctions];
  return all.some((each) => each.has(name.name)) || aggregates.test(name.name);
}
