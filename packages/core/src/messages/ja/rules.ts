/** English pattern -> Japanese, see messages/render.ts. */
export const rules: Readonly<Record<string, string>> = {};
