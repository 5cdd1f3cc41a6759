import type { FuncCall, Node, SelectStmt, VariableSetStmt } from "@pgsql/types";
import { strings } from "../catalog/names.js";
import { routineBody } from "../sql/routine-body.js";
import type { Statement } from "../sql/statement.js";

/** What a statement does to one setting, or to all of them. */
export interface SettingChange {
  /** In lower case; undefined for RESET ALL and DISCARD ALL. */
  readonly name: string | undefined;
  /** As written; undefined where it goes back to what a session starts with. */
  readonly value: string | undefined;
  /** Until the end of the transaction only. */
  readonly local: boolean;
}

/** SET, RESET, DISCARD ALL and set_config, on their own or in a DO block where they run whatever happens. */
export function settingChanges(statement: Statement): readonly SettingChange[] {
  const { node } = statement;
  if (!node) return [];
  if ("DoStmt" in node) {
    if (!/\bset_config\b|\bset\b|\breset\b/i.test(statement.text)) return [];
    const body = routineBody(statement);
    return (body?.statements ?? []).flatMap((inner) => (inner.conditional || !inner.node ? [] : changesOf(inner.node)));
  }
  return changesOf(node);
}

function changesOf(node: Node): SettingChange[] {
  if ("VariableSetStmt" in node) return variableChange(node.VariableSetStmt);
  if ("DiscardStmt" in node && node.DiscardStmt.target === "DISCARD_ALL")
    return [{ name: undefined, value: undefined, local: false }];
  return "SelectStmt" in node ? configured(node.SelectStmt) : [];
}

function variableChange(node: VariableSetStmt): SettingChange[] {
  if (node.kind === "VAR_RESET_ALL") return [{ name: undefined, value: undefined, local: false }];
  if (node.kind === "VAR_SET_MULTI" || node.kind === "VAR_SET_CURRENT") return [];
  const value = node.kind === "VAR_SET_VALUE" ? settingValue(node) : undefined;
  return [{ name: (node.name ?? "").toLowerCase(), value, local: node.is_local === true }];
}

/** SELECT set_config('lock_timeout', '5s', true): the third argument is SET LOCAL. */
function configured(select: SelectStmt): SettingChange[] {
  if (select.fromClause || select.whereClause) return [];
  return (select.targetList ?? []).flatMap((target) => {
    const call = callOf(target);
    if (!call || strings(call.funcname).at(-1) !== "set_config") return [];
    const [name, value, local] = (call.args ?? []).map(constantText);
    return name && value ? [{ name: name.toLowerCase(), value, local: local === "true" }] : [];
  });
}

function callOf(target: Node): FuncCall | undefined {
  const value = "ResTarget" in target ? target.ResTarget.val : undefined;
  return value && "FuncCall" in value ? value.FuncCall : undefined;
}

/** The value of a SET as written: '5s' is `5s`, 5000 is `5000`, a list is joined by commas. */
export function settingValue(node: VariableSetStmt): string {
  return (node.args ?? []).map(constantText).join(", ");
}

function constantText(node: Node): string {
  if ("TypeCast" in node && node.TypeCast.arg) return constantText(node.TypeCast.arg);
  if (!("A_Const" in node)) return "";
  const constant = node.A_Const;
  if (constant.sval) return constant.sval.sval ?? "";
  if (constant.ival) return String(constant.ival.ival ?? 0);
  if (constant.fval) return constant.fval.fval ?? "";
  return constant.boolval ? String(constant.boolval.boolval ?? false) : "";
}

/** Settings after a change; `defaults` are those that a session starts with. */
export function changed(
  settings: ReadonlyMap<string, string>,
  { name, value }: SettingChange,
  defaults: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  if (name === undefined) return defaults;
  const next = new Map(settings);
  const now = value ?? defaults.get(name);
  if (now === undefined) next.delete(name);
  else next.set(name, now);
  return next;
}
