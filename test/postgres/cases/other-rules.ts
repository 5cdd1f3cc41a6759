import type { Case } from "../case.js";

const setup = `
create table par(x int primary key);
create table t(a int primary key, b int);
create index tb on t(b);
create table k() inherits (t);
create table log(x int references par, y int default 0);
create index lx on log(x);
create view v as select * from t;
insert into par values (1), (2);
insert into t values (1, 1), (2, 2);
`;

const rules: Readonly<Record<string, string>> = {
  nothing: "create rule r as on delete to t do instead nothing",
  "instead of old": "create rule r as on delete to t do instead insert into log values (old.a)",
  "also of old": "create rule r as on delete to t do also insert into log values (old.a)",
  "with a condition":
    "create rule r as on delete to t where exists (select from par where x = old.a) do instead nothing",
  "several actions": "create rule r as on delete to t do instead (insert into log values (1); delete from log)",
  "a constant": "create rule r as on delete to t do instead select 1",
  "a query": "create rule r as on delete to t do instead select * from log",
  "a notification": "create rule r as on delete to t do also notify x",
  disabled: "create rule r as on delete to t do instead nothing; alter table t disable rule r",
  "of a view": "create rule r as on delete to v do instead delete from t where a = old.a",
  "of a view, elsewhere": "create rule r as on delete to v do instead insert into log values (1)",
  "of a renamed table": "create rule r as on delete to t do also delete from log; alter table t rename column b to c",
};
const deletes = [
  "delete from t where a = 1",
  "delete from t",
  "delete from only t where a = 1",
  "delete from v where a = 1",
  "explain delete from t",
];

const others: readonly (readonly [name: string, rule: string, run: string, versions?: readonly number[]])[] = [
  [
    "insert also",
    "create rule r as on insert to t do also insert into log values (new.a)",
    "insert into t values (3, 3)",
  ],
  [
    "insert instead",
    "create rule r as on insert to t do instead insert into log values (new.a)",
    "insert into t values (1, 3)",
  ],
  [
    "insert, with a condition",
    "create rule r as on insert to t where new.a > 5 do instead insert into log values (new.a)",
    "insert into t values (3, 3)",
  ],
  [
    "insert by a view",
    "create rule r as on insert to v do instead insert into log values (new.a)",
    "insert into v values (1, 3)",
  ],
  [
    "update instead",
    "create rule r as on update to t do instead update log set y = new.b where x = old.a",
    "update t set b = 3 where a = 1",
  ],
  ["update by a view", "create rule r as on update to v do instead nothing", "update v set b = 3 where a = 1"],
  ["update, rule of delete", "create rule r as on delete to t do instead nothing", "update t set b = 3 where a = 1"],
  [
    "merge",
    "create rule r as on delete to t do instead nothing",
    "merge into t using par on a = x when matched then delete",
    [15, 16, 17, 18],
  ],
  [
    "merge, rule disabled",
    "create rule r as on delete to t do instead nothing; alter table t disable rule r",
    "merge into t using par on a = x when matched then delete",
    [15, 16, 17, 18],
  ],
  [
    "in a WITH",
    "create rule r as on delete to t do also delete from log",
    "with d as (select 1 as n) delete from t using d where a = n",
  ],
  [
    "to a table with a rule",
    "create rule r2 as on insert to log do also insert into par values (7); create rule r as on delete to t do also insert into log values (old.a)",
    "delete from t where a = 1",
  ],
  ["TRUNCATE does not see it", "create rule r as on delete to t do instead nothing", "truncate t"],
  ["in a circle", "create rule r as on delete to t do also delete from t where a = 3", "delete from t"],
];

const cases: readonly Case[] = [
  ...Object.entries(rules).flatMap(([name, rule]) =>
    deletes.map((run): Case => ({ name: `${name}: ${run}`, setup: `${setup}${rule};`, run })),
  ),
  ...others.map(([name, rule, run, versions]): Case => ({
    name,
    setup: `${setup}${rule};`,
    run,
    ...(versions && { versions }),
  })),
];
export default cases;
