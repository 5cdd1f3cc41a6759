import { joined } from "./around.js";
import { asOneQuery, pathParts, type Framework } from "./framework.js";

const collator = new Intl.Collator("en");

/**
 * Prisma Migrate: `<timestamp>_name/migration.sql`, sent as one query of several statements, so the server makes it one
 * transaction when it holds more than one. `down.sql` beside it is a convention of projects, not of Prisma itself. Run with
 * Prisma 7.10: folders in the order of localeCompare, `003_d 1_a 10_c 2_b a_x B_x`.
 */
export const prisma: Framework = {
  name: "prisma",
  compare: (a, b) => collator.compare(a, b),
  home: (_, around) => joined(around.folder, ".."),
  profile: {
    files: "`<timestamp>_name/migration.sql`, and `down.sql` beside it",
    order: "by folder name, as text of a language (`localeCompare`)",
    transaction: "each file, because it is one query",
    outside: "a file of one statement",
  },
  recognise(path, around) {
    const { folder, file } = pathParts(path);
    const diesel = file === "down.sql" && around.sources.some((each) => each.path.endsWith("/up.sql"));
    if (diesel || (file !== "migration.sql" && file !== "down.sql")) return undefined;
    const version = /^\d+/.exec(folder)?.[0] ?? folder;
    return { name: folder, version, direction: file === "down.sql" ? "down" : "up", sorted: folder };
  },
  sections: (source, { direction }) => asOneQuery(source, direction),
};
