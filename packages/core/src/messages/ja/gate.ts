/** English pattern -> Japanese, see messages/render.ts. */
export const gate: Readonly<Record<string, string>> = {};
