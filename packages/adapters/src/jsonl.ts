import { createHash } from "node:crypto";
import { createReadStream, existsSync, statSync } from "node:fs";
import { open, stat, type FileHandle } from "node:fs/promises";
import { StringDecoder } from "node:string_decoder";
import { createGunzip } from "node:zlib";
import { refuseNoText } from "./files.js";
import { expositionReader } from "./openmetrics.js";
import {
  msg,
  noNumber,
  parseSnapshotLine,
  quickReader,
  UserError,
  type Place,
  type SnapshotRow,
} from "@release-gate/core";

/** A line longer than this is no row: reading it would take the memory that streaming saves. In UTF-16 units. */
const longestLine = 1 << 20;

/** What was in some snapshot files. */
export interface SnapshotNotes {
  /** Files with the same bytes as another: read once. */
  copies: number;
  rows: number;
  /** Rows whose number was NaN, infinite or null: nothing was measured. */
  withoutNumber: number;
}

export interface SnapshotFile {
  /** Where to read. */
  readonly file: string;
  /** How to name it in errors: relative to the configuration. */
  readonly shown: string;
}

/** The files of a folder that are snapshots. */
export const snapshotEndings = ".{jsonl,jsonl.gz,om,om.gz,prom,prom.gz,openmetrics,openmetrics.gz}";

const isExposition = (file: string): boolean => /\.(?:om|prom|openmetrics)(?:\.gz)?$/.test(file);

/** Reads the line `number` of a file, which stands in `text` from `start` to before `end`. */
type LineReader = (
  text: string,
  start: number,
  end: number,
  number: number,
) => SnapshotRow | typeof noNumber | undefined;

/** A file's lines, and what is to be said where the file is over. */
interface FileReader {
  readonly line: LineReader;
  /** @param line the last line's number, and whether it had an end. */
  readonly over?: (line: number, isEnded: boolean) => void;
}

/** OpenMetrics text is told from its name; a sample in it without a time is of when the file was written. */
async function readerOf({ file, shown }: SnapshotFile): Promise<FileReader> {
  const place = (line: number): Place => ({ path: shown, line, column: 1 });
  if (isExposition(file)) {
    const read = expositionReader((await stat(file)).mtimeMs);
    const mustEnd = /\.(?:om|openmetrics)(?:\.gz)?$/.test(file);
    let last = "";
    return {
      line: (text, start, end, line) => {
        const own = text.slice(start, end);
        if (own.trim() !== "") last = own;
        return read(own, place(line));
      },
      over: (line, isEnded) => {
        if (last === "") return;
        if (mustEnd ? last.trimEnd() !== "# EOF" : !isEnded) throw cutOff(place(line), mustEnd);
      },
    };
  }
  const quick = quickReader();
  return {
    line: (text, start, end, line) => quick(text, start, end) ?? parseSnapshotLine(text.slice(start, end), place(line)),
  };
}

/** A text that was cut has lost samples, and its last number may be another one: Prometheus takes none of it. */
const cutOff = (place: Place, isOpenMetrics: boolean): UserError =>
  new UserError(
    isOpenMetrics
      ? msg`This file ends without "# EOF": it was cut off.`
      : msg`The last line has no end: it was cut off.`,
    {
      place,
      hint: isOpenMetrics
        ? msg`Scrape it again; or name it .prom if it is Prometheus's own text format.`
        : msg`Scrape it again.`,
    },
  );

/**
 * Reads snapshots: JSONL, or OpenMetrics text where a file is named `.om`, `.prom` or `.openmetrics`; plain or gzipped (told
 * from the first bytes). Hands each row on as it comes, with where it stands: memory does not grow with the files. Of files
 * with the same bytes one is read.
 * @throws UserError where a file cannot be read, or at the line that is no row.
 */
export async function readSnapshots(
  files: readonly SnapshotFile[],
  onRow: (row: SnapshotRow, file: string, line: number) => void,
): Promise<SnapshotNotes> {
  // Read line by line, a snapshot may have any size.
  for (const { file, shown } of files) if (existsSync(file)) refuseNoText(file, shown, Number.POSITIVE_INFINITY);
  const distinct = await withoutCopies(files);
  const notes: SnapshotNotes = { copies: files.length - distinct.length, rows: 0, withoutNumber: 0 };
  for (const each of distinct) {
    const read = await readerOf(each).catch((error: unknown) => {
      throw readable(error, each.shown);
    });
    await eachLine(each, read.over, (text, start, end, line) => {
      const row = read.line(text, start, end, line);
      if (row === undefined) return;
      if (row === noNumber) notes.withoutNumber++;
      else {
        notes.rows++;
        onRow(row, each.shown, line);
      }
    });
  }
  return notes;
}

