import { settingsOf, type JudgingOptions, type Policy, type Source } from "@release-gate/core";
import { matcherOf } from "./pattern.js";

/** The settings of rules for the files that the policy's overrides mean; nothing where there are none. */
export function settingsForPaths(policy: Policy, sources: readonly Source[]): JudgingOptions["settingsByPath"] {
  if (policy.ruleOverrides.length === 0) return undefined;
  const overrides = policy.ruleOverrides.map(({ paths, patches }) => ({
    matches: matcherOf(paths, { dot: true }),
    patches,
  }));
  // Files under the same overrides share their settings, so that the rules are chosen once for all of them.
  const shared = new Map<string, NonNullable<JudgingOptions["settings"]>>();
  const settingsByPath = new Map<string, NonNullable<JudgingOptions["settings"]>>();
  for (const { path } of sources) {
    const fitting = overrides.filter(({ matches }) => matches(path));
    if (fitting.length === 0) continue;
    const key = fitting.map((each) => overrides.indexOf(each)).join();
    const settings =
      shared.get(key) ??
      settingsOf(
        policy.ruleSettings,
        fitting.map(({ patches }) => patches),
      );
    shared.set(key, settings);
    settingsByPath.set(path, settings);
  }
  return settingsByPath;
}
