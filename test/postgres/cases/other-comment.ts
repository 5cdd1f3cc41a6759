import type { Case } from "../case.js";
import { shop } from "../other-setup.js";

const rows: readonly (readonly [name: string, setup: string, run: string, versions?: readonly number[]])[] = [
  ["comment table", "", "comment on table t is 'x'"],
  ["comment column", "", "comment on column t.a is 'x'"],
  ["comment view", "", "comment on view v is 'x'"],
  ["comment view col", "", "comment on column v.id is 'x'"],
  ["comment mv", "", "comment on materialized view mv is 'x'"],
  ["comment index", "", "comment on index t_a is 'x'"],
  ["comment sequence", "", "comment on sequence sq is 'x'"],
  ["comment constraint", "", "comment on constraint t_pkey on t is 'x'"],
  ["comment trigger", "", "comment on trigger tg on t is 'x'"],
  ["comment policy", "", "comment on policy po on pol is 'x'"],
  ["comment rule", "create rule n as on insert to par do instead nothing;", "comment on rule n on par is 'x'"],
  ["comment function", "", "comment on function f(int) is 'x'"],
  [
    "comment func rowtype arg",
    "create function g(t) returns int language sql as 'select 1';",
    "comment on function g(t) is 'x'",
  ],
  ["comment type", "", "comment on type en is 'x'"],
  ["comment type table", "", "comment on type t is 'x'"],
  ["comment composite", "create type ct as (a int);", "comment on type ct is 'x'"],
  ["comment composite col", "create type ct as (a int);", "comment on column ct.a is 'x'"],
  ["comment domain", "", "comment on domain dm is 'x'"],
  ["comment domain constraint", "", "comment on constraint dm_check on domain dm is 'x'"],
  ["comment schema", "", "comment on schema public is 'x'"],
  ["comment db", "", "comment on database postgres is 'x'"],
  ["comment extension", "", "comment on extension plpgsql is 'x'"],
  ["comment pub", "create publication pb for table t;", "comment on publication pb is 'x'"],
  ["comment stats", "create statistics st on a,id from t;", "comment on statistics st is 'x'"],
  ["comment role", "", "comment on role postgres is 'x'"],
  ["comment missing", "", "comment on table nope is 'x'"],
  ["comment col missing", "", "comment on column t.zz is 'x'"],
];

const cases: readonly Case[] = rows.map(([name, setup, run, versions]) => ({
  name,
  setup: shop + setup,
  run,
  ...(/^lock /i.test(run) && { transaction: true }),
  ...(versions && { versions }),
}));
export default cases;
