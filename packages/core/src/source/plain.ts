import { inTransaction, pathParts, type Framework } from "./framework.js";

/**
 * SQL files without a known framework, ordered by the number they start with, else by path. Most runners open a
 * transaction for a file, so that is assumed; the policy says otherwise with `migrations.transaction: none`.
 */
export const plain: Framework = {
  name: "plain",
  profile: {
    files: "any other `.sql` file; `_down.sql` and `.down.sql` are down",
    order: "by leading number, then by path",
    transaction: "each file (assumed)",
    outside: "`migrations.transaction: none` in the policy",
  },
  recognise(path) {
    const { file } = pathParts(path);
    if (!file.endsWith(".sql")) return undefined;
    const name = file.slice(0, -".sql".length);
    const down = /[._-]down$/.test(name);
    return {
      name,
      version: /^[Vv]?(\d[\d._-]*?)(?=[_.-]*[^\d._-]|$)/.exec(name)?.[1],
      direction: down ? "down" : "up",
    };
  },
  sections: (source, { direction }) => inTransaction(source, direction),
};
