import type { Case } from "../case.js";
import { shop } from "../other-setup.js";

const objects = `
create schema o;
create statistics st on a, e from t;
create statistics o.st2 on (f(a)), p from t;
create statistics st3 on (lower(e)) from t;
create statistics stp on id, k from pt;
create statistics stm on id, a from mv;
`;

const rows: readonly (readonly [name: string, run: string, versions?: readonly number[]])[] = [
  ["of two columns", "create statistics ns on a, p from t"],
  ["of an expression", "create statistics ns on (f(a)) from t"],
  ["of a partitioned table", "create statistics ns on id, k from pt"],
  ["of a parent", "create statistics ns on (x + 1) from base"],
  ["of a materialized view", "create statistics ns on id, a from mv"],
  ["of a view", "create statistics ns on id, a from v"],
  ["of a sequence", "create statistics ns on last_value, log_cnt from sq"],
  ["of an index", "create statistics ns on a, p from t_a"],
  ["without a name", "create statistics on a, p from t", [16, 17, 18]],
  ["without a name, before 16", "create statistics on a, p from t", [14, 15]],
  ["that exist", "create statistics st on a, p from t"],
  ["that exist, if not", "create statistics if not exists st on a, p from t"],
  ["of one column", "create statistics ns on a from t"],
  ["of a column twice", "create statistics ns on a, a from t"],
  ["of a column that is missing", "create statistics ns on a, nope from t"],
  ["of a table that is missing", "create statistics if not exists st on a, p from nope"],
  ["of two tables", "create statistics ns on a, p from t, par"],
  ["in a schema that is missing", "create statistics nope.ns on a, p from t"],
  ["dropped", "drop statistics st"],
  ["two dropped", "drop statistics o.st2, stp"],
  ["of a materialized view dropped", "drop statistics stm cascade"],
  ["missing and dropped", "drop statistics nope"],
  ["missing and dropped if they exist", "drop statistics if exists nope, st"],
  ["renamed", "alter statistics st rename to st9"],
  ["renamed to a taken name", "alter statistics st rename to st3"],
  ["missing and renamed", "alter statistics nope rename to st9"],
  ["moved", "alter statistics st set schema o"],
  ["moved to where they are", "alter statistics st set schema public"],
  ["missing and moved", "alter statistics nope set schema o"],
  ["with another owner", "alter statistics st owner to current_user"],
  ["missing, with another owner", "alter statistics nope owner to current_user"],
  ["with a target", "alter statistics st set statistics 100"],
  ["missing, with a target", "alter statistics nope set statistics 100"],
  ["missing, with a target if they exist", "alter statistics if exists nope set statistics 100"],
  ["commented", "comment on statistics st is 'x'"],
  ["missing and commented", "comment on statistics nope is 'x'"],
  ["whose function is dropped", "drop function f(int)"],
  ["whose function is dropped with them", "drop function f(int) cascade"],
  ["whose schema is dropped", "drop schema o"],
  ["whose schema is dropped with them", "drop schema o cascade"],
  ["whose table is dropped", "drop table t cascade"],
  ["whose partitioned table is dropped", "drop table pt"],
  ["whose column is dropped", "alter table t drop column e"],
  ["whose column gets another type", "alter table t alter column e type varchar(10)"],
  ["whose column of an expression gets another type", "alter table t alter column a type bigint"],
  ["whose column is renamed", "alter table t rename column a to z; drop statistics o.st2"],
  [
    "copied by LIKE",
    "create table l (like t including statistics); drop statistics l_a_e_stat; drop statistics l_p_expr_stat",
  ],
  ["not copied by LIKE", "create table l (like t); drop statistics l_a_e_stat"],
  ["gone with a column", "alter table t drop column e; drop statistics st"],
];

const cases: readonly Case[] = rows.map(([name, run, versions]) => ({
  name,
  setup: shop + objects,
  run,
  ...(versions && { versions }),
}));
export default cases;
