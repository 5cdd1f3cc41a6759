import semver from "semver";
import * as z from "zod";
import { closestTo, parseDocument, read, spanOf } from "../document/index.js";
import { msg, type Message } from "../text/message.js";
import { UserError } from "../text/user-error.js";

/** Why a release is made, which decides who must approve it and how fast it may go. */
export const releaseTypes = ["regular", "hotfix", "security", "config", "infrastructure"] as const;
/** How bad it is what a hotfix mends, the worst first. */
export const severities = ["P0", "P1", "P2", "P3", "P4"] as const;
export const risks = ["low", "medium", "high"] as const;
/** What of the system a release changes. */
export const changeKinds = ["api", "database", "event", "infrastructure", "config", "application"] as const;

const notSemver = msg`A version is MAJOR.MINOR.PATCH, with -PRERELEASE or +BUILD where there is one, as 1.4.0 or 2.0.0-rc.1.`;

/** The shape of `release.yaml`: what is known of the release that is judged. Versions as https://semver.org (2.0.0) has them. */
export const releaseSchema = z.strictObject({
  version: z
    .string()
    .refine((text) => /^\d\S*$/.test(text) && semver.parse(text) !== null, { params: { text: notSemver } })
    .describe("The version, as `1.4.0` or `2.0.0-rc.1`."),
  tag: z.string().min(1).optional().describe("The git tag; that of the commit if left out."),
  // Of digits alone YAML makes a number; how it is written counts.
  commit: z
    .union([z.string().regex(/^[0-9a-f]{7,64}$/), z.number().transform(String)])
    .optional()
    .describe("The commit that is released, at least seven digits; git's if left out."),
  branch: z.string().min(1).optional().describe("The branch that it is released from; that of CI or git if left out."),
  digest: z
    .string()
    .regex(/^[a-z0-9]+:[0-9a-fA-F]{32,}$/)
    .optional()
    .describe("The digest of what is deployed, as `sha256:...`."),
  authors: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe("Who made the change, by e-mail address; git's if left out."),
  type: z.enum(releaseTypes).default("regular").describe("Why it is made."),
  severity: z.enum(severities).optional().describe("How bad it is what a hotfix mends."),
  risk: z.enum(risks).optional().describe("How likely it hurts users."),
  changes: z.array(z.enum(changeKinds)).optional().describe("What it changes."),
});

/** Where a fact of a release comes from; the first of these that knows it counts. */
export type FactSource = "flag" | "file" | "ci" | "git";

/** A release: what is known of it, and from where. */
export interface Release extends Omit<ReleaseFacts, "type"> {
  readonly type: (typeof releaseTypes)[number];
  /** Where each fact comes from. */
  readonly from: Readonly<Partial<Record<ReleaseFact, FactSource>>>;
}

export type ReleaseFact = keyof z.output<typeof releaseSchema>;

/** Facts of a release as one source tells them. */
export type ReleaseFacts = { readonly [Fact in ReleaseFact]?: z.output<typeof releaseSchema>[Fact] | undefined };

/** How far a version goes: what semver calls the part that is raised. */
export type Level = "major" | "minor" | "patch";

/**
 * The level of a version by itself: the last of its parts that is not zero was raised (semver.org, items 6 to 8). Undefined for
 * no version.
 */
export function levelOf(version: string | undefined): Level | undefined {
  const parsed = semver.parse(version);
  if (!parsed) return undefined;
  if (parsed.patch > 0) return "patch";
  return parsed.minor > 0 ? "minor" : "major";
}

/** Joins what several sources tell of a release: of each fact the first that knows it. Undefined where none tells anything. */
export function releaseOf(told: Readonly<Partial<Record<FactSource, ReleaseFacts | undefined>>>): Release | undefined {
  const from: Partial<Record<ReleaseFact, FactSource>> = {};
  const facts: Record<string, unknown> = {};
  for (const source of ["flag", "file", "ci", "git"] as const) {
    for (const [fact, value] of Object.entries(told[source] ?? {})) {
      if (value === undefined || fact in facts) continue;
      facts[fact] = value;
      from[fact as ReleaseFact] = source;
    }
  }
  // What git or CI tell is no release by itself: each commit has it.
  if (told.flag === undefined && told.file === undefined && told.ci?.tag === undefined) return undefined;
  return { type: "regular", ...(facts as Omit<ReleaseFacts, "type">), from };
}

