import { findInstallation, startServer } from "../../packages/adapters/src/embedded-postgres.js";
import { loadParser } from "../../packages/core/src/sql/parse.js";
import { readyBench, report, type ServerBench } from "../../test/postgres/bench.js";
import type { Case } from "../../test/postgres/case.js";
import { runCase } from "../../test/postgres/run-case.js";

/** Runs cases on one version; gives for each that failed its name and one line per difference. */
export async function differences(
  major: number,
  cases: readonly Case[],
): Promise<{ ran: number; failed: { name: string; lines: string[] }[] }> {
  await loadParser();
  const installation = findInstallation(major);
  if (!installation) throw new Error(`pg${major} is not installed`);
  const running = await startServer(installation);
  const failed: { name: string; lines: string[] }[] = [];
  let bench: ServerBench | undefined;
  let ran = 0;
  try {
    for (const each of cases) {
      if (each.versions && !each.versions.includes(major)) continue;
      ran++;
      bench = await readyBench(running, bench);
      const lines = await runCase(bench, each).then(report, (error: Error) => [
        error.stack?.includes("setup failed") ? error.message.replace(/\s+/g, " ") : (error.stack ?? error.message),
      ]);
      if (lines.length > 0) failed.push({ name: each.name, lines });
    }
  } finally {
    await bench?.session.close();
    await running.stop();
  }
  return { ran, failed };
}
