/**
 * What a reader cannot see, or what changes how the rest is shown: control characters (C0, DEL, C1), format characters
 * (bidirectional marks, zero-width ones, tags), separators of lines and paragraphs, halves of surrogate pairs. General
 * categories of Unicode: Cc, Cf, Zl, Zp, Cs.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * What CI runners take for a command wherever it stands in a line: `##[`, `##vso[` (Azure Pipelines; GitHub's runner reads
 * `##[` in its older form, ActionCommand.cs), `##teamcity[` (TeamCity). GitLab's and Travis's sections need control characters.
 */
const commandMark = /##(?=(?:vso|teamcity)?\[)/gi;

/**
 * GitHub's runner takes a line that begins with `::`, blanks aside, and has a second `::` for a command (ActionCommand.cs,
 * TryParseV2). Colours before it are ours, and do not count on making it safe.
 */
// eslint-disable-next-line no-control-regex -- the escape character is what colours begin with
const commandLine = /^((?:[^\S\n]|\x1b\[\d+m)*):(?=:[^\n]*::)/gm;

/** The colours that we print: bold, dim, and the sixteen of the foreground, each with its end. */
// eslint-disable-next-line no-control-regex -- the escape character is what colours begin with
const colours = /\x1b\[(?:0|1|2|22|3[0-79]|9[0-7])m/;

/** A character as its code point, as in JavaScript: `\u{1b}`. */
export const escaped = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** Whether a text has something that `visible` shows. */
const hasUnseen = (text: string): boolean => text.search(unseen) >= 0;

/**
 * A text of somebody else on one line, as it is shown to people: what cannot be seen as `\u{..}`, line ends too, and no mark
 * that a CI runner obeys. A text without any is given back as it is.
 */
export function visible(text: string): string {
  return (hasUnseen(text) ? text.replace(unseen, escaped) : text).replace(commandMark, "\\u{23}#");
}

/** As `visible`, of a text in lines: line ends and tabs stay, and no line begins with a command. `kept`: what else stays. */
export function visibleLines(text: string, kept = ""): string {
  const stays = `\n\t${kept}`;
  return text
    .replaceAll("\r\n", "\n")
    .replace(unseen, (character) => (stays.includes(character) ? character : escaped(character)))
    .replace(commandMark, "\\u{23}#")
    .replace(commandLine, "$1\\u{3a}");
}

const colourOrUnseen = new RegExp(`${colours.source}|${unseen.source}`, "gu");

/** A text of ours for a terminal or a log, at the last door: line ends and our colours pass, all else as `visibleLines`. */
export function terminalText(text: string): string {
  return text
    .replace(colourOrUnseen, (found) => (found === "\n" || colours.test(found) ? found : escaped(found)))
    .replace(commandMark, "\\u{23}#")
    .replace(commandLine, "$1\\u{3a}");
}

/** JSON text whose strings hold nothing that cannot be seen and no mark that a runner obeys: the same values, by JSON's escapes. */
export function visibleJson(json: string): string {
  return json
    .replace(unseen, (character) => (character === "\n" ? character : jsonEscapes(character)))
    .replace(commandMark, "\\u0023#");
}

/** Each UTF-16 unit of a character as JSON writes it. */
function jsonEscapes(character: string): string {
  let escapes = "";
  for (let i = 0; i < character.length; i++) escapes += `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`;
  return escapes;
}

/** HTML whose text holds nothing that cannot be seen, and of which no line begins with a command. */
export function visibleHtml(html: string): string {
  return html
    .replaceAll("\r\n", "\n")
    .replace(unseen, (character) => (character === "\n" || character === "\t" ? character : escaped(character)))
    .replace(commandMark, "&#35;#")
    .replace(commandLine, "$1&#58;");
}
