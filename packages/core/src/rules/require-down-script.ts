import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { wordsOf, type Migration } from "./step.js";

export default defineRule({
  id: "require-down-script",
  title: "Require a down script where the project has them",
  severity: "warning",
  covers: [],
  why: msg`Without a down script a failed release can only go forward: the schema stays, and the previous application may not work with it.`,
  instead: msg`Write the down script beside the migration, as the framework wants it (down.sql, .down.sql, or a down section).`,
  options: {
    always: {
      type: "flag",
      default: false,
      about: msg`Whether each migration needs one, also in a project where most have none.`,
    },
  },
  examples: [
    {
      framework: "dbmate",
      history: "-- migrate:up\nCREATE TABLE users (id bigint PRIMARY KEY);\n-- migrate:down\nDROP TABLE users;\n",
      bad: "-- migrate:up\nALTER TABLE users ADD COLUMN plan text;\n",
      good: "-- migrate:up\nALTER TABLE users ADD COLUMN plan text;\n-- migrate:down\nALTER TABLE users DROP COLUMN plan;\n",
    },
    {
      framework: "dbmate",
      history: "-- migrate:up\nCREATE TABLE users (id bigint PRIMARY KEY);\n-- migrate:down\nDROP TABLE users;\n",
      bad: "-- migrate:up\nCREATE TABLE notes (id bigint);\n",
      good: "-- migrate:up\nCREATE TABLE notes (id bigint);\n-- migrate:down\n-- Nothing to undo: the next deployment writes it.\n",
    },
  ],
  atEnd({ of, deployment, all = [] }, options) {
    if (of !== "deployment") return [];
    const { undone, ups, reversible } = customOf(all);
    const shipping = deployment.migrations.filter((each) => isUp(each));
    // What ships is no part of the custom.
    const past = ups - shipping.length;
    const kept = reversible - shipping.filter((up) => undone.has(identity(up))).length;
    // Three of four: fewer are no custom, and each finding would be about a habit that the project does not have.
    const isCustom = past > 0 && kept * 4 >= past * 3;
    if (!isCustom && options["always"] !== true) return [];
    return shipping.flatMap((migration) => {
      const [statement] = migration.statements;
      if (!statement || undone.has(identity(migration))) return [];
      return [{ span: wordsOf(statement), migration, message: msg`${migration.name} has no down script.` }];
    });
  },
});

interface Custom {
  /** What a down script undoes, by `identity`. */
  readonly undone: ReadonlySet<string>;
  readonly ups: number;
  readonly reversible: number;
}

/** Counted once for all deployments of a history, which may be as many as it has files. */
const customs = new WeakMap<readonly Migration[], Custom>();

function customOf(all: readonly Migration[]): Custom {
  const known = customs.get(all);
  if (known) return known;
  const undone = new Set(all.filter(isDownScript).map(identity));
  const ups = all.filter(isUp);
  const custom = { undone, ups: ups.length, reversible: ups.filter((up) => undone.has(identity(up))).length };
  customs.set(all, custom);
  return custom;
}

function isUp({ direction, version }: Migration): boolean {
  return direction === "up" && version !== undefined;
}

/** A down migration that does something, or says why there is nothing to do; a template's empty section is none. */
function isDownScript({ direction, statements, comments }: Migration): boolean {
  return direction === "down" && (statements.length > 0 || comments.some(({ text }) => !isMarker(text)));
}

/** The comments by which frameworks mark sections: "-- +goose Down", "-- migrate:down", "-- SQL in this section ...". */
function isMarker(text: string): boolean {
  return /^--\s*(?:\+|!|@|migrate:|sql in )/i.test(text.trim());
}

/** What an up migration and its down migration have in common. */
function identity({ version, name }: Migration): string {
  return version ?? name;
}
