// Bad and all events of each metric of a JSONL snapshot within a time (seconds since 1970, start exclusive), by DuckDB.
import { DuckDBInstance } from "@duckdb/node-api";

const [file = "", start = "0", end = "0"] = process.argv.slice(2);
const connection = await (await DuckDBInstance.create(":memory:")).connect();
const reader = await connection.runAndReadAll(
  `SELECT metric, CAST(sum(total - good) AS BIGINT), CAST(sum(total) AS BIGINT)
   FROM read_json('${file.replaceAll("'", "''")}', format = 'newline_delimited',
     columns = { ts: 'TIMESTAMP', metric: 'VARCHAR', good: 'BIGINT', total: 'BIGINT' })
   WHERE epoch(ts) > ${Number(start)} AND epoch(ts) <= ${Number(end)}
   GROUP BY metric`,
);
for (const [metric, bad, total] of reader.getRows()) console.log(`${metric} ${bad} ${total}`);
