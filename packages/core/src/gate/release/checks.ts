import semver from "semver";
import { isAmong, type Environment } from "../../release/environment.js";
import type { Release } from "../../release/release.js";
import { msg, type Message } from "../../text/message.js";
import type { Place } from "../../text/user-error.js";
import type { Check, CheckSource } from "../check.js";

/** What git says of the commit that is judged. */
export interface GitFacts {
  /** All digits of the commit of HEAD. */
  readonly commit: string;
  /** The tags of that commit. */
  readonly tags: readonly string[];
  /** The commit that the release's own tag names, where there is such a tag. */
  readonly tagged?: string | undefined;
  readonly branch?: string | undefined;
  /** The addresses of those who wrote the commits since the base ref; undefined where no base is known. */
  readonly authors?: readonly string[] | undefined;
}

/** The release that is judged, where it goes, and what git says of it. */
export interface ReleaseEvidence {
  readonly release?: Release | undefined;
  readonly environment?: Environment | undefined;
  /** Where the environment stands in the policy. */
  readonly place?: Place | undefined;
  /** The file that the facts were read from, where there is one. */
  readonly file?: string | undefined;
  readonly git?: GitFacts | undefined;
}

/** Whether the release is what git has, and whether it may go where it goes. */
export function releaseChecks(evidence: ReleaseEvidence): Check[] {
  const { release, environment, git } = evidence;
  return [
    ...(release ? [...ownContradictions(release), ...(git ? gitContradictions(release, git) : [])] : []).map(
      ({ about, text, outcome }) => checkOf(`release/${about}`, "contradiction", outcome, text, fileSource(evidence)),
    ),
    ...(environment ? environmentChecks(environment, evidence) : []),
  ];
}

interface Contradiction {
  readonly about: "version" | "commit" | "tag" | "authors";
  readonly text: Message;
  readonly outcome: "hold" | "warn";
}

function ownContradictions({ version, tag, type, severity }: Release): Contradiction[] {
  const tagged = /(?:^|[^0-9A-Za-z.])v?(\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?)$/.exec(tag ?? "")?.[1];
  const other = version !== undefined && tagged !== undefined && semver.parse(tagged)?.raw !== version;
  const unneeded = severity !== undefined && type !== "hotfix" && type !== "security";
  return [
    ...(other
      ? [
          {
            about: "version" as const,
            outcome: "hold" as const,
            text: msg`The version is ${version}, and the tag ${tag ?? ""}.`,
          },
        ]
      : []),
    ...(unneeded
      ? [
          {
            about: "version" as const,
            outcome: "warn" as const,
            text: msg`The severity ${severity} is that of a hotfix, and the release is of the type "${type}".`,
          },
        ]
      : []),
  ];
}

function gitContradictions(release: Release, git: GitFacts): Contradiction[] {
  const { commit, tag, authors, from } = release;
  const found: Contradiction[] = [];
  const said = (fact: "commit" | "tag" | "authors"): boolean => from[fact] === "flag" || from[fact] === "file";
  if (commit !== undefined && said("commit") && !git.commit.startsWith(commit.toLowerCase())) {
    const text = msg`The release is said to be of commit ${commit}, and what is judged is ${git.commit.slice(0, 12)}.`;
    found.push({ about: "commit", outcome: "hold", text });
  }
  if (tag !== undefined && git.tagged !== undefined && git.tagged !== git.commit) {
    const text = msg`The tag ${tag} is of commit ${git.tagged.slice(0, 12)}, and what is judged is ${git.commit.slice(0, 12)}.`;
    found.push({ about: "tag", outcome: "hold", text });
  }
  const known = new Set((authors ?? []).map((each) => each.toLowerCase()));
  const others = (git.authors ?? []).filter((each) => !known.has(each.toLowerCase()));
  if (authors !== undefined && said("authors") && others.length > 0) {
    const text = msg`Commits of this release are of authors that it does not name: ${others.join(", ")}.`;
    found.push({ about: "authors", outcome: "warn", text });
  }
  return found;
}

function environmentChecks(environment: Environment, { release, git, place }: ReleaseEvidence): Check[] {
  const { name, branches, approvals } = environment;
  const branch = release?.branch ?? git?.branch;
  const source = place && { file: place.path, line: place.line ?? 1, column: place.column ?? 1 };
  const checks: Check[] = [];
  if (branches !== undefined) {
    const id = `release/environment/${name}/branch`;
    const list = branches.join(", ");
    if (branch === undefined) {
      const text = msg`${name} takes releases from ${list} only, and nothing tells the branch of this one.`;
      checks.push(checkOf(id, "no-data", "hold", text, source));
    } else if (isAmong(branch, branches)) {
      checks.push(checkOf(id, "ok", "pass", msg`${name} takes releases from ${branch}.`, source));
    } else {
      const text = msg`${name} takes releases from ${list} only, and this one is from ${branch}.`;
      checks.push(checkOf(id, "branch", "hold", text, source));
    }
  }
  if (approvals > 0) {
    // A gate does not open because nobody wrote down who approved.
    const text = msg`${name} asks for ${approvals} {1, plural, one {approval} other {approvals}}, and nothing tells who approved.`;
    checks.push(checkOf(`release/environment/${name}/approvals`, "no-data", "hold", text, source));
  }
  return checks;
}

const fileSource = ({ file }: ReleaseEvidence): CheckSource | undefined =>
  file === undefined ? undefined : { file, line: 1, column: 1 };

const checkOf = (
  id: string,
  reason: Check["reason"],
  outcome: Check["outcome"],
  summary: Message,
  source: CheckSource | undefined,
): Check => ({
  ...{ id, kind: "release", outcome, reason, summary, symptom: false, evidence: {} },
  ...(source ? { source } : {}),
});
