import { rules } from "../rules/index.js";
import type { Severity } from "../rules/rule.js";
import type { Baseline, BaselineEntry } from "../analyze/baseline.js";
import type { ReportData } from "../analyze/report/report-data.js";
import type { Weakening } from "../analyze/not-known.js";
import type { RuleSetting } from "../analyze/run-rules.js";
import { SourceLines } from "../source/source-lines.js";
import type { Check } from "./check.js";
import { isMapping, keyPositionOf, type PathKey, type YamlDocument } from "../document/index.js";
import { msg, type Message } from "../text/message.js";
import type { Place } from "../text/user-error.js";
import type { Policy } from "../policy/policy.js";
import { settingsOf, type RulePatches } from "../policy/rule-overrides.js";

/** A policy with what it names, in one of two states. */
export interface GateState {
  readonly policy: Policy;
  readonly baseline?: Baseline | undefined;
  /** The documents of its SLO files. */
  readonly slos?: readonly YamlDocument[];
  /** The texts of the files that the policy names for what it knows of production, by the path of the key. */
  readonly facts?: ReadonlyMap<string, string | undefined>;
  /** Whether a migration of this name or version was there in this state. */
  readonly has?: (migration: string) => boolean;
}

/** What the gate was at the base ref, and what of it is weaker now. */
export interface AgainstBase {
  readonly weakened: readonly Weakening[];
  /** That there is nothing to compare with, where that is so. */
  readonly note?: Message;
  /** Whether the base's own policy only reports; a head that says so cannot open the gate for itself. */
  readonly enforce: Policy["enforce"];
  /** Which comments that silence an error may ship with the migration they stand in. */
  readonly accepted: Accepted;
}

type Accepted = NonNullable<Policy["migrations"]>["accept-suppressions"];

type Json = unknown;
/** What a change of a setting is: `weaker` lets more pass; what nobody can tell counts as weaker. */
type Judge = (before: Json, now: Json, gates: { readonly before: GateState; readonly now: GateState }) => boolean;

const order =
  (left: string, ...words: readonly string[]): Judge =>
  (before, now) =>
    words.indexOf(String(now ?? left)) < words.indexOf(String(before ?? left));
const never: Judge = () => false;
const always: Judge = () => true;
const list = (value: Json): readonly string[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).map((each) => JSON.stringify(each));
/** Fewer entries let more pass: what is read, what is checked. */
const fewer: Judge = (before, now) => list(before).some((each) => !list(now).includes(each));
/** More entries let more pass: exceptions. */
const more: Judge = (before, now) => list(now).some((each) => !list(before).includes(each));
const lower =
  (left: number): Judge =>
  (before, now) =>
    Number(now ?? left) < Number(before ?? left);
const gap = order("hold", "pass", "warn", "hold");

/**
 * The keys of which it is known which way lets more pass. Any other change counts as weaker: a key that is added later is
 * safe before anybody has thought of it here. Rules, overrides and baselines are compared by what they mean.
 */
const judges: Readonly<Record<string, Judge>> = {
  name: never,
  environments: (before, now) =>
    // One that is new takes nothing away from those that were there.
    Object.entries((before ?? {}) as Fields).some(
      ([name, was]) => JSON.stringify(was) !== JSON.stringify((now as Fields | undefined)?.[name]),
    ),
  enforce: order("gate", "report", "gate"),
  "migrations.path": fewer,
  "migrations.released": (_before, now, gates) => typeof now !== "string" || gates.before.has?.(now) !== true,
  "migrations.rules": never,
  "migrations.overrides": never,
  "migrations.baseline": never,
  "migrations.allow-not-read": more,
  "migrations.allow-not-judged": more,
  "migrations.accept-suppressions": order("none", "all", "with-reason", "none"),
  "slo.files": fewer,
  "slo.no-data": gap,
  "slo.stale": gap,
  "slo.insufficient-samples": gap,
  "slo.partial-range": gap,
  "slo.source-down": gap,
  "slo.minimum-events": lower(1),
  "slo.minimum-coverage": lower(0.9),
  "slo.burn.page": order("rollback", "pass", "warn", "hold", "rollback"),
  "slo.burn.ticket": order("warn", "pass", "warn", "hold", "rollback"),
  "slo.budget": fewer,
  "slo.exclusions": more,
  "slo.exempt": (_before, now) => now !== undefined,
};

/** Keys under which the parts are compared, each by itself. */
const parents: ReadonlySet<string> = new Set(["", "migrations", "slo", "slo.burn"]);

/** What lets more pass now than before, in the order of the file. */
export function weakenings(before: GateState, now: GateState): Weakening[] {
  return [
    ...changedKeys(before, now),
    ...weakerRules(before.policy, now.policy),
    ...newEntries(before, now),
    ...changedFacts(before, now),
    ...weakerSlos(before, now),
  ];
}

