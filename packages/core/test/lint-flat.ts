import { lintSources } from "../src/analyze/lint.js";
import type {
  JudgingOptions,
  LintOptions,
  MigrationOptions,
  ShippingOptions,
  StateOptions,
} from "../src/analyze/options.js";
import { startingState } from "../src/analyze/starting-catalog.js";
import type { LintReport, Source } from "../src/index.js";

/** The options of `lintSources` in one row: tests name the two or three that they are about. */
export type FlatOptions = MigrationOptions &
  ShippingOptions &
  StateOptions &
  JudgingOptions &
  Pick<LintOptions, "today" | "isTimeOver" | "steps">;

export function lintFlat(sources: readonly Source[], flat: FlatOptions): LintReport {
  return lintSources(sources, grouped(flat));
}

export function grouped(flat: FlatOptions): LintOptions {
  const { framework, transaction, sidecars, placeholders, marks, others, order, folders, ...rest } = flat;
  const { changes, released, checksumsOf, given, named, added, application, ...more } = rest;
  const { rules, settings, settingsByPath, baseline, partial, allowed, ...last } = more;
  const { today, isTimeOver, steps, ...state } = last;
  return {
    migrations: { framework, transaction, sidecars, placeholders, marks, others, order, folders },
    deployment: { changes, released, checksumsOf, given, named, added, application },
    state: startingState(state),
    judging: { rules, settings, settingsByPath, baseline, partial, allowed },
    ...{ today, isTimeOver, steps },
  };
}
