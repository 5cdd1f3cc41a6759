import type { Span } from "../text/span.js";
import { joined } from "./around.js";
import { pathParts, type Framework } from "./framework.js";

const border = "--> statement-breakpoint";

/**
 * Drizzle: all pending files in one transaction; each part between `--> statement-breakpoint` is one query. Files in the order
 * of `meta/_journal.json`, or since version 1 folders by name. In drizzle-team/drizzle-orm: drizzle-orm/src/migrator.ts
 * (readMigrationFiles; on the branch beta for folders), drizzle-orm/src/pg-core/dialect.ts (migrate).
 */
export const drizzle: Framework = {
  name: "drizzle",
  profile: {
    files:
      "`<n>_name.sql` with `meta/_journal.json` or `--> statement-breakpoint`; `<timestamp>_name/migration.sql` with `snapshot.json`",
    order: "as in `meta/_journal.json`; folders by name",
    transaction: "all pending files together",
    outside: "",
  },
  recognise(path, around) {
    const { folder, file } = pathParts(path);
    if (file === "migration.sql") {
      return { name: folder, version: /^\d+/.exec(folder)?.[0] ?? folder, direction: "up", sorted: folder };
    }
    const version = /^(\d+)_.*\.sql$/.exec(file)?.[1];
    if (version === undefined) return undefined;
    const name = file.slice(0, -".sql".length);
    const tags = tagsOf(around.beside("meta/_journal.json"));
    if (!tags) return { name, version, direction: "up" };
    const order = tags.indexOf(name);
    return order < 0 ? "unlisted" : { name, version, direction: "up", order };
  },
  list: "meta/_journal.json",
  seen(around) {
    if (around.beside("meta/_journal.json") !== undefined) return "meta/_journal.json";
    if (around.beside("snapshot.json") !== undefined) return "snapshot.json";
    return around.holds(/--> statement-breakpoint/);
  },
  home: (path, around) => (path.endsWith("/migration.sql") ? joined(around.folder, "..") : around.folder),
  sections: ({ text }) => [
    {
      direction: "up",
      span: { start: 0, end: text.length },
      transaction: "batch",
      multiStatementQuery: false,
      blocks: blocksOf(text),
    },
  ],
};

function blocksOf(text: string): Span[] {
  const blocks: Span[] = [];
  for (let start = 0; ;) {
    const end = text.indexOf(border, start);
    blocks.push({ start, end: end < 0 ? text.length : end });
    if (end < 0) return blocks;
    start = end + border.length;
  }
}

/** The names of a journal's entries, in order; undefined for a journal that is not one. */
function tagsOf(journal: string | undefined): readonly string[] | undefined {
  if (journal === undefined) return undefined;
  try {
    const { entries } = JSON.parse(journal) as { readonly entries?: readonly { readonly tag?: unknown }[] };
    return entries?.map(({ tag }) => String(tag));
  } catch {
    return undefined;
  }
}
