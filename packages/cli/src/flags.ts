import { msg, postgresMajors, UserError, languages, type Language, type PostgresMajor } from "@release-gate/core";

/** The output formats, and what writes them. */
export const formats = ["pretty", "json", "github", "markdown", "html"] as const;
export type Format = (typeof formats)[number];

/** `--format json` or `--format json=report.json`. */
export interface Output {
  readonly format: Format;
  readonly path: string | undefined;
}

/** The flags that every command understands, as they come from the command line. */
export interface CommonFlags {
  readonly config?: string;
  readonly format?: readonly string[];
  readonly now?: string;
  readonly postgres?: string;
  readonly failOn?: string;
  readonly color?: boolean;
  readonly quiet?: boolean;
  readonly lang?: string;
}

/** The flags that ask git what to judge. */
export interface VersionFlags {
  readonly since?: string;
  readonly staged?: boolean;
  readonly policyFrom?: string;
  readonly timeLimit?: string;
}

/** How a report is to be shown. */
export interface OutputOptions {
  readonly language: Language;
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  readonly quiet: boolean;
}

function oneOf<Value extends string>(flag: string, given: string, known: readonly Value[]): Value {
  const found = known.find((value) => value === given);
  if (found !== undefined) return found;
  throw new UserError(msg`${flag} cannot be "${given}".`, { hint: msg`Use one of: ${known.join(", ")}.` });
}

/** Formats made of lines, which may follow each other on one terminal. The others are read whole by another program. */
const lineFormats: ReadonlySet<Format> = new Set<Format>(["pretty", "github"]);

/** The outputs asked for; `pretty` to the terminal where none is. Only formats of lines share the terminal. */
export function outputsOf(given: readonly string[] | undefined): Output[] {
  const outputs = (given ?? []).map((text): Output => {
    const [name = "", ...rest] = text.split("=");
    return { format: oneOf("--format", name, formats), path: rest.length > 0 ? rest.join("=") : undefined };
  });
  const onTerminal = outputs.filter(({ path }) => path === undefined);
  if (onTerminal.length > 1 && onTerminal.some(({ format }) => !lineFormats.has(format))) {
    throw new UserError(msg`Only pretty and github can go to the terminal together.`, {
      hint: msg`Give the others a file: --format json=report.json.`,
    });
  }
  return outputs.length > 0 ? outputs : [{ format: "pretty", path: undefined }];
}

export function languageOf(given: string | undefined): Language {
  return oneOf("--lang", given ?? "en", languages);
}

/** `--postgres 16`. */
export function postgresOf(given: string | undefined): PostgresMajor | undefined {
  if (given === undefined) return undefined;
  return Number(oneOf("--postgres", given, postgresMajors.map(String))) as PostgresMajor;
}

/** `--fail-on warn`, or `warning` as reports and policies write it. */
export function failsOnWarning(given: string | undefined): boolean {
  return given !== undefined && oneOf("--fail-on", given, ["error", "warn", "warning"]) !== "error";
}

/** `--since REF` and `--staged` as a part of a request. */
export function versionRequest({ since, staged }: VersionFlags): Pick<VersionFlags, "since" | "staged"> {
  return { ...(since === undefined ? {} : { since }), ...(staged === true ? { staged } : {}) };
}
