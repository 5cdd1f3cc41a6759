import { pathParts, wholeFile, type Framework } from "./framework.js";

/**
 * Prisma Migrate: `<timestamp>_name/migration.sql`, sent as one query of several statements, so the server makes it one
 * transaction when it holds more than one. `down.sql` beside it is a convention of projects, not of Prisma itself.
 */
export const prisma: Framework = {
  name: "prisma",
  folderPerMigration: true,
  recognise(path) {
    const { folder, file } = pathParts(path);
    if (file !== "migration.sql" && file !== "down.sql") return undefined;
    const version = /^\d+/.exec(folder)?.[0];
    return { name: folder, version: version ?? folder, direction: file === "down.sql" ? "down" : "up" };
  },
  sections: (source, { direction }) =>
    wholeFile(source, { direction: direction ?? "up", transaction: "none", multiStatementQuery: true }),
};
