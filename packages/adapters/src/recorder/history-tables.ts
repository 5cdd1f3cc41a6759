import type { HistoryTable } from "@release-gate/core";
import { findRunnerTables } from "../runner-tables.js";
import { recordedShapes } from "./recorded-shapes.js";
import type { Session } from "../session.js";

/** The history tables of runners in a database, with their columns in order. */
export async function historyTables(session: Session): Promise<readonly HistoryTable[]> {
  return (await findRunnerTables(session, recordedShapes)).map(({ shape, name, columns }) => ({
    tool: shape.tool,
    name,
    columns,
  }));
}
