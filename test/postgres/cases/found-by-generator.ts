import type { Case } from "../case.js";

const two = "create table t1 (a int primary key, b int) partition by range (a); create table t2 partition of t1 for values from (0) to (10) partition by range (a); create table t3 partition of t2 for values from (0) to (10);";
const alone = "create table t1 (a int primary key, b int) partition by range (a); create table q (a int);";
const whole = "create table t1 (a int primary key, b int) partition by range (a); create table t2 partition of t1 default;";
const objects = `create table t (a int, b text); create collation c1 from "C"; create function f(int) returns int language sql as 'select 1'; create operator family of1 using btree;
  create text search dictionary d1 (template = simple); create text search configuration tc (copy = simple); create operator === (leftarg = int, rightarg = int, procedure = int4eq);`;

/** What random statements found, and kinds of statements that no other case has. */
const rows: readonly (readonly [name: string, setup: string, run: string, versions?: readonly number[]])[] = [
  ["a partition that is partitioned is planned by its bound", two, "select * from t2"],
  ["and once more", two, "select * from t2; select * from t2; delete from t2 where a = 1; update t2 set b = 3"],
  ["a partition of a partition is written to by name", two, "insert into t3 values (1, 1); insert into t3 values (2, 1)"],
  ["a partitioned table without partitions", alone, "select * from t1; delete from t1 where a = 1; update t1 set b = 3"],
  ["a partitioned table without partitions is referenced", alone, "alter table q add foreign key (a) references t1"],
  ["only a partitioned table", whole, "select * from only t1; delete from only t1"],
  ["drop if exists of a column that is not there, only in the partitioned table", whole, "alter table only t1 drop column if exists c"],
  ["drop of a column only in the partitioned table", whole, "alter table only t1 drop column if exists b"],
  ["attach to itself", two, "alter table t1 attach partition t1 default"],
  ["attach to an own partition", two, "alter table t2 attach partition t1 default"],
  ["inherit from itself", "create table n1 (a int); create table n2 () inherits (n1);", "alter table n1 inherit n1"],
  ["inherit from an own child", "create table n1 (a int); create table n2 () inherits (n1);", "alter table n1 inherit n2"],
  ["alter collation", objects, "alter collation c1 refresh version"],
  ["alter tablespace options", objects, "alter tablespace pg_default reset (seq_page_cost)"],
  ["alter extension add table", objects, "alter extension plpgsql add table t; alter extension plpgsql drop table t"],
  ["alter extension add function", objects, "alter extension plpgsql add function f(int)"],
  ["alter operator family", objects, "alter operator family of1 using btree add operator 1 < (int4, int8)"],
  ["alter function", objects, "alter function f(int) immutable"],
  ["alter function missing", objects, "alter function nope(int) immutable"],
  ["alter operator", objects, "alter operator === (int, int) set (restrict = none)"],
  ["alter text search dictionary", objects, "alter text search dictionary d1 (stopwords = english)"],
  ["alter text search configuration", objects, "alter text search configuration tc drop mapping for word"],
];

const cases: readonly Case[] = rows.map(([name, setup, run, versions]) => ({ name, setup, run, ...(versions && { versions }) }));
export default cases;
