import { usesGoModule } from "./around.js";
import { asOneQuery, inTransaction, suffixed, type Framework, type Recognised } from "./framework.js";

/**
 * Runners that name files as golang-migrate does, and run each in a transaction.
 *
 * morph: `-- morph:nontransactional` at the very start leaves it, then the file is one query. In mattermost/morph:
 * drivers/postgres/postgres.go (Apply), morph.go (sortMigrations: by the whole file name).
 */
export const morph: Framework = {
  name: "morph",
  profile: {
    files: "`<n>_name.up.sql`, `.down.sql`; github.com/mattermost/morph in `go.mod`, or its marker",
    order: "by file name, as text",
    transaction: "each file",
    outside: "`-- morph:nontransactional` at the start; the file is still one query",
  },
  leaving: { write: "-- morph:nontransactional", alone: true },
  recognise: byFileName,
  seen: (around) =>
    around.holds(/^-- morph:nontransactional/) ??
    (usesGoModule(around, "github.com/mattermost/morph") ? "go.mod" : undefined),
  sections: (source, { direction }) =>
    source.text.startsWith("-- morph:nontransactional")
      ? asOneQuery(source, direction)
      : inTransaction(source, direction),
};

/** maragudk/migrate: always in a transaction, ordered by the whole name. In maragudk/migrate: migrate.go (apply, getFilenames). */
export const maragudk: Framework = {
  name: "maragudk-migrate",
  profile: {
    files: "`<name>.up.sql`, `<name>.down.sql`; github.com/maragudk/migrate in `go.mod`",
    order: "by file name, as text",
    transaction: "each file",
    outside: "",
  },
  recognise(path) {
    const match = /(?:^|\/)([\w-]+)[._](up|down)\.sql$/.exec(path);
    if (!match) return undefined;
    return {
      name: match[1] ?? "",
      version: match[1],
      direction: match[2] === "down" ? "down" : "up",
      sorted: match[1] ?? "",
    };
  },
  seen: (around) =>
    usesGoModule(around, "maragudk/migrate") || usesGoModule(around, "maragu.dev/migrate") ? "go.mod" : undefined,
  sections: (source, { direction }) => inTransaction(source, direction),
};

/** River's own migrations, with a slot for the schema. In riverqueue/river: rivermigrate/river_migrate.go (applyMigrations). */
export const river: Framework = {
  name: "river",
  profile: {
    files: "`<n>_name.up.sql`, `.down.sql` with `/* TEMPLATE: schema */`",
    order: "by number",
    transaction: "each file",
    outside: "",
  },
  recognise: (path) => suffixed(path),
  seen: (around) => around.holds(/\/\* TEMPLATE: schema \*\//),
  sections: (source, { direction }) => inTransaction(source, direction),
};

function byFileName(path: string): Recognised | undefined {
  const found = suffixed(path);
  return found && { ...found, sorted: found.name };
}
