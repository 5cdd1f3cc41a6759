import { askGit, type Versioned } from "./deployment.js";
import type { LintRequest, Project } from "./project.js";

/** Milliseconds for which git's answer for unsaved texts holds: ESLint asks for each file, an editor with each pause. */
const holds = 2000;

/** What git said a moment ago. Of files on disk it is asked each time. */
export class GitAnswers {
  readonly #clock: () => number;
  readonly #kept = new Map<string, { readonly until: number; readonly versioned: Versioned | undefined }>();

  /** @param clock milliseconds, from any beginning. */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  /**
   * What git says about a request; undefined where neither the request nor the policy asks git.
   * @throws UserError where git cannot be asked, or does not know the ref.
   */
  of(project: Project, request: LintRequest): Versioned | undefined {
    if (request.git === false) return undefined;
    if (request.unsaved === undefined) return askGit(project, request);
    const { since, released } = project.policy.migrations ?? {};
    const key = JSON.stringify([project.root, request.since, request.staged, since, released]);
    const known = this.#kept.get(key);
    if (known && this.#clock() < known.until) return known.versioned;
    const versioned = askGit(project, request);
    this.#kept.set(key, { until: this.#clock() + holds, versioned });
    return versioned;
  }
}
