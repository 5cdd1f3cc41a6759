/**
 * What psql does with its own commands, after `psql --help=commands` of PostgreSQL 15 to 18: those of these lists only print,
 * or say how something is printed. Any other one runs SQL or a program, goes to another server, reads or writes files, or
 * decides what runs.
 */
const printing: ReadonlySet<string> = new Set([
  ...["a", "C", "f", "H", "t", "T", "x", "pset", "timing", "encoding"],
  ...["echo", "qecho", "warn", "p", "print", "r", "reset", "h", "help", "?", "copyright", "conninfo", "errverbose"],
  ...["l", "list", "z", "sf", "sv", "lo_list"],
  // What ends a block is told at the \if that begins it; \restrict is what pg_dump writes.
  ...["else", "endif", "restrict", "unrestrict"],
  // Variables: SQL that uses one has no text here, and is no SQL without it.
  ...["unset", "getenv", "cd"],
  // The statement before was sent by these; its result is printed, or kept in variables.
  ...["gset", "crosstabview", "bind", "bind_named"],
  // The end of a statement that is sent later, and of data.
  ...[";", "."],
]);

/** Variables that make psql run a file otherwise than by default: in one transaction, with savepoints, line by line. */
const otherMode =
  /^(?:AUTOCOMMIT\s+(?!(?:on|true|yes|1)$)|(?:ON_ERROR_ROLLBACK|SINGLELINE)(?!\s+(?:off|false|no|0)$)\b)/i;

/** Whether a command includes another file. */
export function includesFile(command: string): boolean {
  return /^\\(?:i|ir|include|include_relative)(?:\s|$)/.test(command);
}

/** Whether what the commands of a line (the first starts it) do to the database is known: nothing. */
export function onlyPrints(line: string): boolean {
  // In quotes nothing starts a command or a program.
  const bare = line.replace(/'(?:[^'\\]|\\[^]|'')*'|"[^"]*"/g, (quoted) => (quoted.startsWith("'") ? "''" : '""'));
  if (bare.includes("`")) return false;
  // A backslash ends the arguments of the command before: another command, or SQL after two of them.
  const commands = [...bare.matchAll(/\\([A-Za-z_]+|[^])([^\\]*)/g)];
  return commands.every(([, name = "", rest = ""]) => prints(name, rest.replace(/^\+/, "").trim()));
}

function prints(name: string, rest: string): boolean {
  if (name === "set") return !otherMode.test(rest);
  if (name === "g" || name === "gx") return /^(?:\([^()]*\))?$/.test(rest);
  if (name === "o" || name === "out") return !/^[|:]/.test(rest);
  // \d and what starts with it describes objects.
  return printing.has(name) || name.startsWith("d");
}
