import { existsSync } from "node:fs";
import { resolve } from "node:path";
import {
  msg,
  parseStatistics,
  UserError,
  type Policy,
  type ShippingOptions,
  type Source,
  type StateOptions,
} from "@release-gate/core";
import { checksumsOf } from "./checksums.js";
import { readSource, readText, shownPath } from "./files.js";
import { refuseElsewhere } from "./trusted.js";

/** What the policy's files tell about the database in production. */
export type Production = Pick<StateOptions, "statistics" | "statisticsMaxAge" | "schema"> &
  Pick<ShippingOptions, "checksumsOf">;

/**
 * Reads what the policy's files tell about the database in production.
 * @throws UserError for a file that is not there, or is not what it should be.
 */
export function readProduction(root: string, { migrations, placeOf }: Policy): Production {
  if (!migrations) return {};
  const there = (path: string, key: string, write: string): string => {
    const place = placeOf(["migrations", key]);
    refuseElsewhere(root, [path], place);
    if (existsSync(resolve(root, path))) return path;
    throw new UserError(msg`${path} does not exist.`, {
      ...(place ? { place } : {}),
      hint: msg`Write it with "${write}", or remove the key "${key}".`,
    });
  };
  const { statistics, schema } = migrations;
  const dump = typeof schema === "string" ? { file: schema, contains: "nothing" } : schema;
  return {
    ...(statistics === undefined
      ? {}
      : {
          statistics: parseStatistics(
            readText(root, there(statistics, "statistics", "release-gate collect --statistics URL")),
            shownPath(root, statistics),
          ),
          statisticsMaxAge: migrations["statistics-max-age"],
          checksumsOf,
        }),
    ...(dump === undefined
      ? {}
      : {
          schema: {
            source: withoutCommands(readSource(root, there(dump.file, "schema", "pg_dump --schema-only"))),
            released: dump.contains === "released",
          },
        }),
  };
}

/** Commands of psql in a dump: \restrict, which pg_dump writes since August 2025, and \connect. They are no SQL. */
function withoutCommands(source: Source): Source {
  const commands = /^\\(?:un)?(?:restrict|connect)\b.*$/gm;
  return { ...source, text: source.text.replace(commands, (line) => " ".repeat(line.length)) };
}
