/** expand adds, migrate moves data, contract takes away; neutral does none of it. Later ones are stronger. */
export const phases = ["neutral", "expand", "migrate", "contract"] as const;
export type Phase = (typeof phases)[number];
