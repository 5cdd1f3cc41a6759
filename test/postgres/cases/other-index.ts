import type { Case } from "../case.js";
import { shop } from "../other-setup.js";

const rows: readonly (readonly [name: string, setup: string, run: string, versions?: readonly number[]])[] = [
  ["create index", "", "create index x on t(e)"],
  ["create unique index", "", "create unique index x on t(e,id)"],
  ["create index where expr f", "", "create index x on t(f(a)) where a>0"],
  ["create index on par", "", "create index x on par(c)"],
  ["create index partitioned", "", "create index x on pt(k)"],
  ["create index only", "", "create index x on only pt(k)"],
  ["index inherits", "", "create index x on base(x)"],
  ["index if not exists noop", "", "create index if not exists t_a on t(a)"],
  ["index exists", "", "create index t_a on t(a)"],
  ["index on mv", "", "create index x on mv(a)"],
  ["index on view", "", "create index x on v(a)"],
  ["index missing table", "", "create index x on nope(a)"],
  ["index missing column", "", "create index x on t(zz)"],
  ["index nonimmutable", "", "create index x on t((now()))"],
  ["create index on temp", "", "create index on t(a)"],
  ["index name auto conflict", "", "create index on t(a)"],
  ["index if n e no name", "", "create index if not exists on t(a)"],
  ["inh child with pk index", "", "create index x on only base(x)"],
  ["index rowtype", "", "create index x on t((t.*))"],
  [
    "index on partition that is there",
    "create index p1_new on p1(k desc); create index p2_new on p2(k desc);",
    "create index pt_new on pt(k desc)",
  ],
  ["index of a partitioned table that is there", "", "create index if not exists pt_k on pt(k)"],
];

const cases: readonly Case[] = rows.map(([name, setup, run, versions]) => ({
  name,
  setup: shop + setup,
  run,
  ...(/^lock /i.test(run) && { transaction: true }),
  ...(versions && { versions }),
}));
export default cases;
