import { inTransaction, pathParts, wholeFile, type Framework } from "./framework.js";
import { isBesideMarked, toolSections } from "./tool-marks.js";

/**
 * SQL files without a known framework, ordered by the number they start with, else by path. They run as psql runs a file: each
 * statement by itself, unless the file opens a transaction. Who knows better says so with `migrations.transaction`.
 */
export const plain: Framework = {
  name: "plain",
  profile: {
    files:
      "any other `.sql` file; `_down.sql` and `.down.sql` are down; the marks of Liquibase, Atlas, node-pg-migrate, Play and MyBatis count",
    order: "folder by folder, by leading number, then by name; `migrations.order` says otherwise",
    transaction: "what is between `BEGIN` and `COMMIT`, as in psql; `migrations.transaction: file` says otherwise",
    outside: "all else; a mark of those tools",
  },
  orderIsGuess: true,
  recognise(path) {
    const { file } = pathParts(path);
    if (!/\.sql$/i.test(file)) return undefined;
    const whole = file.slice(0, -".sql".length);
    const direction = /[._-](up|down)$/i.exec(whole);
    const down = direction?.[1]?.toLowerCase() === "down";
    const name = whole.slice(0, direction?.index);
    return {
      name,
      version: /^[Vv]?(\d[\d._-]*?)(?=[_.-]*[^\d._-]|$)/.exec(name)?.[1],
      direction: down ? "down" : "up",
    };
  },
  sections: (source, { direction }, around) =>
    (direction === "down" ? undefined : toolSections(source.text)) ??
    (direction !== "down" && isBesideMarked(around) ? inTransaction(source, direction) : undefined) ??
    wholeFile(source, {
      direction: direction ?? "up",
      transaction: "none",
      multiStatementQuery: false,
      transactionIsGuess: true,
    }),
};
