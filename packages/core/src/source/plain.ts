import { inTransaction, pathParts, type Framework } from "./framework.js";
import { toolSections } from "./tool-marks.js";

/**
 * SQL files without a known framework, ordered by the number they start with, else by path. Most runners open a
 * transaction for a file, so that is assumed; the policy says otherwise with `migrations.transaction: none`.
 */
export const plain: Framework = {
  name: "plain",
  profile: {
    files:
      "any other `.sql` file; `_down.sql` and `.down.sql` are down; the marks of Liquibase, Atlas, node-pg-migrate, Play and MyBatis count",
    order: "folder by folder, by leading number, then by name; `migrations.order` says otherwise",
    transaction: "each file (assumed)",
    outside: "`migrations.transaction: none` in the policy; a mark of those tools",
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
  sections: (source, { direction }) =>
    (direction === "down" ? undefined : toolSections(source.text)) ?? inTransaction(source, direction),
};
