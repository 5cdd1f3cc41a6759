import type { Case } from "../case.js";
import { shop } from "../other-setup.js";

const rows: readonly (readonly [name: string, setup: string, run: string, versions?: readonly number[]])[] = [
  ["cluster", "", "cluster t using t_pkey"],
  ["cluster after", "alter table t cluster on t_a;", "cluster t"],
  ["reindex index", "", "reindex index t_a"],
  ["reindex table", "", "reindex table t"],
  ["index concurrently", "", "create index concurrently ci on t(e)"],
  ["unique index concurrently", "", "create unique index concurrently ci on t(id, e)"],
  ["index concurrently partitioned", "", "create index concurrently ci on pt(k)"],
  ["index concurrently exists", "", "create index concurrently if not exists t_a on t(a)"],
  ["drop index concurrently", "", "drop index concurrently t_a"],
  ["drop index concurrently if exists", "", "drop index concurrently if exists nope"],
  ["drop index concurrently two", "", "drop index concurrently t_a, ch2q"],
  ["drop index concurrently constraint", "", "drop index concurrently t_pkey"],
  ["drop index concurrently partitioned", "", "drop index concurrently pt_k"],
  ["vacuum one", "", "vacuum t"],
  ["vacuum full", "", "vacuum full t"],
  ["vacuum analyze", "", "vacuum (analyze) t"],
  ["vacuum all", "", "vacuum"],
  ["vacuum partitioned", "", "vacuum pt"],
  ["vacuum parent", "", "vacuum base"],
  ["vacuum full parent", "", "vacuum full base"],
  ["reindex table concurrently", "", "reindex table concurrently t"],
  ["reindex index concurrently", "", "reindex index concurrently t_a"],
  ["reindex partitioned table", "", "reindex table pt"],
  ["reindex partitioned table concurrently", "", "reindex table concurrently pt"],
  ["reindex partitioned index", "", "reindex index pt_k"],
  ["reindex the schema", "", "reindex schema public"],
  [
    "reindex a table of one partitioned index",
    "create table rp(id int, k int) partition by list(id); create table rp1 partition of rp default; create index rpi on rp(k);",
    "reindex table rp",
  ],
];

const cases: readonly Case[] = rows.map(([name, setup, run, versions]) => ({
  name,
  setup: shop + setup,
  run,
  ...(/^lock /i.test(run) && { transaction: true }),
  ...(versions && { versions }),
}));
export default cases;
