import { joined } from "./around.js";
import { asOneQuery, pathParts, type Framework } from "./framework.js";

/**
 * Prisma Migrate: `<timestamp>_name/migration.sql`, sent as one query of several statements, so the server makes it one
 * transaction when it holds more than one. `down.sql` beside it is a convention of projects, not of Prisma itself.
 */
export const prisma: Framework = {
  name: "prisma",
  home: (_, around) => joined(around.folder, ".."),
  profile: {
    files: "`<timestamp>_name/migration.sql`, and `down.sql` beside it",
    order: "by folder name",
    transaction: "each file, because it is one query",
    outside: "a file of one statement",
  },
  recognise(path, around) {
    const { folder, file } = pathParts(path);
    const diesel = file === "down.sql" && around.sources.some((each) => each.path.endsWith("/up.sql"));
    if (diesel || (file !== "migration.sql" && file !== "down.sql")) return undefined;
    const version = /^\d+/.exec(folder)?.[0];
    return { name: folder, version: version ?? folder, direction: file === "down.sql" ? "down" : "up" };
  },
  sections: (source, { direction }) => asOneQuery(source, direction),
};
