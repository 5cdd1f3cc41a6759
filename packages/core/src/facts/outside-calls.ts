import { immutableFunctions, mixedFunctions, stableFunctions, volatileFunctions } from "../catalog/builtin-names.js";
import { extensionFunctions } from "../catalog/extensions.js";
import type { Name } from "../catalog/lookup.js";
import type { Node } from "@pgsql/types";
import type { Statement } from "../sql/statement.js";
import { msg, type Message } from "../text/message.js";
import { settingChanges } from "./settings.js";

/**
 * Functions of the system that run a query which they get as text (measured on 14 to 18: what it calls is run;
 * query_to_xmlschema only plans it).
 */
const runText: ReadonlySet<string> = new Set([
  ...["query_to_xml", "query_to_xml_and_xmlschema", "ts_stat"],
  // They read tables and views whose names they get as values, or all that there are; views run what they call.
  ...["table_to_xml", "table_to_xml_and_xmlschema", "schema_to_xml", "schema_to_xml_and_xmlschema"],
  ...["database_to_xml", "database_to_xml_and_xmlschema", "cursor_to_xml"],
]);

/**
 * Functions of extensions that come with PostgreSQL (dblink, tablefunc, xml2) and of pg_cron, which do the same, here or in
 * another database. They are named by their documentation; nobody measured them.
 */
const runTextOutside =
  /^(?:dblink(?:_exec|_open|_send_query)?|crosstab[2-4]?|connectby|xpath_table|schedule(?:_in_database)?|alter_job)$/;

/** Functions that read or write files of the server. */
const reachFiles: ReadonlySet<string> = new Set(["lo_import", "lo_export"]);

/** Aggregates: `builtin-names` has functions only. */
const aggregates =
  /^(?:count|sum|avg|min|max|every|bool_and|bool_or|bit_and|bit_or|bit_xor|any_value|(?:string|array|xml|range|range_intersect|jsonb?|jsonb?_object)_agg(?:_\w+)?|stddev\w*|var(?:iance|_\w+)|corr|covar_\w+|regr_\w+|mode|percentile_\w+)$/;

/** Functions that end what other sessions do. */
const endOthers: ReadonlySet<string> = new Set(["pg_terminate_backend", "pg_cancel_backend"]);

/** Seconds of a pause that nobody minds: as long as a lock may be waited for. */
const shortPause = 5;

/** Whether a statement has strings read otherwise from then on ('a\\'' ends elsewhere): what follows it is not what we read. */
export function readsOtherwise(statement: Statement): Message | undefined {
  if (!/standard_conforming_strings/i.test(statement.text)) return undefined;
  const changes = settingChanges(statement).filter(({ name }) => name === "standard_conforming_strings");
  if (changes.every(({ value }) => value === undefined || /^(?:on|true|yes|1|t|y)$/i.test(value))) return undefined;
  return msg`With standard_conforming_strings off, what follows is not read as the server reads it.`;
}

const isSystem = ({ schema }: Name): boolean => schema === undefined || schema === "pg_catalog";

/** Why nobody can tell what a function of the system or of an extension does, where that is so. */
export function notFollowed(name: Name, args: readonly Node[] = []): Message | undefined {
  const given = args.length;
  const shown = name.name;
  const isText = isSystem(name) && (runText.has(shown) || (shown === "ts_rewrite" && given === 2));
  if (isText || (runTextOutside.test(shown) && (shown !== "schedule" || name.schema === "cron")))
    return msg`${shown} runs a query that it gets as a value: it is not followed.`;
  if (isSystem(name) && endOthers.has(shown)) return msg`${shown} ends what other sessions do.`;
  if (isSystem(name) && shown === "pg_sleep" && !isShort(args[0]))
    return msg`pg_sleep waits here, and who needs what is locked waits with it.`;
  if (isSystem(name) && reachFiles.has(shown)) return msg`${shown} reads or writes a file of the server.`;
  return undefined;
}

function isShort(pause: Node | undefined): boolean {
  const constant = pause && "A_Const" in pause ? pause.A_Const : undefined;
  const seconds = constant?.fval?.fval ?? constant?.ival?.ival ?? (constant?.ival ? 0 : Number.NaN);
  return Number(seconds) <= shortPause;
}

/** Whether a function that the catalog does not have is one of the system, or of an extension that is known. */
export function isKnownOutside(name: Name): boolean {
  if (name.name in extensionFunctions) return true;
  if (!isSystem(name)) return false;
  const all = [volatileFunctions, stableFunctions, immutableFunctions, mixedFunctions];
  return all.some((each) => each.has(name.name)) || aggregates.test(name.name);
}
