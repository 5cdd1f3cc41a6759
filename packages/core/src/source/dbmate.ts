import { pathParts, type Framework, type Section } from "./framework.js";
import { orWhole } from "./goose.js";
import { markerLines, partsAt, type MarkedPart } from "./marked-sections.js";

const markers = /^--[^\S\n]*migrate:((?:up|down)(?:[^\S\n]+[^\r\n]*)?)$/gm;

/**
 * dbmate: blocks by `-- migrate:up` and `-- migrate:down`, also several pairs in a file, each in a transaction of its own and
 * sent as one query; `transaction:false` on the line leaves the transaction, but not the one query. In amacneil/dbmate:
 * pkg/dbmate/migration.go (blocks and options), pkg/dbmate/db.go (one Exec a block), pkg/driver/postgres/postgres.go (the
 * version is the primary key of schema_migrations). Run with dbmate 2.36: `10_c` comes before `1_a`.
 */
export const dbmate: Framework = {
  name: "dbmate",
  profile: {
    files: "`<n>_name.sql` with `-- migrate:up` and `-- migrate:down`",
    order: "by file name, as text",
    transaction: "each block",
    outside: "`-- migrate:up transaction:false`; the block is still one query",
  },
  oncePer: "text",
  leaving: { write: "-- migrate:up transaction:false", alone: true },
  recognise(path) {
    const { file } = pathParts(path);
    const version = /^(\d+).*\.sql$/.exec(file)?.[1];
    return version === undefined ? undefined : { name: file.slice(0, -".sql".length), version, sorted: file };
  },
  seen: (around) => around.holds(/^--[^\S\n]*migrate:up\b/m),
  sections(source) {
    const parts = partsAt(
      source.text,
      markerLines(source.text, markers).map((line) => {
        const [word, ...options] = line.words.split(/\s+/);
        return { direction: word === "down" ? "down" : "up", options: options.join(" "), line } as const;
      }),
    );
    return orWhole(source, parts.map(blockSection), true);
  },
};

function blockSection({ direction, span, options }: MarkedPart): Section {
  const outside = options.split(" ").includes("transaction:false");
  return { direction, span, transaction: outside ? "none" : "file", multiStatementQuery: outside };
}