function changedKeys(before: GateState, now: GateState): Weakening[] {
  const found: Weakening[] = [];
  const compare = (path: readonly string[], old: Json, present: Json): void => {
    const key = path.join(".");
    if (JSON.stringify(old) === JSON.stringify(present)) return;
    if (parents.has(key) && (isMapping(old) || old === undefined) && (isMapping(present) || present === undefined)) {
      // A gate that is new looks at more; one that is gone looks at nothing.
      if (old === undefined && path.length === 1) return;
      if (present === undefined && path.length === 1) return void found.push(changed(now.policy, path, old, present));
      for (const each of new Set([...Object.keys(old ?? {}), ...Object.keys(present ?? {})]))
        compare([...path, each], (old as Fields | undefined)?.[each], (present as Fields | undefined)?.[each]);
      return;
    }
    if ((judges[key] ?? always)(old, present, { before, now })) found.push(changed(now.policy, path, old, present));
  };
  compare([], before.policy.document?.value, now.policy.document?.value);
  return found;
}

type Fields = Readonly<Record<string, Json>>;

function changed(policy: Policy, path: readonly string[], old: Json, present: Json): Weakening {
  const place = placeOf(policy, path);
  const key = path.join(".");
  if (present === undefined) return { place, text: msg`"${key}" was ${shown(old)} and is gone.` };
  if (old === undefined) return { place, text: msg`"${key}: ${shown(present)}" is new.` };
  return { place, text: msg`"${key}" was ${shown(old)} and is ${shown(present)}.` };
}

/** A value as one short line. */
function shown(value: Json): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "-");
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function placeOf(policy: Policy, path: readonly PathKey[]): Place {
  return policy.placeOf(path) ?? { path: "release-gate.yaml", line: 1, column: 1 };
}

const rank = (severity: Severity | "off"): number => ["off", "warning", "error"].indexOf(severity);

/** What a rule does under some settings: left out, as it is by default. */
function effective(settings: ReadonlyMap<string, RuleSetting>, id: string): RuleSetting {
  const rule = rules.find((each) => each.id === id);
  const own = rule?.default === false ? "off" : (rule?.severity ?? "off");
  return settings.get(id) ?? { severity: own, options: {} };
}

function isWeaker(old: RuleSetting, present: RuleSetting): boolean {
  if (rank(present.severity) < rank(old.severity)) return true;
  // An option is a bound of the rule's own: which way is stricter only the rule knows.
  return present.severity !== "off" && JSON.stringify(old.options) !== JSON.stringify(present.options);
}

function weakerRules(before: Policy, now: Policy): Weakening[] {
  if (!before.migrations || !now.migrations) return [];
  const found: Weakening[] = [];
  const tell = (path: readonly PathKey[], id: string, old: RuleSetting, present: RuleSetting): void => {
    const place = placeOf(now, path);
    const text =
      old.severity === present.severity
        ? msg`The options of ${id} were ${shown(old.options)} and are ${shown(present.options)}.`
        : msg`${id} was ${old.severity} and is ${present.severity}.`;
    found.push({ place, text });
  };
  for (const { id } of rules) {
    const [old, present] = [effective(before.ruleSettings, id), effective(now.ruleSettings, id)];
    if (isWeaker(old, present)) tell(["migrations", "rules", id], id, old, present);
  }
  const known = new Set(before.ruleOverrides.map(keyOf));
  for (const [index, override] of now.ruleOverrides.entries()) {
    if (known.has(keyOf(override))) continue;
    const there = settingsOf(now.ruleSettings, [override.patches]);
    for (const id of override.patches.keys()) {
      const [old, present] = [effective(now.ruleSettings, id), effective(there, id)];
      if (isWeaker(old, present)) tell(["migrations", "overrides", index, "rules", id], id, old, present);
    }
  }
  const kept = new Set(now.ruleOverrides.map(keyOf));
  for (const override of before.ruleOverrides) {
    if (kept.has(keyOf(override))) continue;
    const there = settingsOf(before.ruleSettings, [override.patches]);
    for (const id of override.patches.keys()) {
      const [old, present] = [effective(there, id), effective(now.ruleSettings, id)];
      if (isWeaker(old, present)) tell(["migrations", "overrides"], id, old, present);
    }
  }
  return found;
}

function keyOf({ paths, patches }: { readonly paths: readonly string[]; readonly patches: RulePatches }): string {
  return JSON.stringify([paths, [...patches]]);
}

/** Findings that the baseline lets pass and did not. */
function newEntries(before: GateState, now: GateState): Weakening[] {
  const { baseline } = now;
  if (!baseline) return [];
  const known = new Map((before.baseline?.entries ?? []).map((entry) => [entryKey(entry), entry.count]));
  const added = baseline.entries.filter((entry) => entry.count > (known.get(entryKey(entry)) ?? 0));
  return added.map((entry) => ({
    place: { path: baseline.path, line: baseline.lines?.[baseline.entries.indexOf(entry)] ?? 1, column: 1 },
    text: msg`The baseline lets ${entry.rule} pass in ${entry.migration}, which it did not before.`,
  }));
}