/** Only files of the same size can be the same. A scrape without times is of its own moment, whatever it says. */
async function withoutCopies(files: readonly SnapshotFile[]): Promise<readonly SnapshotFile[]> {
  const sizes = new Map<number, number>();
  const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? -1;
  for (const { file } of files) sizes.set(sizeOf(file), (sizes.get(sizeOf(file)) ?? 0) + 1);
  const known = new Set<string>();
  const distinct: SnapshotFile[] = [];
  for (const each of files) {
    const size = sizeOf(each.file);
    const hash = size > 0 && (sizes.get(size) ?? 0) > 1 && !isExposition(each.file) ? await hashOf(each) : undefined;
    if (hash !== undefined && known.has(hash)) continue;
    if (hash !== undefined) known.add(hash);
    distinct.push(each);
  }
  return distinct;
}

async function hashOf({ file, shown }: SnapshotFile): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  } catch (error) {
    throw readable(error, shown);
  }
  return hash.digest("hex");
}

async function eachLine(
  { file, shown }: SnapshotFile,
  over: FileReader["over"],
  take: (text: string, start: number, end: number, line: number) => void,
): Promise<void> {
  let rest = "";
  let line = 0;
  try {
    for await (const chunk of textOf(file)) {
      const text = line === 0 && rest === "" ? withoutMark(chunk) : chunk;
      let start = 0;
      for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
        if (rest === "") take(text, start, end, ++line);
        else {
          const whole = rest + text.slice(start, end);
          take(whole, 0, whole.length, ++line);
        }
        rest = "";
        start = end + 1;
      }
      rest += text.slice(start);
      if (rest.length > longestLine) throw tooLong(shown, line + 1);
    }
  } catch (error) {
    throw readable(error, shown);
  }
  const isEnded = rest === "";
  if (!isEnded) take(rest, 0, rest.length, ++line);
  over?.(line, isEnded);
}

const withoutMark = (text: string): string => (text.startsWith("\uFEFF") ? text.slice(1) : text);

/** Bytes that are read at once, and turned into text at once: small texts do not outlive V8's quick collections. */
const readAtOnce = 1 << 18;
const textAtOnce = 1 << 16;

async function* textOf(file: string): AsyncGenerator<string> {
  const handle = await open(file);
  try {
    const buffer = Buffer.allocUnsafe(readAtOnce);
    const { bytesRead } = await handle.read(buffer, 0, 2, 0);
    if (bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b) yield* unzipped(file);
    else yield* plainText(handle, buffer);
  } finally {
    await handle.close();
  }
}

/** The text of a file through one buffer: a stream would make a new one each time, which are let go of only much later. */
async function* plainText(handle: FileHandle, buffer: Buffer): AsyncGenerator<string> {
  const decoder = new StringDecoder("utf8");
  for (let position = 0; ;) {
    const { bytesRead } = await handle.read(buffer, 0, readAtOnce, position);
    if (bytesRead === 0) break;
    position += bytesRead;
    for (let start = 0; start < bytesRead; start += textAtOnce)
      yield decoder.write(buffer.subarray(start, Math.min(bytesRead, start + textAtOnce)));
  }
  yield decoder.end();
}

/** Rows of metrics become some 20 times smaller; blanks a thousand times. Little files may be what they are, in characters. */
const mostInflation = 200;
const mostInflated = 1 << 26;

async function* unzipped(file: string): AsyncGenerator<string> {
  const stream = createReadStream(file, { highWaterMark: readAtOnce });
  const plain = createGunzip();
  let read = 0;
  stream.on("error", (error) => plain.destroy(error));
  plain.on("close", () => stream.destroy());
  const { size } = await stat(file);
  for await (const text of stream.pipe(plain).setEncoding("utf8")) {
    read += (text as string).length;
    if (read > mostInflated && read > size * mostInflation) {
      throw new UserError(msg`This file grows more than ${mostInflation} times when it is decompressed.`, {
        hint: msg`Snapshots do not. Is this another kind of file?`,
      });
    }
    yield text as string;
  }
}

const tooLong = (path: string, line: number): UserError =>
  new UserError(msg`This line is longer than ${longestLine} characters.`, {
    place: { path, line, column: 1 },
    hint: msg`A snapshot has one small JSON object in each line. Is this another kind of file?`,
  });

/** Errors of the file or of its compression are the user's; everything else stays as it is. */
function readable(error: unknown, path: string): unknown {
  if (error instanceof UserError && error.place === undefined)
    return new UserError(error.text, { place: { path }, ...(error.hint ? { hint: error.hint } : {}) });
  if (!(error instanceof Error) || error instanceof UserError || !("code" in error)) return error;
  return new UserError(msg`The snapshot cannot be read: ${error.message}.`, {
    place: { path },
    hint: msg`Check the path and its permissions, or collect the snapshot again.`,
  });
}
