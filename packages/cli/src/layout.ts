import pc from "picocolors";
import stringWidth from "fast-string-width";
import { wrapAnsi } from "fast-wrap-ansi";

/** Colours that do nothing where none are wanted. */
export type Paint = ReturnType<typeof pc.createColors>;

export function paintOf(color: boolean): Paint {
  return pc.createColors(color);
}

/** The columns a text takes in a terminal; a Japanese character takes two. */
export const widthOf = stringWidth;

/** More blanks in a row than these make no further lines. */
const mostBlanks = 1000;

/** A text broken into lines of at most `width` columns, each indented; words that are too long are broken. */
export function wrapped(text: string, width: number, indent: string): string {
  const room = Math.max(width - stringWidth(indent), 20);
  // Each blank in a row is looked at as often as there are blanks before it.
  const short = text.replace(/ +/g, (blanks) => (blanks.length > mostBlanks ? blanks.slice(0, mostBlanks) : blanks));
  return wrapAnsi(short, room, { hard: true, trim: true })
    .split("\n")
    .map((line) => indent + line)
    .join("\n");
}

/** A text filled up with blanks to a number of columns. */
export function padded(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - stringWidth(text)));
}

/** A text cut to a number of columns, with an ellipsis where something was cut. */
export function cut(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  let kept = "";
  for (const character of text) {
    if (stringWidth(kept + character) > columns - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
