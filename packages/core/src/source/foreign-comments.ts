import { msg, type Message } from "../text/message.js";
import type { Source } from "./migration.js";
import { namesIn } from "./allow-comment.js";
import { atlas, pgfence, pgls, squawk, type ForeignTool } from "./foreign-rules.js";
import type { NamedRule, Placed, Reach, Suppression } from "./suppression.js";

/**
 * The comments of other linters, with the reach that their own sources give them (the commits stand in foreign-rules.ts).
 * Undefined for a comment that is none of them.
 */
export function foreignComment(placed: Placed): Suppression[] | undefined {
  for (const read of [squawkComment, pgfenceComment, atlasComment, pglsComment]) {
    const found = read(placed);
    if (found) return found;
  }
  return undefined;
}

interface Told {
  readonly by: string;
  readonly names: readonly NamedRule[];
  readonly reach: Reach;
  readonly all?: boolean;
  readonly reason?: string;
  readonly fault?: Message;
}

function suppression({ comment, next }: Placed, told: Told): Suppression {
  const { fault, ...rest } = told;
  return {
    all: false,
    reason: "",
    owner: undefined,
    expires: undefined,
    span: comment.span,
    statement: next?.index,
    ...rest,
    ...(fault ? { fault: { message: fault, advice: msg`Name the rules that it is for.` } } : {}),
  };
}

/** squawk, src/ignore.rs: `squawk-ignore[-file] rule, rule -- reason`; the bare one for a line ignores nothing there. */
function squawkComment(placed: Placed): Suppression[] | undefined {
  const match = /^\s*(squawk-ignore-file|squawk-ignore)(?![\w-])/.exec(placed.body);
  if (!match) return undefined;
  const [head, by = ""] = match;
  const rest = placed.body.slice(head.length).trimEnd();
  const dashes = rest.indexOf("--");
  const rules = dashes < 0 ? rest : rest.slice(0, dashes);
  const reason = dashes < 0 ? "" : rest.slice(dashes + 2).trim();
  if (rules.includes("\n") || reason.includes("\n")) return undefined;
  const offset = placed.offset + placed.body.indexOf(by) + by.length;
  const names = namesIn(rules, offset, rulesIn(squawk));
  if (by === "squawk-ignore-file") {
    return [suppression(placed, { by, names, reason, all: names.length === 0, reach: { of: "file" } })];
  }
  const fault =
    names.length === 0 ? msg`"${by}" without a rule silences nothing, and nothing in squawk either.` : undefined;
  const found = suppression(placed, { by, names, reason, reach: nextStatement(placed), ...(fault ? { fault } : {}) });
  const before = sameLine(placed);
  return before === undefined ? [found] : [found, { ...found, reach: { of: "statement", index: before } }];
}

/** The statement that ends on the line on which a comment stands behind it: squawk looks at that line and the next one. */
function sameLine({ before, comment, source }: Placed): number | undefined {
  if (!before) return undefined;
  return /[\r\n]/.test(source.text.slice(before.span.end, comment.span.start)) ? undefined : before.index;
}

/** Rules that pgfence judges once for a file: a comment before the first statement silences them there. */
const pgfenceFileRules = /^(?:missing-|lock-timeout-after-|unclosed-transaction$)/;

/** pgfence, src/parser.ts: `-- pgfence-ignore` for everything, `-- pgfence-ignore: rule, rule`, `-- pgfence: ignore rule`. */
function pgfenceComment(placed: Placed): Suppression[] | undefined {
  const match = /pgfence(?:-ignore(?:\s*:\s*([^\n]+))?|:\s*ignore\s+([^\n]+))/i.exec(placed.body);
  if (!match || !placed.comment.text.startsWith("--")) return undefined;
  const by = "pgfence-ignore";
  const text = match[1] ?? match[2];
  if (text === undefined) return [suppression(placed, { by, names: [], all: true, reach: nextStatement(placed) })];
  const offset = placed.offset + match.index + match[0].length - text.length;
  const names = namesIn(text, offset, rulesIn(pgfence));
  const ofFile = placed.next?.index === 0 ? names.filter(({ name }) => pgfenceFileRules.test(name)) : [];
  const ofStatement = names.filter((each) => !ofFile.includes(each));
  return [
    ...(ofFile.length > 0 ? [suppression(placed, { by, names: ofFile, reach: { of: "file" } })] : []),
    ...(ofStatement.length > 0 ? [suppression(placed, { by, names: ofStatement, reach: nextStatement(placed) })] : []),
  ];
}

/** atlas, sql/migrate/lex.go and dir.go: `atlas:nolint [names]`; for the file where it heads it, apart from a statement. */
function atlasComment(placed: Placed): Suppression[] | undefined {
  const match = placed.comment.text.startsWith("--")
    ? /^ ?atlas:nolint(?: (.*))?$/.exec(placed.body.trimEnd())
    : /^atlas:nolint(?: (.+))?$/.exec(placed.body);
  if (!match) return undefined;
  const text = (match[1] ?? "").trim();
  const names = namesIn(text, placed.offset + placed.body.lastIndexOf(text), rulesIn(atlas));
  const reach: Reach = headsFile(placed) ? { of: "file" } : nextStatement(placed);
  return [suppression(placed, { by: "atlas:nolint", names, all: names.length === 0, reach })];
}

