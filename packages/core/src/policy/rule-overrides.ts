import type { RuleSetting } from "../analyze/run-rules.js";
import { rules } from "../rules/index.js";
import type { RuleOptions, Severity } from "../rules/rule.js";

/** What one place of a policy says about one rule; what it leaves out stays as it was. */
export interface RulePatch {
  readonly severity: Severity | "off" | undefined;
  readonly options: RuleOptions;
}

export type RulePatches = ReadonlyMap<string, RulePatch>;

/** Settings for the files that some globs mean. */
export interface RuleOverride {
  readonly paths: readonly string[];
  readonly patches: RulePatches;
}

/** Settings with some patches over them, the later ones over the earlier ones. To name a rule turns it on. */
export function settingsOf(
  base: ReadonlyMap<string, RuleSetting>,
  patches: readonly RulePatches[],
): ReadonlyMap<string, RuleSetting> {
  const settings = new Map(base);
  for (const [id, patch] of patches.flatMap((each) => [...each])) {
    const before = settings.get(id);
    const own = rules.find((rule) => rule.id === id)?.severity ?? "warning";
    settings.set(id, {
      severity: patch.severity ?? before?.severity ?? own,
      options: { ...before?.options, ...patch.options },
    });
  }
  return settings;
}
