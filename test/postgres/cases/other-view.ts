import type { Case } from "../case.js";
import { shop } from "../other-setup.js";

const rows: readonly (readonly [name: string, setup: string, run: string, versions?: readonly number[]])[] = [
  ["create view", "", "create view n as select t.id, par.c from t join par on par.id=t.p"],
  ["create view on view", "", "create view n as select * from v2"],
  [
    "create view with subselect/func",
    "create function vf() returns setof t language sql as 'select * from t';",
    "create view n as select * from vf() where id in (select id from par)",
  ],
  ["create view with seq", "", "create view n as select nextval('sq')"],
  ["create view regclass const", "", "create view n as select 't'::regclass"],
  ["create view row type", "", "create view n as select t from t"],
  ["replace view same", "", "create or replace view v2 as select * from v"],
  ["replace view new", "", "create or replace view nv as select * from v"],
  ["replace view add col", "", "create or replace view v2 as select *, 1 as q from v"],
  ["replace view drop col", "", "create or replace view v2 as select id from v"],
  ["replace view rename", "", "create or replace view v2 as select id as z, a from v"],
  ["replace view depended", "", "create or replace view v as select t.id, a from t"],
  ["create view exists", "", "create view v as select 1"],
  ["create view as table exists", "", "create view t as select 1"],
  ["replace table", "", "create or replace view t as select 1"],
  ["create view missing", "", "create view n as select * from nope"],
  ["temp view", "", "create temp view n as select * from t"],
  ["view over pt", "", "create view n as select * from pt"],
  ["view over inherit", "", "create view n as select * from base"],
  ["recursive view", "", "create recursive view n(x) as values (1) union all select x+1 from n where x<5"],
  ["CTAS", "", "create table n as select * from v"],
  ["CTAS no data", "", "create table n as select * from v with no data"],
  ["CTAS inherit", "", "create table n as select * from pt"],
  ["CTAS if not exists", "", "create table if not exists t as select * from par"],
  ["CTAS exists", "", "create table t as select * from par"],
  ["CTAS values", "", "create table n as values (1)"],
  ["MV", "", "create materialized view n as select * from t"],
  ["MV no data", "", "create materialized view n as select * from t with no data"],
  ["MV over v2", "", "create materialized view n as select * from v2"],
  ["MV exists", "", "create materialized view if not exists mv as select * from t"],
  ["refresh", "", "refresh materialized view mv"],
  ["refresh no data", "", "refresh materialized view mv with no data"],
  ["refresh conc", "", "refresh materialized view concurrently mv"],
  [
    "refresh conc no uniq",
    "create materialized view m2 as select * from t;",
    "refresh materialized view concurrently m2",
  ],
  [
    "refresh conc unpopulated",
    "create materialized view m2 as select * from t with no data; create unique index m2i on m2(id);",
    "refresh materialized view concurrently m2",
  ],
  [
    "refresh unpopulated",
    "create materialized view m2 as select * from t with no data;",
    "refresh materialized view m2",
  ],
  ["select into temp", "", "create temp table n as select * from t"],
  ["refresh concurrently with two indexes", "create index mva on mv(a);", "refresh materialized view concurrently mv"],
];

const cases: readonly Case[] = rows.map(([name, setup, run, versions]) => ({
  name,
  setup: shop + setup,
  run,
  ...(/^lock /i.test(run) && { transaction: true }),
  ...(versions && { versions }),
}));
export default cases;
