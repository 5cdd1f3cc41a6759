import { alter } from "./alter.js";
import { chart } from "./chart.js";
import { cli } from "./cli.js";
import { editor } from "./editor.js";
import { facts } from "./facts.js";
import { gate } from "./gate.js";
import { release } from "./release.js";
import { rules } from "./rules.js";
import { slo } from "./slo.js";
import { sloFormats } from "./slo-formats.js";
import { source } from "./source.js";
import { sql } from "./sql.js";

let made: ReadonlyMap<string, string> | undefined;

/**
 * English pattern -> Japanese pattern, for every message of the product; one file per part of it. Each is a function, so
 * that a start in English does not pay for thousands of texts.
 */
export function japanese(): ReadonlyMap<string, string> {
  made ??= new Map(
    Object.entries({
      ...alter(),
      ...chart(),
      ...cli(),
      ...editor(),
      ...facts(),
      ...gate(),
      ...release(),
      ...rules(),
      ...slo(),
      ...sloFormats(),
      ...source(),
      ...sql(),
    }),
  );
  return made;
}
