/**
 * The lines of a git hook, for any POSIX shell. They leave at once where no SQL is staged, look for the program in the
 * `node_modules` of the folder and of those above it, then in the PATH, and ask no registry.
 * @param prefix the project's folder as git names it: "" for the top of the work tree, else "services/api/"
 */
export function hookLines(prefix: string): string {
  return [
    "# release-gate: judges the migrations of a commit as they are staged.",
    `git diff --cached --quiet --diff-filter=d -- ':(top,icase)*.sql' || (`,
    `  cd "$(git rev-parse --show-toplevel)"${prefix === "" ? "" : `/${quoted(prefix)}`} || exit 1`,
    `  at=$PWD`,
    `  while [ -n "$at" ] && [ ! -x "$at/node_modules/.bin/release-gate" ]; do at=\${at%/*}; done`,
    `  tool=$at/node_modules/.bin/release-gate`,
    `  [ -x "$tool" ] || tool=$(command -v release-gate) || {`,
    `    echo "release-gate was not found: install it (npm install --save-dev release-gate), or skip it once with git commit --no-verify." >&2`,
    `    exit 1`,
    `  }`,
    `  exec "$tool" lint --staged`,
    `) || exit 1`,
  ].join("\n");
}

/** A path as one word of sh. */
const quoted = (path: string): string => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);
