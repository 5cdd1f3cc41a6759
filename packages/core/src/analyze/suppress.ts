import { closestMatch } from "leven";
import type { Finding, JudgedSuppression } from "../rules/rule.js";
import { foreignNames, meaningOf } from "../source/foreign-comments.js";
import type { Migration } from "../source/migration.js";
import {
  leadingSuppressions,
  mentionsSuppression,
  suppressionsOf,
  type NamedRule,
  type Suppression,
} from "../source/suppression.js";
import type { PostgresMajor } from "../sql/statement.js";
import { LimitReached } from "../text/limits.js";
import { msg } from "../text/message.js";
import { sorted, toFinding, type ActiveRule } from "./run-rules.js";
import { Silencers, type Entry } from "./silencers.js";

/** A judged migration of a file, with the rules that ran there. */
export interface Spoken {
  readonly migration: Migration;
  readonly findings: readonly Finding[];
  readonly rules: readonly ActiveRule[];
}

export interface SuppressOptions {
  readonly postgres: PostgresMajor;
  /** Ids of all rules that there are, on or off. */
  readonly known: ReadonlySet<string>;
  /** YYYY-MM-DD; nothing expires where it is not given. */
  readonly today: string | undefined;
}

/**
 * Marks what the comments of a file silence, and adds what the rules say about those comments. `file` are the migrations of
 * one source. Comments that name rules about comments come last: they silence findings about others, never about themselves.
 */
export function suppress(file: readonly Spoken[], options: SuppressOptions): (readonly Finding[])[] {
  const source = file[0]?.migration.source;
  if (!source || !mentionsSuppression(source.text)) return file.map(({ findings }) => findings);
  const entries = entriesOf(file, options);
  const all = new Silencers(entries);
  const result = file.map(({ findings }, index) => findings.map((finding) => silenced(finding, index, all)));
  const aboutComments = new Set(
    file.flatMap(({ rules }) => rules.flatMap(({ rule }) => (rule.aboutComment ? [rule.id] : []))),
  );
  const meta = (entry: Entry): boolean => entry.suppression.names.some(({ name }) => aboutComments.has(name));
  const last = entries.filter(meta);
  const lastOnes = new Silencers(last);
  const asked = askedIn(file);
  for (const entry of entries.filter((each) => !meta(each))) {
    const found = findingsAbout(entry, file, asked, options);
    for (const finding of found) result[entry.home]?.push(silenced(finding, entry.home, lastOnes));
  }
  for (const entry of last)
    for (const finding of findingsAbout(entry, file, asked, options)) result[entry.home]?.push(finding);
  return result.map((findings) => sorted(findings));
}

/** Names of rules that the comments of one file may have: each may be a mistake, for which the nearest rule is looked for. */
const mostNames = 10_000;
const tooManyNames = msg`The comments of this file name more than ${mostNames} rules: they do not count.`;

function entriesOf(file: readonly Spoken[], { postgres, today }: SuppressOptions): Entry[] {
  const first = file[0]?.migration;
  const until = Math.min(...file.map(({ migration }) => migration.span.start));
  const leading = first && until > 0 ? leadingSuppressions(first.source, until, postgres) : [];
  const placed = file.flatMap(({ migration }, home) => suppressionsOf(migration).map((each) => [each, home] as const));
  const all = [...leading.map((each) => [each, 0] as const), ...placed];
  if (all.reduce((sum, [{ names }]) => sum + names.length, 0) > mostNames) throw new LimitReached(tooManyNames);
  return all.map(([suppression, home]) => ({
    suppression,
    home,
    expired: suppression.expires !== undefined && today !== undefined && suppression.expires < today,
    silenced: new Set<string>(),
  }));
}

/** The finding, marked by the first comment that silences it; that comment is then of use. */
function silenced(finding: Finding, home: number, silencers: Silencers): Finding {
  const by = silencers.of(finding, home);
  if (!by) return finding;
  by.silenced.add(finding.rule);
  const { suppression } = by;
  return {
    ...finding,
    suppressed: {
      by: suppression.by,
      reason: suppression.reason,
      ...(suppression.owner === undefined ? {} : { owner: suppression.owner }),
      ...(suppression.expires === undefined ? {} : { expires: suppression.expires }),
    },
  };
}

/**
 * The rules that were asked where a comment reaches. One that is off, or runs for one surface only, had no chance to speak: that
 * says nothing about the comment.
 */
type Asked = (entry: Entry) => ReadonlySet<string>;

function askedIn(file: readonly Spoken[]): Asked {
  const of = (ran: readonly Spoken[]): ReadonlySet<string> =>
    new Set(ran.flatMap(({ rules }) => rules.flatMap(({ rule, unasked }) => (unasked ? [] : [rule.id]))));
  const each = file.map((one) => of([one]));
  const all = of(file);
  return ({ suppression, home }) => (suppression.reach.of === "file" ? all : (each[home] ?? all));
}

function findingsAbout(entry: Entry, file: readonly Spoken[], asked: Asked, options: SuppressOptions): Finding[] {
  const judged = judge(entry, asked(entry), options);
  return (file[entry.home]?.rules ?? []).flatMap((active) =>
    (active.rule.aboutComment?.(judged) ?? []).map((report) => toFinding(active, report, judged.statement)),
  );
}

function judge(entry: Entry, asked: ReadonlySet<string>, { known }: SuppressOptions): JudgedSuppression {
  const { suppression, expired } = entry;
  const own = suppression.by === "comment";
  const isUnknown = ({ name, rules }: NamedRule): boolean => (own ? !known.has(name) : rules === undefined);
  const unused = (named: NamedRule): boolean =>
    !isUnknown(named) && asked.has(named.name) && !entry.silenced.has(named.name);
  return {
    ...suppression,
    expired,
    unused: suppression.names.filter(unused),
    unknown: suppression.names
      .filter(isUnknown)
      .map((named) => ({ named, meant: meantBy(named.name, suppression, known) })),
  };
}

/** Our rule for another tool's name in our own comment; else the nearest name. */
function meantBy(name: string, { by }: Suppression, known: ReadonlySet<string>): string | undefined {
  if (by !== "comment") return nearest(name, foreignNames(by));
  return meaningOf(name)?.join(", ") || nearest(name, [...known]);
}

/** At most a third of its letters differ, as in the policy's messages. */
function nearest(name: string, candidates: readonly string[]): string | undefined {
  return closestMatch(name, candidates, { maxDistance: Math.max(1, Math.floor(name.length / 3)) });
}
