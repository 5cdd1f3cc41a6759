/** Calls `visit` for every object of a parse tree, parents first. Not recursive: trees may be deep. `false` skips what is inside. */
export function walk(
  root: unknown,
  visit: (kind: string, fields: Readonly<Record<string, unknown>>) => boolean | void,
): void {
  const stack: unknown[] = [root];
  while (stack.length > 0) {
    const value = stack.pop();
    if (typeof value !== "object" || value === null) continue;
    if (Array.isArray(value)) {
      for (let i = value.length - 1; i >= 0; i--) stack.push(value[i]);
      continue;
    }
    const keys = Object.keys(value);
    for (let i = keys.length - 1; i >= 0; i--) {
      const key = keys[i]!;
      const inner = (value as Readonly<Record<string, unknown>>)[key];
      if (typeof inner !== "object" || inner === null) continue;
      const isNode = isCapital(key.charCodeAt(0)) && !Array.isArray(inner);
      if (isNode && visit(key, inner as Readonly<Record<string, unknown>>) === false) continue;
      stack.push(inner);
    }
  }
}

/** Names of types begin with a capital letter, names of fields do not. */
function isCapital(code: number): boolean {
  return code >= 65 && code <= 90;
}
