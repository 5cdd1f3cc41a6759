/**
 * Whether changed lines of an application name a table, or a column of it: as it is written in SQL, or in camelCase or
 * PascalCase as mappers do (is_verified, isVerified, IsVerified). A column of a single common word ("name") counts only beside
 * its table's name, in the lines or in the path.
 */
export function mentions(changed: string, path: string, table: string, column: string): boolean {
  if (changed === "" || !mayRun(path)) return false;
  const lines = withoutComments(changed);
  if (column === "") return named(lines, table);
  if (!named(lines, column)) return false;
  return /[_A-Z]/.test(column.slice(1)) || named(lines, table) || named(path, table);
}

/** Documents, tests, lock files and dumps of the schema, which change with a migration and run nowhere. */
const idle =
  /\.(?:mdx?|txt|rst|adoc|lock|snap|svg|csv)$|(?:^|\/)(?:tests?|__tests__|specs?|e2e|docs?|fixtures?)\/|[._](?:test|spec)\.\w+$|(?:^|\/)(?:schema|structure|dump)\.(?:sql|rb)$/i;

function mayRun(path: string): boolean {
  return !idle.test(path);
}

/** Without lines that are comments, and without fields that a Prisma schema keeps from its client by @ignore. */
function withoutComments(lines: string): string {
  return lines
    .split("\n")
    .filter((line) => !/^\s*(?:\/\/|#|--|\*|\/\*)/.test(line) && !/@ignore\b/.test(line))
    .join("\n");
}

function named(text: string, name: string): boolean {
  return spellings(name).some((spelling) =>
    new RegExp(`(?<![A-Za-z0-9_])${escape(spelling)}(?![A-Za-z0-9_])`).test(text),
  );
}

/** "trip_plans": trip_plans, tripPlans, TripPlans, and the singular of each, which models are called by. */
function spellings(name: string): string[] {
  const camel = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const all = [name, camel, camel.charAt(0).toUpperCase() + camel.slice(1)];
  return [...new Set([...all, ...all.flatMap((each) => (/[^s]s$/.test(each) ? [each.slice(0, -1)] : []))])];
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
