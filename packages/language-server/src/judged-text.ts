import type { Edit, Finding, LintedFile, Span, Step } from "@release-gate/core";
import { LineMap } from "@release-gate/core";
import type { Position, Range, TextEdit } from "vscode-languageserver/node";

/**
 * A text with what Release Gate says about it, and the way between the core's offsets and the protocol's positions. The
 * core's offsets do not count a byte order mark; editors differ in whether they keep it in the text.
 */
export class JudgedText {
  readonly text: string;
  readonly file: LintedFile | undefined;
  readonly #lines: LineMap;
  readonly #shift: number;

  constructor(text: string, file: LintedFile | undefined) {
    this.text = text;
    this.file = file;
    this.#lines = new LineMap(text);
    this.#shift = text.startsWith("\uFEFF") ? 1 : 0;
  }

  /** The findings that nobody has silenced, in the order of the text. */
  get findings(): readonly Finding[] {
    return this.file?.migrations.flatMap(({ findings }) => findings.filter((finding) => !finding.suppressed)) ?? [];
  }

  get steps(): readonly Step[] {
    return this.file?.migrations.flatMap(({ steps }) => steps) ?? [];
  }

  /** The statement at a place, with what PostgreSQL does to run it; just behind its semicolon counts as at it. */
  stepAt(position: Position): Step | undefined {
    const offset = this.offset(position);
    return this.steps.findLast(
      ({ statement: { span } }) =>
        span.start <= offset && /^[ \t]*(?:;[ \t]*)?$/.test(this.slice(span.end, Math.max(span.end, offset))),
    );
  }

  /** The findings whose words a range touches. */
  findingsIn(range: Range): readonly Finding[] {
    const [start, end] = [this.offset(range.start), this.offset(range.end)];
    return this.findings.filter(({ span }) => span.start <= end && start <= span.end);
  }

  /** A place of the protocol, from 0, for an offset of the core. */
  position(offset: number): Position {
    const { line, column } = this.#lines.position(offset + this.#shift);
    return { line: line - 1, character: column - 1 };
  }

  range(span: Span): Range {
    return { start: this.position(span.start), end: this.position(span.end) };
  }

  /** The core's offset for a place of the protocol; a place past a line's end counts as that end. */
  offset({ line, character }: Position): number {
    const start = this.#lines.lineStart(line + 1);
    const next = line + 1 < this.#lines.lineCount ? this.#lines.lineStart(line + 2) : this.text.length;
    return Math.max(0, Math.min(start + character, next) - this.#shift);
  }

  edits(finding: Finding): TextEdit[] {
    return (finding.fix ?? []).map((each) => this.edit(each));
  }

  /** An edit of the core as one of the protocol. */
  edit({ span, text }: Edit): TextEdit {
    return { range: this.range(span), newText: text };
  }

  /** What ends the lines of this text, for text that is put in. */
  get lineEnd(): string {
    return /\r\n|\n|\r/.exec(this.text)?.[0] ?? "\n";
  }

  /** The text between two of the core's offsets. */
  slice(start: number, end: number): string {
    return this.text.slice(start + this.#shift, end + this.#shift);
  }
}
