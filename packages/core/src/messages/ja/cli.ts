/** English pattern -> Japanese, see messages/render.ts. */
export const cli: Readonly<Record<string, string>> = {};
