import { readFileSync } from "node:fs";
import { postgresMajors, type PostgresMajor } from "@release-gate/core";
import { globSync } from "tinyglobby";

/** Files that name the image of a database server: of Docker Compose, and of workflows with services. */
const patterns = ["{docker-compose,compose}*.{yml,yaml}", ".github/workflows/*.{yml,yaml}"];

/**
 * The major version of the PostgreSQL images that a folder's Compose files and workflows name; undefined where they name none,
 * or several.
 */
export function composePostgres(folder: string): PostgresMajor | undefined {
  const files = globSync(patterns, { cwd: folder, absolute: true, dot: true, followSymbolicLinks: false });
  const majors = new Set(files.flatMap((path) => imagesIn(readFileSync(path, "utf8"))).flatMap(majorOf));
  const [major] = majors;
  return majors.size === 1 ? postgresMajors.find((known) => known === major) : undefined;
}

/** The values of `image:`; of `${TAG:-15}` what stands for a variable that is not set. */
function imagesIn(text: string): string[] {
  const filled = text.replace(/\$\{\w+:?-([^}]*)\}/g, "$1");
  return [...filled.matchAll(/^\s*-?\s*image:\s*["']?([^\s"'#]+)/gm)].map(([, image = ""]) => image);
}

/** "postgres:15-alpine", "postgis/postgis:15-3.4", "timescale/timescaledb:2.14.2-pg15", "pgvector/pgvector:pg16". */
function majorOf(image: string): number[] {
  const [, name = "", tag = ""] = /([\w-]+):([\w.-]+)(?:@|$)/.exec(image) ?? [];
  if (!/^(?:postgres|postgresql|postgis|pgvector|timescaledb(?:-ha)?)$/.test(name)) return [];
  const major =
    /(?:^|-)pg(\d{2})/.exec(tag)?.[1] ??
    (name.startsWith("timescaledb") ? undefined : /^v?(\d{2})(?!\d)/.exec(tag)?.[1]);
  return major === undefined ? [] : [Number(major)];
}
