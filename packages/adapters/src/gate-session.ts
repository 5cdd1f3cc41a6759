import { existsSync } from "node:fs";
import { dirname } from "node:path";
import {
  lintEvidence,
  rules,
  shownFindings,
  sourceOf,
  toldOfFile,
  type AgainstBase,
  type Evidence,
  type GateKind,
  type LintedFile,
  type MigrationEvidence,
  type Moment,
  type PlacedFinding,
  type PostgresMajor,
  type SloEvidence,
  type ToldOfFile,
} from "@release-gate/core";
import { againstBase } from "./base-gate.js";
import { shownPath } from "./files.js";
import { GitAnswers } from "./git-answers.js";
import { loadProject } from "./load-project.js";
import { policyFiles } from "./policy-files.js";
import { needsGit, readLintInput, type LintRequest, type Project } from "./project.js";
import type { QueryOptions } from "./query-slos.js";
import { readRelease, type ReleaseRequest } from "./release.js";
import { withSignal } from "./retry.js";
import { readSloData, type SloDataOptions } from "./slo-data.js";

/** What is asked of a project besides the kinds and the moment. */
export interface GatherRequest {
  /** A git ref: only what changed since its merge base with HEAD ships. */
  readonly since?: string | undefined;
  readonly policyFrom?: string | undefined;
  /** Only what is staged for the next commit ships, as it is staged. */
  readonly staged?: boolean | undefined;
  readonly postgres?: PostgresMajor | undefined;
  readonly query?: QueryOptions | undefined;
  readonly release?: Omit<ReleaseRequest, "since"> | undefined;
  /** How much of the run's time is left, in milliseconds; what is not gathered by then is `late`. As long as it takes if left out. */
  readonly left?: (() => number) | undefined;
}

/** The judgment of one text in its place in its project. */
export interface FileReport {
  /** Undefined where the text is none of its project's migrations. */
  readonly file: LintedFile | undefined;
  /** What a person is shown, in the order of the text. */
  readonly findings: readonly PlacedFinding[];
  /** What holds, or was guessed, and is no finding of a rule. */
  readonly told: ToldOfFile | undefined;
  /** Whether the judgment lacks what git would have told: the folder is not trusted. */
  readonly gitUnasked: boolean;
}

export interface JudgeOptions {
  /** Today as YYYY-MM-DD. */
  readonly today: string;
  /** Whether files are judged that the policy does not count among its migrations. */
  readonly strangers?: boolean;
  /** Whether rules run that are off by default: the surface's own configuration says which of them are shown. */
  readonly style?: boolean;
}

/**
 * The only reader of the world: every surface gathers with it, judges with core's `judge`, and shows the report. It holds what
 * git said for as long as somebody types.
 */
export class GateSession {
  readonly #answers: GitAnswers;
  readonly #git: () => boolean;

  /** @param options.git whether git may be run: not in a folder that nobody trusts. */
  constructor({ git = () => true, clock }: { readonly git?: () => boolean; readonly clock?: () => number } = {}) {
    this.#answers = new GitAnswers(clock);
    this.#git = git;
  }

  /**
   * All that a verdict about some kinds rests on.
   * @throws UserError for what cannot be read.
   */
  async gather(
    project: Project,
    kinds: readonly GateKind[],
    moment: Moment,
    request: GatherRequest = {},
  ): Promise<Evidence> {
    const { since, left } = request;
    const release = request.release && readRelease(project, { ...request.release, since });
    const base = this.base(project, request);
    const migrations = kinds.includes("migrations")
      ? this.migrations(project, migrationsAt(moment, request))
      : undefined;
    if (!kinds.includes("slo")) return { migrations, release, base };
    const slo = await within(left, (ended) => this.slos(project, moment, { ...request.query, ...ended }));
    return { migrations, slo, release, base, ...(slo === undefined ? { late: ["slo"] } : {}) };
  }

  /**
   * Judges a text as the file `path` (absolute) of its project, whether or not it is saved. Reads synchronously, as ESLint asks
   * for. The parser must be loaded.
   * @throws UserError for a project that cannot be read, such as an unknown key in release-gate.yaml.
   */
  judge(path: string, text: string, { today, strangers = false, style = false }: JudgeOptions): FileReport {
    const project = style ? withStyleRules(loadProject(dirname(path))) : loadProject(dirname(path));
    if (!strangers && existsSync(path) && !isMigration(project, path))
      return { file: undefined, findings: [], told: undefined, gitUnasked: false };
    const unsaved = sourceOf(shownPath(project.root, path), text);
    const report = lintEvidence(this.migrations(project, { unsaved, today }), project.policy);
    const file = report.files.find(({ source }) => source.path === unsaved.path);
    return {
      file,
      findings: file ? shownFindings({ files: [file] }) : [],
      told: toldOfFile(report, unsaved.path),
      gitUnasked: !this.#git() && needsGit(project),
    };
  }

  /**
   * The migrations that a request means, in their history, read and not yet judged.
   * @throws UserError for a path that does not exist or cannot be read, and for what git cannot tell.
   */
  migrations(project: Project, request: LintRequest = {}): MigrationEvidence {
    return readLintInput(project, this.#git() ? request : { ...request, git: false }, this.#answers);
  }

  /** What of a project's gate is weaker than at the base ref; undefined where git tells no base. */
  base(
    project: Project,
    { since, policyFrom, staged }: Pick<GatherRequest, "since" | "policyFrom" | "staged"> = {},
  ): AgainstBase | undefined {
    return againstBase(project, {
      ...(staged === true ? { staged } : {}),
      ...(since === undefined ? {} : { since }),
      ...(policyFrom === undefined ? {} : { policyFrom }),
    });
  }

  /** What the SLOs' files and their metrics say at a moment. */
  slos(project: Project, { now }: Pick<Moment, "now">, options?: SloDataOptions): Promise<SloEvidence> {
    return readSloData(project, now, options);
  }
}

function migrationsAt({ now }: Moment, { since, staged, postgres, left }: GatherRequest): LintRequest {
  return {
    today: new Date(now).toISOString().slice(0, 10),
    steps: false,
    ...(left ? { isTimeOver: () => left() === 0 } : {}),
    ...(postgres === undefined ? {} : { postgres }),
    ...(since === undefined ? {} : { since }),
    ...(staged === true ? { staged } : {}),
  };
}

/** Whether the policy counts a file among the migrations; every SQL file where no policy says which are. */
function isMigration({ root, policy }: Project, path: string): boolean {
  return policy.migrations === undefined || policyFiles(root, policy.migrations.path).includes(path);
}

/** The rules of style run as well, where no policy says otherwise. */
function withStyleRules(project: Project): Project {
  const style = rules
    .filter((rule) => !rule.default)
    .map(({ id, severity }) => [id, { severity, options: {}, unasked: true }] as const);
  const ruleSettings = new Map([...style, ...project.policy.ruleSettings]);
  return { ...project, policy: { ...project.policy, ruleSettings } };
}

/** What was asked for within the time that is left; else undefined, and the signal ends what still asks. */
function within<Result>(
  left: (() => number) | undefined,
  gather: (ended: { readonly signal?: AbortSignal }) => Promise<Result>,
): Promise<Result | undefined> {
  if (left === undefined) return gather({});
  return withSignal(left, (signal) => {
    const over = new Promise<undefined>((resolve) => signal.addEventListener("abort", () => resolve(undefined)));
    return Promise.race([gather({ signal }), over]);
  });
}
