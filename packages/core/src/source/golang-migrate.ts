import { pathParts, wholeFile, type Framework } from "./framework.js";

/** golang-migrate: `<n>_name.up.sql` and `.down.sql`, each sent as one query of several statements. */
export const golangMigrate: Framework = {
  name: "golang-migrate",
  recognise(path) {
    const match = /^(\d+)_(.*)\.(up|down)\.sql$/.exec(pathParts(path).file);
    if (!match) return undefined;
    return { name: `${match[1]}_${match[2]}`, version: match[1], direction: match[3] === "down" ? "down" : "up" };
  },
  sections: (source, { direction }) =>
    wholeFile(source, { direction: direction ?? "up", transaction: "none", multiStatementQuery: true }),
};