/** How a source begins, found once however many of its comments ask. */
interface Head {
  /** Where its first lines end that are all line comments, and whether an empty line, or nothing, follows. */
  readonly lineComments: number;
  readonly apart: boolean;
  /** Where its first lines end that are all empty, or comments of the Postgres language server that ignore everything. */
  readonly ignoring: number;
}

const heads = new WeakMap<Source, Head>();

function headOf(source: Source): Head {
  const known = heads.get(source);
  if (known) return known;
  const { text } = source;
  const lineComments = /^(?:(?:--|#)[^\n]*(?:\n|$))+/.exec(text)?.[0].length ?? 0;
  const apart = /[ \t\r]*(?:\n|$)/y;
  apart.lastIndex = lineComments;
  let ignoring = 0;
  for (const line of text.split("\n")) {
    if (line.trim() !== "" && !/^\s*-- pg(?:ls|t)-ignore-all/.test(line)) break;
    ignoring += line.length + 1;
  }
  const head = { lineComments, apart: apart.test(text), ignoring };
  heads.set(source, head);
  return head;
}

/** Whether only line comments stand before it in the file, and the last of them is followed by an empty line. */
function headsFile({ source, comment }: Placed): boolean {
  const { lineComments, apart } = headOf(source);
  return comment.span.start < lineComments && apart;
}

/** pgls, crates/pgls_suppressions: `-- pgls-ignore lint/safety/rule: reason`, `-all` at the top, `-start` and `-end`. */
function pglsComment(placed: Placed): Suppression[] | undefined {
  const match = /^ (pg(?:ls|t)-ignore[\w-]*)(?:\s+([^\s:]+))?\s*(?::(.*))?$/.exec(placed.body.trimEnd());
  if (!match || !placed.comment.text.startsWith("--")) return undefined;
  const [, word = "", specifier, told = ""] = match;
  const reason = told.trim();
  const kind = word.replace(/^pg(?:ls|t)-ignore-?/, "");
  const by = `pgls-ignore${kind === "" ? "" : `-${kind}`}`;
  const names =
    specifier === undefined
      ? []
      : namesIn(specifier, placed.offset + placed.body.indexOf(specifier, word.length), pglsRules);
  const common = { by, names, reason, all: specifier === "lint" || specifier === "lint/safety" };
  const reach = pglsReach(kind, placed);
  if (reach && specifier !== undefined) return [suppression(placed, { ...common, reach })];
  const fault = reach
    ? msg`"${word}" without a rule silences nothing, and nothing in the Postgres language server either.`
    : msg`"${word}" silences nothing: the Postgres language server has no such comment here.`;
  return [suppression(placed, { ...common, names: [], all: false, reach: { of: "nothing" }, fault })];
}

/** `-all` counts only where nothing but its like stands before it. */
function pglsReach(kind: string, placed: Placed): Reach | undefined {
  if (kind === "all") return placed.comment.span.start < headOf(placed.source).ignoring ? { of: "file" } : undefined;
  if (kind === "start") return { of: "range", span: placed.comment.span };
  if (kind === "end") return { of: "nothing" };
  return kind === "" ? nextStatement(placed) : undefined;
}

/** "lint" and "lint/safety" are all its rules for migrations; other categories ("typecheck") are nothing of ours. */
function pglsRules(specifier: string): readonly string[] | undefined {
  const [category, group, rule] = specifier.split("/");
  if (category !== "lint")
    return ["typecheck", "syntax", "plpgsql_check", "splinter", "pglinter"].includes(category ?? "") ? [] : undefined;
  if (group === undefined || ((group === "safety" || group === "performance") && rule === undefined)) return [];
  return group === "safety" && rule !== undefined ? rulesIn(pgls)(rule) : undefined;
}

function rulesIn(tool: ForeignTool): (name: string) => readonly string[] | undefined {
  return (name) => (Object.hasOwn(tool.rules, name) ? tool.rules[name] : undefined);
}

/** The names of the tool that a comment is of, as one writes them there. */
export function foreignNames(by: string): readonly string[] {
  if (by.startsWith("squawk")) return Object.keys(squawk.rules);
  if (by.startsWith("pgfence")) return Object.keys(pgfence.rules);
  if (by.startsWith("atlas")) return Object.keys(atlas.rules);
  return by.startsWith("pgls") ? Object.keys(pgls.rules).map((name) => `lint/safety/${name}`) : [];
}

/** What a rule of any of those tools means here; undefined where none has a rule of that name. */
export function meaningOf(name: string): readonly string[] | undefined {
  for (const tool of [squawk, pgfence, atlas, pgls]) if (Object.hasOwn(tool.rules, name)) return tool.rules[name];
  return undefined;
}

const nextStatement = ({ next }: Placed): Reach => (next ? { of: "statement", index: next.index } : { of: "nothing" });
