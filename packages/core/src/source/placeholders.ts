import { Lexer } from "../sql/lexer.js";
import { msg } from "../text/message.js";
import type { Span } from "../text/span.js";
import { SourceLines } from "./source-lines.js";
import { UserError } from "../text/user-error.js";
import type { ColonVariables } from "./framework.js";
import type { Source } from "./migration.js";
import { Substitution, type Replacement } from "./substitution.js";

/** Values of placeholders, by name. */
export type PlaceholderValues = ReadonlyMap<string, string>;

/** A source as it is sent to the server. */
export interface Filled {
  readonly text: string;
  /** Undefined where nothing was replaced. */
  readonly substitution?: Substitution;
  /** The first template directive that decides which SQL there is: the file cannot be read without running the template. */
  readonly directive?: Span;
}

interface Placeholder {
  readonly span: Span;
  /** Undefined for a template directive; "" for a template's comment, which stands for nothing. */
  readonly name: string | undefined;
  /** Puts the value into the form in which it is asked for. */
  readonly write: (value: string) => string;
}

const asIs = (value: string) => value;
const asLiteral = (value: string) => `'${value.replaceAll("'", "''")}'`;
const asIdentifier = (value: string) => `"${value.replaceAll('"', '""')}"`;

/**
 * Puts the values of placeholders into a text: `${name}` (Flyway, yuniql, goose), `{{ .name }}` and
 * `{{ index .Options "name" }}` (Go templates), `$%name%$`, a comment slot `/* TEMPLATE: name *\/` or `/* name *\/`, and where
 * the framework has them `:name`, `:'name'`, `:"name"` (psql, Graphile). What has no value is left where it parses already: in
 * strings, comments and quoted names.
 * @throws UserError for a placeholder without value elsewhere.
 */
export function fillPlaceholders(source: Source, values: PlaceholderValues, colonVariables?: ColonVariables): Filled {
  const { text } = source;
  const colon = colonVariables !== undefined;
  if (!mayHold(text, values, colon)) return { text };
  const shelter = shelteredSpans(text);
  const known = colonVariables === "psql" ? withSetVariables(text, values) : values;
  const replacements: Replacement[] = [];
  for (const { span, name, write } of placeholdersOf(text, colon, known)) {
    const sheltered = shelter(span.start);
    // psql leaves quoted text as it is.
    if (sheltered && colonVariables === "psql" && text[span.start] === ":") continue;
    if (name === undefined) {
      if (!sheltered) return { text, directive: span };
      continue;
    }
    const value = name === "" ? "" : valueOf(name, known);
    if (value !== undefined) replacements.push({ span, text: write(value) });
    else if (!sheltered) throw withoutValue(source, span, name);
  }
  if (replacements.length === 0) return { text };
  const substitution = new Substitution(text, replacements);
  return { text: substitution.text, substitution };
}

function mayHold(text: string, values: PlaceholderValues, colonVariables: boolean): boolean {
  return (
    text.includes("${") ||
    text.includes("{{") ||
    text.includes("$%") ||
    (colonVariables && text.includes(":")) ||
    (values.size > 0 && (text.includes("/*") || [...values.keys()].some((key) => key.startsWith(":"))))
  );
}

const forms =
  /\$\{([^{}\s'"]+)\}|\{\{(-?[^{}]*?-?)\}\}|\$%(\w+)%\$|\/\*\s*(?:TEMPLATE:\s*)?([\w.-]+)\s*\*\/|(?<![:\w\])]):(?:([A-Za-z_]\w*)|'(\w+)'|"(\w+)")/g;

function* placeholdersOf(text: string, colonVariables: boolean, values: PlaceholderValues): Generator<Placeholder> {
  for (const match of text.matchAll(forms)) {
    const span = { start: match.index, end: match.index + match[0].length };
    const [, dollar, template, percent, comment, colon, literal, identifier] = match;
    if (template !== undefined) yield { span, name: templateName(template), write: asIs };
    else if (comment !== undefined) {
      if (valueOf(comment, values) !== undefined) yield { span, name: comment, write: asIs };
    } else if (dollar !== undefined || percent !== undefined) yield { span, name: dollar ?? percent, write: asIs };
    else if (colonVariables || values.has(`:${colon ?? literal ?? identifier}`)) {
      const write = literal !== undefined ? asLiteral : identifier !== undefined ? asIdentifier : asIs;
      yield { span, name: colon ?? literal ?? identifier, write };
    }
  }
}

/** The name in `{{ ... }}`; undefined for anything but one field. */
function templateName(inside: string): string | undefined {
  const expression = inside.replace(/^-|-$/g, "").trim();
  if (/^\/\*[^]*\*\/$/.test(expression)) return "";
  const field = /^\.([A-Za-z_][\w.]*)$/.exec(expression) ?? /^index\s+\.\w+\s+["`]([^"`]+)["`]$/.exec(expression);
  return field?.[1];
}

/** A value by its name, by its name with a colon, or in other letters: Flyway's names do not tell a from A. */
function valueOf(name: string, values: PlaceholderValues): string | undefined {
  const found = values.get(name) ?? values.get(`:${name}`);
  if (found !== undefined) return found;
  const lower = name.toLowerCase();
  for (const [key, value] of values) if (key.toLowerCase() === lower) return value;
  return undefined;
}

/** Also what the file itself sets by psql's `\set name value`. */
function withSetVariables(text: string, values: PlaceholderValues): PlaceholderValues {
  const all = new Map(values);
  for (const [, name = "", value = ""] of text.matchAll(/^\\set[^\S\n]+(\w+)[^\S\n]([^\r\n]*)\r?$/gm)) {
    const bare = value.trim().replace(/^'|'$/g, "");
    if (!all.has(name) && !bare.includes("'")) all.set(name, bare);
  }
  return all;
}

/** Tells whether an offset is in a string, a comment or a quoted name. */
function shelteredSpans(text: string): (offset: number) => boolean {
  const spans: Span[] = [];
  const lexer = new Lexer(text);
  while (lexer.next()) {
    if (lexer.kind === "string" || lexer.kind === "comment" || lexer.kind === "quoted")
      spans.push({ start: lexer.start, end: lexer.end });
  }
  let at = 0;
  return (offset) => {
    while (at < spans.length && (spans[at]?.end ?? 0) <= offset) at++;
    return (spans[at]?.start ?? Infinity) <= offset;
  };
}

function withoutValue(source: Source, span: Span, name: string): UserError {
  const { path, text } = source;
  return new UserError(msg`The placeholder ${text.slice(span.start, span.end)} has no value.`, {
    place: { path, ...new SourceLines(source).position(span.start) },
    hint: msg`Give it one in release-gate.yaml, under migrations.placeholders: "${name}: VALUE".`,
  });
}
