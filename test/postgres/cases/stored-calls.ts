import type { Case } from "../case.js";

/** A function that reads a table, and deletes its rows: what stored expressions and queries call does the same. */
const setup = `create table t (id int primary key, a int); insert into t values (1, 1), (2, 2);
  create table old (id int); insert into old values (1);
  create function gone(x int) returns int language plpgsql as 'begin delete from public.old; return 1; end';`;

const rows: readonly (readonly [name: string, setup: string, run: string])[] = [
  ["check of a new row", "create table c (a int check (gone(a) > 0))", "insert into c values (1)"],
  ["check of a changed row", "alter table t add check (gone(a) > 0) not valid", "update t set a = 3 where id = 1"],
  ["check that is added", "", "alter table t add constraint k check (gone(a) > 0)"],
  ["check that is added later", "", "alter table t add constraint k check (gone(a) > 0) not valid"],
  [
    "check that is validated",
    "alter table t add constraint k check (gone(a) > 0) not valid",
    "alter table t validate constraint k",
  ],
  [
    "check of a domain",
    "create domain d as int check (gone(value) > 0); create table c (a d)",
    "insert into c values (1)",
  ],
  ["default of a new column", "", "alter table t add column b int default gone(1)"],
  ["type with a function", "", "alter table t alter column a type int using gone(a)"],
  ["refresh", "create materialized view v as select gone(id) as g from t with no data", "refresh materialized view v"],
  [
    "function in standard SQL",
    "create function f() returns int language sql begin atomic delete from old; select 1; end",
    "select f()",
  ],
  ["rule", "create rule r as on insert to t do also delete from old", "insert into t values (3, 3)"],
  [
    "cursor of a body",
    "",
    "do $$ declare c cursor for select gone(id) from t; r record; begin open c; fetch c into r; end $$",
  ],
  [
    "loop over a cursor of a body",
    "",
    "do $$ declare c cursor for select gone(id) from t; begin for r in c loop null; end loop; end $$",
  ],
  [
    "handler that does not run",
    "",
    "do $$ begin perform 1 from t; exception when division_by_zero then delete from old; end $$",
  ],
  [
    "handler that runs",
    "",
    "do $$ begin alter table nothing add a int; exception when undefined_table then delete from old; end $$",
  ],
];

const cases: readonly Case[] = [
  ...rows.map(([name, more, run]) => ({ name, setup: `${setup} ${more}`, run })),
  {
    name: "procedure that makes a table",
    setup: "create procedure p() language plpgsql as 'begin create table n (a int); end'",
    run: "call p(); alter table n add b int",
  },
  { name: "cursor", setup, run: "declare c cursor for select gone(id) from t", transaction: true },
];
export default cases;
