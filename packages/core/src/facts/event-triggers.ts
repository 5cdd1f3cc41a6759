import { addressKey } from "../catalog/address.js";
import type { Catalog, OtherObject, Routine } from "../catalog/catalog.js";
import type { Statement } from "../sql/statement.js";
import { conditional } from "./conditional.js";
import type { Facts } from "./facts.js";
import { blocksWrites } from "./lock.js";

/** Statements for which no event trigger fires: those that define nothing, and those about what databases share. */
const firesNone =
  /^(?:Select|Insert|Update|Delete|Merge|Copy|Explain|Prepare|Execute|Deallocate|Do|Call|Transaction|VariableSet|VariableShow|Lock|Notify|Listen|Unlisten|Discard|DeclareCursor|Fetch|ClosePortal|Vacuum|Cluster|Truncate|CheckPoint|Load|ConstraintsSet|(?:Create|Alter|Drop)EventTrig|(?:Create|Alter|Drop|Grant)Role|AlterRoleSet|Createdb|Dropdb|AlterDatabase\w*|(?:Create|Drop|Alter)TableSpace\w*|AlterSystem)Stmt$/i;

/** The event triggers that fire for a statement, with what they call. */
export function eventTriggersFor(
  { others, dependencies, routines }: Catalog,
  { kind, node, text }: Statement,
  { rewrites }: Facts,
): { readonly trigger: OtherObject; readonly routine: Routine | undefined }[] {
  const makesTable = kind === "SelectStmt" && JSON.stringify(node).includes('"intoClause"');
  if (firesNone.test(kind) && !makesTable) return [];
  const fires = ({ type, disabled, event }: OtherObject): boolean => {
    if (type !== "OBJECT_EVENT_TRIGGER" || disabled === true || event?.name === "login") return false;
    if (event?.name === "table_rewrite" && rewrites.length === 0) return false;
    if (event?.name === "sql_drop" && !/\bdrop\b/i.test(text)) return false;
    // Before the first word of a tag others may stand: OR REPLACE, UNIQUE, TEMP.
    return event === undefined || event.tags.length === 0 || event.tags.some((tag) => isTag(tag, text));
  };
  return [...others.values()].filter(fires).map((trigger) => {
    const needs = dependencies.get(addressKey({ class: "other", oid: trigger.oid })) ?? [];
    const routine = needs.flatMap(({ on }) => (on.class === "routine" ? (routines.get(on.oid) ?? []) : []))[0];
    return { trigger, routine };
  });
}

/** Whether a statement may have a command tag ("CREATE TABLE AS"): the first two words of it, in their order. */
function isTag(tag: string, text: string): boolean {
  const [first = "", second = ""] = tag.toLowerCase().split(/\s+/);
  const words: readonly string[] = text.toLowerCase().match(/[a-z_]+/g) ?? [];
  return tag.toLowerCase() === "select into" || (words.includes(first) && words.includes(second || first));
}

/** Whether what an event trigger does needs no telling: it waits for nobody for long, and nothing is lost. */
export function isHarmless({ locks, losses, rewrites, indexBuilds, breaks, error, certainty }: Facts): boolean {
  const small = locks.every(({ mode }) => !blocksWrites(mode));
  const known =
    certainty === "exact" ||
    !("dynamic" in certainty) ||
    certainty.dynamic.every(({ pattern }) => pattern === conditional.pattern);
  return small && known && !error && losses.length + rewrites.length + indexBuilds.length + breaks.length === 0;
}
