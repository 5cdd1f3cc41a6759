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
    const entries = Object.entries(value);
    for (let i = entries.length - 1; i >= 0; i--) {
      const [key, inner] = entries[i] as [string, unknown];
      if (typeof inner !== "object" || inner === null) continue;
      const isNode = /^[A-Z]/.test(key) && !Array.isArray(inner);
      if (isNode && visit(key, inner as Readonly<Record<string, unknown>>) === false) continue;
      stack.push(inner);
    }
  }
}
