import { pathParts, wholeFile, type Framework } from "./framework.js";

/**
 * Supabase CLI: `<timestamp>_name.sql`, up only; the statements of a file go in one pipeline, which the server runs as one
 * transaction; only a first statement that must not be in one (CONCURRENTLY, VACUUM) runs before it. In supabase/cli: apps/cli-go/pkg/migration/file.go (names, ExecBatch), list.go, history.go (the version is the
 * primary key).
 */
export const supabase: Framework = {
  name: "supabase",
  profile: {
    files: "`supabase/migrations/<timestamp>_name.sql`, or `config.toml` with `project_id` above",
    order: "by file name, as text",
    transaction: "each file, because it is one pipeline",
    outside: "CONCURRENTLY as first statement of a file",
  },
  oncePer: "text",
  recognise(path) {
    const { file } = pathParts(path);
    const version = /^(\d+)_.*\.sql$/.exec(file)?.[1];
    return version === undefined
      ? undefined
      : { name: file.slice(0, -".sql".length), version, direction: "up", sorted: file };
  },
  seen(around) {
    if (/(?:^|\/)supabase\/migrations$/.test(around.folder)) return around.folder;
    return /^[^\S\r\n]*project_id[^\S\r\n]*=/m.test(around.beside("../config.toml") ?? "") ? "config.toml" : undefined;
  },
  sections: (source) =>
    wholeFile(source, { direction: "up", transaction: "none", multiStatementQuery: true, pipeline: true }),
};
