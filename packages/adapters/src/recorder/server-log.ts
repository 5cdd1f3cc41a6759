import type { RecordedStatement } from "@release-gate/core";

/** What begins each entry of the log, so that its lines can be told: the process of the session and a mark. */
export const logPrefix = "release-gate:%p:";

/** A statement as the server's own log has it. */
export interface LoggedStatement {
  readonly process: number;
  readonly sql: string;
  /** It is told beside an error, and may not have been run. */
  readonly ofError: boolean;
}

/**
 * The statements of a log that was written with `log_statement = all` and our prefix (PostgreSQL's manual, "Error Reporting and
 * Logging"). Lines after the first of an entry begin with a tab.
 */
export function loggedStatements(log: string): readonly LoggedStatement[] {
  return log.split(/^release-gate:/m).flatMap((entry): LoggedStatement[] => {
    const [head, process, kind] = /^(\d+):(LOG|STATEMENT): {2}/.exec(entry) ?? [];
    if (head === undefined) return [];
    const text = entry.slice(head.length).replace(/\n$/, "").replaceAll("\n\t", "\n");
    const sql = kind === "STATEMENT" ? text : /^(?:statement|execute [^:]*): ([\s\S]*)$/.exec(text)?.[1];
    if (sql === undefined) return [];
    return [{ process: Number(process), sql, ofError: kind === "STATEMENT" }];
  });
}

/** What the recorder and the server's log do not agree in. */
export interface LogDifference {
  readonly sql: string;
  readonly recorded: number;
  readonly logged: number;
}

/**
 * Compares what was recorded with the log, by connection and text. A statement that failed while it was parsed is in the log
 * beside its error only.
 * @param processOf the server's process of a connection of the recorder
 */
export function compareWithLog(
  recorded: readonly RecordedStatement[],
  logged: readonly LoggedStatement[],
  processOf: (connection: number) => number | undefined,
): { readonly agreed: number; readonly differences: readonly LogDifference[] } {
  const counts = new Map<string, { sql: string; recorded: number; logged: number; failed: number }>();
  const at = (process: number, sql: string) => {
    const key = `${process} ${sql}`;
    const known = counts.get(key) ?? { sql, recorded: 0, logged: 0, failed: 0 };
    counts.set(key, known);
    return known;
  };
  const processes = new Set<number>();
  for (const each of recorded) {
    const process = processOf(each.connection);
    // A query without a statement is not logged; a call by number has words of its own.
    if (process === undefined || each.skipped || each.cut || each.how === "function" || each.sql.trim() === "")
      continue;
    processes.add(process);
    at(process, each.sql.trimEnd()).recorded++;
  }
  for (const { process, sql, ofError } of logged) {
    if (!processes.has(process)) continue;
    const known = at(process, sql.trimEnd());
    if (ofError) known.failed++;
    else known.logged++;
  }
  let agreed = 0;
  const differences: LogDifference[] = [];
  for (const { sql, recorded: sent, logged: ran, failed } of counts.values()) {
    // What failed is logged twice where it ran, else once.
    const inLog = Math.max(ran, Math.min(sent, ran + failed));
    if (sent === inLog) agreed += sent;
    else if (!(sent === 0 && ran === 0)) differences.push({ sql, recorded: sent, logged: ran });
  }
  return { agreed, differences };
}
