import type { Node } from "@pgsql/types";

/** The text of a DefElem's value: "70", "off", "true". */
export function optionText(node: Node | undefined): string {
  if (!node) return "true";
  if ("String" in node) return node.String.sval ?? "";
  if ("Integer" in node) return String(node.Integer.ival ?? 0);
  if ("Float" in node) return node.Float.fval ?? "0";
  if ("Boolean" in node) return node.Boolean.boolval ? "true" : "false";
  if ("TypeName" in node)
    return (node.TypeName.names ?? []).map((name) => ("String" in name ? name.String.sval : "")).join(".");
  if ("List" in node) return (node.List.items ?? []).map(optionText).join(", ");
  if ("A_Star" in node) return "*";
  return "";
}

/** WITH (...) options as name -> text; those of the TOAST table with "toast.". */
export function relationOptions(nodes: readonly Node[] | undefined): Map<string, string> {
  const options = new Map<string, string>();
  for (const node of nodes ?? []) {
    if (!("DefElem" in node)) continue;
    const { defnamespace, defname, arg } = node.DefElem;
    options.set(`${defnamespace ? `${defnamespace}.` : ""}${defname ?? ""}`, optionText(arg));
  }
  return options;
}

/** The text of an option of a list, in lower case; undefined where it is not there. */
export function optionOf(options: readonly Node[] | undefined, name: string): string | undefined {
  for (const each of options ?? [])
    if ("DefElem" in each && each.DefElem.defname === name) return optionText(each.DefElem.arg).toLowerCase();
  return undefined;
}

/** Whether an option is given and switched off. */
export function isOff(text: string | undefined): boolean {
  return text !== undefined && /^(?:false|off|0)$/.test(text);
}
