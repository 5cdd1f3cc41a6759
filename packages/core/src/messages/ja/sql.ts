/** English pattern -> Japanese, see messages/render.ts. */
export const sql: Readonly<Record<string, string>> = {};