/** A release as one line: `1.4.0 (hotfix, P1) of v1.4.0 at 1a2b3c4`. */
export function releaseText({ version, type, severity, tag, commit }: Release): Message {
  const name = version ?? tag ?? commit?.slice(0, 12) ?? "";
  const about = [type, ...(severity === undefined ? [] : [severity])].join(", ");
  return commit === undefined || name === commit.slice(0, 12)
    ? msg`release ${name} (${about})`
    : msg`release ${name} (${about}) at ${commit.slice(0, 12)}`;
}

/**
 * Reads a `release.yaml`.
 * @throws UserError with line and column for what is no release, and for two of them.
 */
export function parseRelease(text: string, path: string): ReleaseFacts {
  const [document, second] = parseDocument(text, path);
  if (!document) {
    throw new UserError(msg`${path} is empty.`, {
      place: { path, line: 1, column: 1 },
      hint: msg`Write at least "version: 1.4.0".`,
    });
  }
  if (second) {
    throw new UserError(msg`${path} holds two releases.`, {
      place: { path, ...second.lines.position(second.node.range?.[0] ?? 0) },
      hint: msg`Keep the one that is judged; name another file with --release.`,
    });
  }
  const facts = read(document, releaseSchema);
  if (facts.commit === undefined) return facts;
  const { start, end } = spanOf(document, ["commit"]);
  const written = document.text.slice(start, end).replace(/^(["'])(.*)\1$/, "$2");
  return { ...facts, commit: written };
}

/**
 * Reads facts that are given one by one, as `version=1.4.0,type=hotfix`; those of a list are given several times.
 * @throws UserError for a fact that is not known, or that is given twice, and for a wrong value.
 */
export function parseFacts(given: readonly string[]): ReleaseFacts {
  const lists = new Set(["authors", "changes"]);
  const facts = new Map<string, string[]>();
  const known = Object.keys(releaseSchema.shape);
  for (const part of given.flatMap((each) => each.split(",")).map((each) => each.trim())) {
    const at = part.indexOf("=");
    const name = at === -1 ? part : part.slice(0, at);
    if (!known.includes(name) || at === -1) {
      const close = closestTo(name, known);
      throw new UserError(msg`--set cannot be "${part}".`, {
        hint: known.includes(name)
          ? msg`Write ${name}=VALUE.`
          : close === undefined
            ? msg`Facts of a release: ${known.join(", ")}.`
            : msg`Did you mean "${close}"?`,
      });
    }
    const before = facts.get(name) ?? [];
    if (before.length > 0 && !lists.has(name)) {
      throw new UserError(msg`--set gives "${name}" twice.`, { hint: msg`Give each fact of the release once.` });
    }
    facts.set(name, [...before, part.slice(at + 1)]);
  }
  const value = Object.fromEntries([...facts].map(([name, values]) => [name, lists.has(name) ? values : values[0]]));
  const parsed = releaseSchema.partial().safeParse(value);
  if (parsed.success) {
    // Left out, a type is no fact.
    const { type, ...rest } = parsed.data;
    return facts.has("type") && type !== undefined ? { ...rest, type } : rest;
  }
  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0] ?? "");
  throw new UserError(msg`--set cannot be "${`${name}=${facts.get(name)?.join(",") ?? ""}`}".`, {
    hint: hintFor(name),
  });
}

function hintFor(name: string): Message {
  const words: Readonly<Record<string, readonly string[]>> = {
    type: releaseTypes,
    severity: severities,
    risk: risks,
    changes: changeKinds,
  };
  const list = words[name];
  if (list) return msg`Use one of: ${list.join(", ")}.`;
  if (name === "version") return notSemver;
  return name === "commit"
    ? msg`Write at least seven digits of the commit.`
    : msg`Write it as ${name === "digest" ? "sha256:..." : `${name}=VALUE`}.`;
}