/** Files that say what production has: smaller tables and other schemas let more pass, and nobody can tell. */
function changedFacts(before: GateState, now: GateState): Weakening[] {
  return [...(before.facts ?? [])].flatMap(([key, was]): Weakening[] => {
    if (was === undefined || !now.facts?.has(key) || now.facts.get(key) === was) return [];
    const place = placeOf(now.policy, key.split("."));
    return [
      { place, text: msg`The file of "${key}" is not what it was. Merge what was collected anew by itself first.` },
    ];
  });
}

function entryKey({ rule, migration, direction, statement }: BaselineEntry): string {
  return JSON.stringify([rule, migration, direction, statement]);
}

/** Keys of an SLO's document that say nothing about what is asked. */
const wordsOnly = /(?:^|\.)(?:description|displayName|annotations|labels)(?:\.|$)/;
/** Shares that must be good: more of it asks for more. */
const target = /(?:^|\.)(?:target|targetPercent|objective)$/;

/** SLOs that are gone or ask for something else. A higher target asks for more; of other changes nobody can tell. */
function weakerSlos(before: GateState, now: GateState): Weakening[] {
  const present = new Map((now.slos ?? []).map((document) => [identityOf(document), document]));
  return (before.slos ?? []).flatMap((old): Weakening[] => {
    const document = present.get(identityOf(old));
    const name = nameOf(old);
    if (!document)
      return [{ place: placeOf(now.policy, ["slo", "files"]), text: msg`The SLO file of ${name} is gone.` }];
    const found: Weakening[] = [];
    const compare = (path: readonly PathKey[], was: Json, is: Json): void => {
      if (JSON.stringify(was) === JSON.stringify(is) || wordsOnly.test(path.join("."))) return;
      if (isTree(was) && isTree(is)) {
        for (const key of new Set([...Object.keys(was), ...Object.keys(is)]))
          compare([...path, key], (was as Fields)[key], (is as Fields)[key]);
        return;
      }
      if (target.test(path.join(".")) && Number(is) >= Number(was)) return;
      const place = { path: document.path, ...keyPositionOf(document, path) };
      found.push({ place, text: msg`"${path.join(".")}" of ${name} was ${shown(was)} and is ${shown(is)}.` });
    };
    compare([], old.value, document.value);
    return found;
  });
}

function isTree(value: Json): value is object {
  return typeof value === "object" && value !== null;
}

function identityOf({ value }: YamlDocument): string {
  const { kind, metadata, service } = (value ?? {}) as { kind?: Json; metadata?: { name?: Json }; service?: Json };
  return JSON.stringify([kind, metadata?.name, service]);
}

function nameOf({ path, value }: YamlDocument): string {
  const { metadata, service } = (value ?? {}) as { metadata?: { name?: Json }; service?: Json };
  const name = metadata?.name ?? service;
  return typeof name === "string" ? name : path;
}

/**
 * The comments that silence an error in what ships: they came with it, and nobody at the base ref has accepted them.
 * @param accepted what the policy at the base ref accepts.
 */
export function newSuppressions(report: ReportData, accepted: Accepted): Weakening[] {
  if (accepted === "all") return [];
  return report.files.flatMap(({ source, migrations }) => {
    const findings = migrations.filter(({ deployment }) => deployment).flatMap((each) => each.findings);
    const silent = findings.filter(({ severity, suppressed }) => {
      if (severity !== "error" || !suppressed || suppressed.by === "baseline") return false;
      return accepted === "none" || suppressed.reason.trim() === "";
    });
    if (silent.length === 0) return [];
    const lines = new SourceLines(source);
    return silent.map(({ rule, span }): Weakening => ({
      place: { path: source.path, ...lines.position(span.start) },
      text: msg`A comment that ships with it silences ${rule}.`,
    }));
  });
}

/** A report of migrations with what is weaker than at the base ref. */
export function withWeaker<Data extends ReportData>(report: Data, base: AgainstBase | undefined): Data {
  if (!base) return report;
  const notes = base.note ? [...report.notes, { reason: "policy-new" as const, text: base.note }] : report.notes;
  return { ...report, notes, weakened: [...base.weakened, ...newSuppressions(report, base.accepted)] };
}

/** A check for each thing that lets more pass than it did at the base ref: it holds. */
export function weakerChecks(weakened: readonly Weakening[]): Check[] {
  return weakened.map(({ place, text }, index): Check => {
    const { path, line = 1, column = 1 } = place;
    const first = weakened.findIndex((each) => each.place.path === path && each.place.line === line);
    return {
      id: `migrations/weaker/${path}:${line}${first === index ? "" : `/${index - first + 1}`}`,
      kind: "migrations",
      outcome: "hold",
      reason: "weaker",
      summary: msg`Weaker than at the base: ${text}`,
      symptom: false,
      source: { file: path, line, column },
      evidence: {},
    };
  });
}
