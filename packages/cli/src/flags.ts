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
}

/** How a report is to be shown. */
export interface Look {
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

/** The outputs asked for; `pretty` to the terminal where none is. At most one goes to the terminal. */
export function outputsOf(given: readonly string[] | undefined): Output[] {
  const outputs = (given ?? []).map((text): Output => {
    const [name = "", ...rest] = text.split("=");
    return { format: oneOf("--format", name, formats), path: rest.length > 0 ? rest.join("=") : undefined };
  });
  if (outputs.filter(({ path }) => path === undefined).length > 1) {
    throw new UserError(msg`Only one --format can go to the terminal.`, {
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

/** `--fail-on warn`. */
export function failsOnWarning(given: string | undefined): boolean {
  return given !== undefined && oneOf("--fail-on", given, ["error", "warn"]) === "warn";
}

/** `--since REF` and `--staged` as a part of a request. */
export function versionRequest({ since, staged }: VersionFlags): VersionFlags {
  return { ...(since === undefined ? {} : { since }), ...(staged === true ? { staged } : {}) };
}
