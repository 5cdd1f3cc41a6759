import { msg } from "../text/message.js";
import { UserError } from "../text/user-error.js";
import type { Around } from "./around.js";
import { dbmate } from "./dbmate.js";
import { drizzle } from "./drizzle.js";
import { flyway } from "./flyway.js";
import type { Framework, LeftOut, Recognised } from "./framework.js";
import { golangMigrate } from "./golang-migrate.js";
import { goose } from "./goose.js";
import { graphileMigrate, graphileWorker } from "./graphile.js";
import { plain } from "./plain.js";
import { pop } from "./pop.js";
import { postgresMigrations } from "./postgres-migrations.js";
import { prisma } from "./prisma.js";
import { recorded } from "./recorded.js";
import { sqitch } from "./sqitch.js";
import { sqlMigrate } from "./sql-migrate.js";
import { sqlx } from "./sqlx.js";
import { supabase } from "./supabase.js";
import { tern } from "./tern.js";
import { maragudk, morph, river } from "./up-down-suffix.js";
import { diesel, hasura } from "./up-down-folder.js";
import { temporal, yuniql } from "./versioned-folders.js";

/** The frameworks, the most telling signs first; `plain` takes every .sql file, so it is last. */
export const frameworks: readonly Framework[] = [
  recorded,
  sqitch,
  drizzle,
  prisma,
  flyway,
  yuniql,
  temporal,
  graphileMigrate,
  graphileWorker,
  pop,
  goose,
  sqlMigrate,
  dbmate,
  tern,
  river,
  morph,
  sqlx,
  maragudk,
  supabase,
  postgresMigrations,
  golangMigrate,
  hasura,
  diesel,
  plain,
];

/** Those that files of any names can be of, told by marks in their text: two of them in one folder contradict each other. */
const marked: ReadonlySet<Framework> = new Set([drizzle, goose, sqlMigrate, dbmate, tern]);

/** A file with the framework that it is of. */
export interface Told {
  readonly framework: Framework;
  readonly what: Recognised | LeftOut;
}

const candidates = new WeakMap<Around, readonly Framework[]>();

/**
 * The framework of a file, told from its path, its folder and what lies beside; undefined for a file of none.
 * @throws UserError where a folder has the marks of two frameworks.
 */
export function tellFramework(path: string, around: Around): Told | undefined {
  let known = candidates.get(around);
  if (!known) {
    known = candidatesFor(around);
    candidates.set(around, known);
  }
  for (const framework of known) {
    const what = framework.recognise(path, around);
    if (what !== undefined) return { framework, what };
  }
  return undefined;
}

function candidatesFor(around: Around): readonly Framework[] {
  const seen = frameworks.map((framework) => ({ framework, sign: framework.seen?.(around) }));
  const [first, second] = seen.filter(({ framework, sign }) => marked.has(framework) && sign !== undefined);
  if (first && second) {
    const folder = around.folder === "" ? "." : around.folder;
    throw new UserError(
      msg`The framework of the migrations in ${folder} is ambiguous: ${first.sign ?? ""} looks like ${first.framework.name}, ${second.sign ?? ""} like ${second.framework.name}.`,
      { hint: msg`Name it in release-gate.yaml: migrations.framework: ${first.framework.name}.` },
    );
  }
  return seen
    .filter(({ framework, sign }) => framework.seen === undefined || sign !== undefined)
    .map(({ framework }) => framework);
}
