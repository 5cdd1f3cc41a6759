import * as z from "zod";

/** The ways in which a release goes out. */
export const strategies = ["rolling", "blue-green", "canary", "shadow", "big-bang"] as const;

/** The shape of an environment in `release-gate.yaml`. */
export const environmentSchema = z.strictObject({
  strategy: z.enum(strategies).optional().describe("How a release goes out there."),
  branches: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe("Branches that may be released there, as `main` or `release/*`; all if left out."),
  approvals: z.int().min(0).default(0).describe("How many people must approve a release there."),
  rollback: z.enum(["automatic", "manual"]).default("manual").describe("Who goes back when users are hurt."),
});

/** Where a release goes: what the policy says of it. */
export interface Environment extends z.output<typeof environmentSchema> {
  readonly name: string;
}

/** Whether a branch is one of some, of which `*` stands for any part of a name up to the next slash and `**` for any parts. */
export function isAmong(branch: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => fits(branch, pattern.split(/(\*\*|\*)/)));
}

/** In steps of names times parts, whatever a policy writes: a regular expression could take longer than anybody waits. */
function fits(name: string, parts: readonly string[]): boolean {
  let ends = new Set([0]);
  for (const part of parts) {
    const next = new Set<number>();
    if (part === "*" || part === "**") {
      let reached = false;
      for (let at = 0; at <= name.length; at++) {
        reached ||= ends.has(at);
        if (reached) next.add(at);
        if (part === "*" && name[at] === "/") reached = false;
      }
    } else for (const at of ends) if (name.startsWith(part, at)) next.add(at + part.length);
    ends = next;
  }
  return ends.has(name.length);
}
