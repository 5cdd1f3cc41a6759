import { lintSources, type LintReport } from "../../analyze/lint.js";
import type { LintOptions, StateOptions } from "../../analyze/options.js";
import { startingState } from "../../analyze/starting-catalog.js";
import type { Policy } from "../../policy/policy.js";
import type { Source } from "../../source/migration.js";
import { msg } from "../../text/message.js";
import { withinTime } from "../../text/limits.js";
import { UserError } from "../../text/user-error.js";
import { seenThere } from "./seen-there.js";

/** Everything that the judgment of migrations depends on, as it was read. */
export interface MigrationEvidence {
  readonly sources: readonly Source[];
  readonly options: LintOptions<StateOptions>;
  /** Whether there may be no migration at all: nothing of them is staged. */
  readonly mayBeEmpty: boolean;
  /** Paths that were named, none of which is a file that can be read as a migration. */
  readonly nothingAt?: readonly string[];
  /** The files asked for that lie outside the policy's paths: they are judged in their own place. */
  readonly apart?: MigrationEvidence;
  /** Whether these are such files: what the policy tells of its migrations it does not tell of them. */
  readonly outside?: boolean;
  /** SQL files that are staged, or differ from a ref, and lie outside of the policy's paths: nobody judges them. */
  readonly passedOver?: { readonly paths: readonly string[]; readonly since?: string };
}

type PolicyOf = Pick<Policy, "migrations" | "document" | "placeOf">;

/**
 * The report on what was read. The parser must be loaded.
 * @throws UserError where the policy's path has no migrations.
 */
export function lintEvidence(evidence: MigrationEvidence, policy: PolicyOf): LintReport {
  const { sources, options, mayBeEmpty, apart, nothingAt, passedOver } = evidence;
  const state = withinTime(options.isTimeOver, () => startingState(options.state));
  const linted = lintSources(sources, { ...options, state });
  const first = [
    ...(evidence.outside === true ? [noteOnOutside(evidence, policy)] : []),
    ...(passedOver ? [noteOnPassedOver(passedOver, policy)] : []),
  ];
  const report = first.length > 0 ? { ...linted, notes: [...first, ...linted.notes] } : linted;
  if (report.files.length === 0 && !mayBeEmpty)
    throw noMigrations(evidence.outside === true ? { ...policy, migrations: undefined } : policy, report);
  // What was named and is not read holds, as a migration may be in it; a note holds nothing.
  if (nothingAt && report.notRead.every(({ ships }) => !ships)) throw nothingNamed(nothingAt);
  return apart ? joined(report, lintEvidence(apart, policy)) : report;
}

const nameOf = ({ document }: PolicyOf): string => document?.path ?? "release-gate.yaml";

function noteOnOutside({ options }: MigrationEvidence, policy: PolicyOf): LintReport["notes"][number] {
  const files = [...(options.deployment?.given ?? [])].join(", ");
  return {
    reason: "outside",
    text: msg`Outside the paths of ${nameOf(policy)}, so judged in a place of its own: ${files}.`,
  };
}

/** So many names are told. */
const most = 10;

function noteOnPassedOver(
  { paths, since }: NonNullable<MigrationEvidence["passedOver"]>,
  policy: PolicyOf,
): LintReport["notes"][number] {
  const files = paths.length > most ? `${paths.slice(0, most).join(", ")}, ...` : paths.join(", ");
  const text =
    since === undefined
      ? msg`Staged, but outside the paths of ${nameOf(policy)}, so not judged: ${files}.`
      : msg`Changed since ${since}, but outside the paths of ${nameOf(policy)}, so not judged: ${files}.`;
  return { reason: "outside", text };
}

/** Two reports as one: of files that have nothing to do with each other. */
function joined(report: LintReport, other: LintReport): LintReport {
  return {
    ...report,
    files: [...report.files, ...other.files],
    notes: [...report.notes, ...other.notes],
    notRead: [...report.notRead, ...other.notRead],
    beside: [...report.beside, ...other.beside],
    notJudged: [...report.notJudged, ...other.notJudged],
  };
}

/** A gate does not open because its migrations were not found. */
function noMigrations({ migrations, placeOf }: PolicyOf, report: LintReport): UserError {
  const seen = seenThere(report);
  if (!migrations) {
    return new UserError(seen ? msg`There is no SQL to judge: ${seen}.` : msg`There is no SQL to judge.`, {
      hint: msg`Migrations are read from files that end in .sql; what other files do to the database is not known.`,
    });
  }
  const path = migrations.path.join(", ");
  const { framework } = migrations;
  const none =
    framework === undefined
      ? msg`There is no migration in ${path}`
      : msg`There is no migration of ${framework} in ${path}`;
  const place = placeOf(["migrations", "path"]);
  return new UserError(seen ? msg`${none}: ${seen}.` : msg`${none}.`, {
    ...(place ? { place } : {}),
    hint: msg`Correct "path" or "framework"; files must be named as the framework names them.`,
  });
}

/** Files were named, and there is nothing in them that anybody could judge. */
function nothingNamed(paths: readonly string[]): UserError {
  return new UserError(msg`There is no SQL to judge in what was named: ${paths.join(", ")}.`, {
    hint: msg`Migrations are read from files that end in .sql; what other files do to the database is not known.`,
  });
}
