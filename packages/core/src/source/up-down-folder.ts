import { pathParts, wholeFile, type Framework } from "./framework.js";

/** A folder for each version with `up.sql` and `down.sql` in it: Diesel (one transaction each) and Hasura. */
export const upDownFolder: Framework = {
  name: "diesel",
  folderPerMigration: true,
  recognise(path) {
    const { folder, file } = pathParts(path);
    if (file !== "up.sql" && file !== "down.sql") return undefined;
    return {
      name: folder,
      version: /^[\d-]+/.exec(folder)?.[0] ?? folder,
      direction: file === "down.sql" ? "down" : "up",
    };
  },
  sections: (source, { direction }) =>
    wholeFile(source, { direction: direction ?? "up", transaction: "file", multiStatementQuery: false }),
};
