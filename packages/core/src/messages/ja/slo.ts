/** English pattern -> Japanese, see messages/render.ts. */
export const slo: Readonly<Record<string, string>> = {};
