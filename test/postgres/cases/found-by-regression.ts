import type { Case } from "../case.js";

/** What PostgreSQL's own regression tests showed that the facts once got wrong, in our own words and short. */
const tree = `
create table p(a int, b int) partition by range(a);
create table p1 partition of p for values from (0) to (10) partition by range(a);
create table p11 partition of p1 for values from (0) to (5);
create table p2 partition of p for values from (10) to (20);
create table keyed(a int, b int) partition by range(a);
create table keyed1(a int not null, b int) partition by range(a);
create table keyed11 partition of keyed1 for values from (0) to (5);
alter table keyed attach partition keyed1 for values from (0) to (10);
`;
const clustered = `
create table t(id int primary key);
create table u(id int, v int);
create index uv on u(v);
alter table t cluster on t_pkey;
cluster u using uv;
`;

const rows: readonly (readonly [name: string, setup: string, run: string, versions?: readonly number[]])[] = [
  [
    "a view of something temporary is temporary",
    "create table t(id int); create temp table tt(id int);",
    "create view v as select * from t where id in (select id from tt); create view w as select * from v; drop view w; create or replace view v as select id from tt; drop view v",
  ],
  [
    "elements of a schema are made kind after kind",
    "create table old(id int primary key);",
    "create schema s create view v as select * from t create index on t (a) create table t (a int primary key, b int references old); drop schema s cascade",
  ],
  [
    "the whole schema's order",
    "",
    "create schema s create table t3 (a int references t) create table t (a int primary key)",
  ],
  [
    "what was prepared is run",
    "create table t(id int primary key, v int); create index tv on t(v); prepare q as select * from t where v = 1; prepare w as update t set v = 2;",
    "execute q; execute w; deallocate q; prepare q as delete from t; execute q; prepare r as select * from t; create table c as execute r with no data; prepare e as select * from t; explain execute e; drop table c",
  ],
  ["a partitioned index that only the parent has", `${tree} create index only_p on only p (b);`, "drop index only_p"],
  ["only a partitioned table's primary key", tree, "alter table only keyed add primary key (a)"],
  [
    "tables that inherit from one of a composite type",
    "create type ct as (a int, b text); create table tt of ct; create table sub () inherits (tt); create index on tt(a);",
    "alter type ct add attribute c text cascade; alter type ct rename attribute a to aa cascade; alter type ct drop attribute b cascade; alter type ct alter attribute aa type bigint cascade",
  ],
  ["cluster all that is marked", clustered, "cluster"],
  ["cluster by the mark", clustered, "cluster t; cluster u; alter table u set without cluster; cluster u"],
  ["a dropped index leaves no mark", `${clustered} drop index uv;`, "cluster u"],
  [
    "cluster the partitions",
    `${tree} create index pb on p(b); cluster p using pb;`,
    "cluster; cluster p11",
    [15, 16, 17, 18],
  ],
  [
    "a function's body puts views in, its other statements are only analysed",
    "create table t(id int primary key); create view v as select * from t; create view vv as select * from v;",
    "create function f() returns bigint language sql as 'select count(*) from vv'; create function g() returns bigint language sql return (select count(*) from vv); create function i() returns void language sql as 'declare c cursor for select * from vv'; create function j() returns void language sql as 'create table zz as select * from vv'; create function k() returns void language sql as 'explain select * from vv'; create function l() returns void language sql as 'insert into v values (1)'; create function n() returns void language sql as 'create view zv as select * from vv'",
  ],
  [
    "triggers on truncate",
    "create table t(id int); create table log(a text); create function f() returns trigger language plpgsql as 'begin insert into log values (tg_op); return null; end'; create trigger b before truncate on t for each statement execute function f(); create table p(a int) partition by range(a); create table p1 partition of p default; create trigger c after truncate on p1 execute function f();",
    "truncate t; truncate p",
  ],
  [
    "vacuum full of partitions",
    "create table p(a int primary key) partition by range(a); create table p1 partition of p default;",
    "vacuum full p",
  ],
  [
    "vacuum of no table",
    "create table t(id int primary key);",
    "vacuum (only_database_stats); vacuum (process_main false, full) t; vacuum (skip_database_stats) t",
    [16, 17, 18],
  ],
  [
    "explain analyze makes what it explains",
    "create table t(id int primary key);",
    "explain analyze create table c as select * from t; drop table c; explain create table c as select * from t; explain (analyze) create materialized view mv as select * from t; drop materialized view mv; explain (analyze on) select * into c from t; drop table c",
  ],
  [
    "an aggregate in the old form",
    "",
    "create aggregate s (sfunc = int4pl, basetype = int4, stype = int4, initcond = 0); create aggregate s (sfunc = int8pl, basetype = int8, stype = int8, initcond = 0); create aggregate n (sfunc = int8inc, basetype = 'any', stype = int8, initcond = 0); alter aggregate s(int4) rename to s2; drop aggregate s(int8); drop aggregate n(*)",
  ],
  [
    "like what it inherits from",
    "create table a(id int primary key, v int check (v > 0)); create table b(like a, w int) inherits (a); create table c(x int references c, like a including indexes);",
    "alter table a drop column v; drop table c; drop table a cascade",
  ],
  ["an index of the system", "", "reindex index pg_class_oid_index; reindex table pg_class"],
  [
    "the search path of a role",
    "",
    "set role postgres; reset role; create table t(id int); alter table t owner to current_user",
  ],
  [
    "a column that children have from two parents",
    "create table p1(name text, f1 int); create table p2(f1 int, id int, name text); create table c1 () inherits (p1, p2); create table gc1 () inherits (c1);",
    "alter table p2 drop column name; alter table p1 drop column name; alter table only p2 drop column f1; alter table p1 drop column f1; alter table c1 drop column f1",
  ],
  [
    "a check that a child only inherits is added",
    "create table p(f int constraint pc check (f > 0)); create table c() inherits (p); insert into c values (1);",
    "alter table c add constraint pc check (f > 0); alter table c add constraint pc check (f > 0)",
  ],
  [
    "commands that make room for others",
    "create table g(a int, b int, x int generated always as (a + b) stored); create table i(a int generated always as identity); create table s(id int, up int);",
    "alter table g drop column x, alter column a type bigint, add column x bigint generated always as (a * 2) stored; alter table i alter column a drop identity, alter column a drop not null; alter table s add primary key (id), add foreign key (up) references s",
  ],
  [
    "a foreign table as a partition",
    "create foreign data wrapper w; create server s foreign data wrapper w; create table p(a int, b int) partition by range(a); create index pi on p(b);",
    "create foreign table f1 partition of p for values from (0) to (10) server s; create foreign table f2(a int, b int) server s; alter table p attach partition f2 for values from (10) to (20); create index on p(a); create table p3 partition of p for values from (20) to (30); create index on p (a, b); drop index pi; drop foreign table f1; drop server s cascade; drop table p; drop foreign data wrapper w",
  ],
  [
    "what goes with a foreign data wrapper",
    "create foreign data wrapper w; create server s foreign data wrapper w; create foreign table z(a int) server s; create view zv as select * from z;",
    "drop server s; drop foreign data wrapper w; alter server s rename to s2; alter foreign data wrapper w rename to w2; drop foreign data wrapper w2 cascade; create foreign data wrapper w; create server s foreign data wrapper w; create foreign table z(a int) server s; drop server s cascade",
  ],
  [
    "a foreign key that partitions have, and that one of them has otherwise",
    "create table r(id int primary key); create table p(a int) partition by range(a); create table p1(a int references r on delete cascade) ; create table p2(a int references r) partition by range(a); create table p21 partition of p2 for values from (10) to (15); alter table p attach partition p2 for values from (10) to (20);",
    "alter table p add foreign key (a) references r; alter table p attach partition p1 for values from (0) to (10)",
  ],
  [
    "what is deferrable on partitions",
    tree,
    "alter table p add unique (a) deferrable; alter table p add unique (a, b)",
  ],
  [
    "another collation is another index",
    "create table p(a text, b int) partition by range(a); create table p1 partition of p for values from ('a') to ('m'); create index on p1(a);",
    'create index on p (a collate "C"); create index on p (a)',
  ],
  [
    "a statement's trigger is renamed on partitions",
    `${tree} create function f() returns trigger language plpgsql as 'begin return null; end'; create trigger a after insert on p for each statement execute function f();`,
    "alter trigger a on p rename to b",
  ],
  [
    "a sequence whose bounds follow its type",
    "create sequence a as smallint minvalue -32768; create sequence b as smallint maxvalue 32767 increment -1;",
    "alter sequence a as int; alter sequence b as bigint; alter sequence a as smallint",
  ],
  [
    "policies of roles whose things go",
    "create role regression_reader; create role regression_writer; create table t(id int); create policy a on t to regression_reader using (true); create policy b on t to regression_reader, regression_writer using (true);",
    "drop owned by regression_reader; drop policy b on t; create policy a on t to regression_reader using (true); drop owned by regression_reader, regression_writer",
  ],
  [
    "a view of a temporary sequence",
    "create temp sequence s; create sequence t;",
    "create view v as select s.is_called from s; drop view v; create view w as select nextval('t'); drop view w",
  ],
  [
    "like a table of its name elsewhere",
    "create table t(id int primary key, v text); create index on t(v); create schema s; set search_path = s, public;",
    "create table t(like t including all); drop table t; drop table t",
  ],
  [
    "what a table is partitioned by goes",
    "create domain d as int; create function plusone(int) returns int language sql immutable as 'select $1 + 1'; create table p(a d, b int) partition by range(plusone(a)); create table p1 partition of p default; create table q(a int, b int) partition by range(plusone(b)); create table r(a d, b int) partition by range(a);",
    "drop domain d; drop domain d cascade; drop function plusone(int); drop function plusone(int) cascade; create table p(a int); create table r(a int)",
  ],
  [
    "an SQL function makes a table",
    "create function mk() returns void language sql as 'create table made(id int primary key)';",
    "select mk(); drop table made",
  ],
  [
    "what is moved to the system's schema",
    "set allow_system_table_mods = on; create table t(id serial primary key, v text);",
    "alter table t set schema pg_catalog; create index on t(v); alter table t rename to t2; truncate t2; alter table t2 add column w int; alter table t2 set schema public; drop table t2; create function pg_catalog.regression_f() returns int language sql as 'select 1'; drop function pg_catalog.regression_f()",
  ],
  [
    "reindex concurrently passes over exclusion constraints",
    "create table t(id int primary key, c int, exclude (c with =)); insert into t values (1, 1);",
    "reindex table concurrently t; reindex index concurrently t_c_excl; reindex table t",
  ],
  [
    "a default partition that is clear of a new one",
    "create table p(a int) partition by range(a); create table rest partition of p default; alter table rest add check (a >= 100);",
    "create table p1 partition of p for values from (0) to (100); create table p2 partition of p for values from (100) to (110)",
  ],
  [
    "functions of the system that open what they tell of",
    `${tree} create index pb on p(b); create table t(id int primary key); create view v as select t.id, p.b from t join p on t.id = p.a; create view vv as select v.id from v, t; create materialized view mv as select * from vv;`,
    "select * from pg_partition_tree('p'); select * from pg_partition_tree('p1'::regclass); select * from pg_partition_tree('t'); select * from pg_partition_tree('pb'); select pg_get_viewdef('vv'); select pg_get_viewdef('vv'::regclass, true); select pg_get_viewdef('mv'); create table made as select relid from pg_partition_tree('p'); select * from pg_partition_ancestors('p11')",
  ],
  [
    "an aggregate does what it is made of",
    "create table log(id int primary key); create function note(int, int) returns int language sql as 'insert into log values (1) on conflict do nothing; select $1 + $2'; create aggregate noting(int) (sfunc = note, stype = int, initcond = 0); create aggregate adding(int) (sfunc = int4pl, stype = int, initcond = 0); create table t(v int); insert into t values (1);",
    "select adding(v) from t; select noting(v) from t",
  ],
  [
    "what is ordered by a collation",
    "create collation c (locale = 'C'); create table t1(a int, b text collate c); create domain d as text collate c; create type ct as (x int, y text collate c); create view v as select 'a'::text collate c as foo; create table t2(a int, b text); create index i on t2(b collate c); create table t3(x d); create index e on t2((b collate c || 'x')); create table t4(b text, check (b > 'a' collate c)); create index j on t1(b); create table t6(b text default ('a' collate c)); create view v2 as select b from t1;",
    "drop collation c; drop collation c cascade; drop table t1, t2, t3; drop type ct",
  ],
  [
    "keys to a partitioned table go",
    "create table pk(a int primary key) partition by range(a); create table pk1 partition of pk for values from (0) to (10) partition by range(a); create table pk11 partition of pk1 for values from (0) to (5); create table pk2 partition of pk default; create table fk(a int references pk); create table fk2(a int references pk); create table fk3(a int references pk); create table fk4(a int references pk1); create table e(a int primary key) partition by range(a); create table fe(a int references e);",
    "drop table fk; alter table fk2 drop constraint fk2_a_fkey; alter table fk3 drop column a; drop table fk4; drop table fe",
  ],
  [
    "a table that becomes a view",
    "create table t(x int, y text); create table v(x int, y text);",
    'create rule "_RETURN" as on select to v do instead select * from t; select * from v; drop view v; create table v(x int)',
    [14, 15],
  ],
  [
    "what a row gets without saying so",
    "create sequence s; create domain d as int default nextval('s'); create domain dd as d; create table t(a dd, b int); create table p7(a int); create table c7(a int generated always as identity) inherits (p7); create view v7 as select * from c7; create table x(a dd default 7);",
    "insert into t values (default, 1); insert into t(b) values (2); insert into c7 default values; insert into v7 default values; insert into x default values",
  ],
  [
    "a conflict is looked for when it is planned",
    "create table k(a int primary key, b int unique, c int unique);",
    "explain insert into k values (1, 2) on conflict (a) do nothing; explain insert into k values (1, 2) on conflict do nothing; explain insert into k values (1, 2) on conflict on constraint k_b_key do nothing; insert into k values (1, 2) on conflict on constraint k_b_key do nothing",
  ],
  [
    "names of indexes on JSON",
    "create table t(j jsonb);",
    "create index on t(json_value(j, '$.a')); create index on t(json_query(j, '$.a')); drop table t",
    [17, 18],
  ],
  [
    "a domain's NOT NULL has a name",
    "create domain d as int not null;",
    "alter domain d drop constraint d_not_null; alter domain d set not null",
    [17, 18],
  ],
  [
    "a key of periods is looked up row by row",
    "create table k(id int4range, valid daterange, primary key (id, valid without overlaps)); create table f(id int4range primary key, k int4range, valid daterange);",
    "alter table f add foreign key (k, period valid) references k (id, period valid)",
    [18],
  ],
  [
    "what lies in a tablespace",
    "set allow_in_place_tablespaces = on; create tablespace regression_space location ''; create table p(a int primary key) partition by range(a) tablespace regression_space; create table p1 partition of p default tablespace regression_space; create index pi on p(a) tablespace regression_space; create table p2 partition of p for values from (1) to (2); create table l(like p including indexes); create table n(id int primary key); reindex (tablespace regression_space) table n;",
    "alter tablespace regression_space rename to regression_place; alter table all in tablespace regression_place set tablespace pg_default; alter index all in tablespace regression_place set tablespace pg_default",
    [16, 17, 18],
  ],
  [
    "all of a tablespace",
    "create table t(id int primary key); create materialized view m as select 1 as a; create table p(a int) partition by range(a); create table p1 partition of p default; create index on p(a);",
    "alter table all in tablespace pg_default set tablespace pg_default; alter index all in tablespace pg_default set tablespace pg_default",
  ],
];

/** What a DEFAULT partition is known not to hold. */
const lists = [
  "a in (5, 6)",
  "a > 50",
  "a < 50 and a is not null",
  "a = 7",
  "a between 10 and 20",
  "a <> 55",
  "a > 66",
  "a >= 66",
  "b > 0",
  "a in (5, 55)",
  "a < 5 or a > 70",
  "a < 5 or b > 7",
].map(
  (check) =>
    [
      `a default partition with ${check}`,
      `create table p(a int, b int) partition by list(a); create table d partition of p default; alter table d add check (${check}); create table q(a int, b int) partition by list(a); create table q1 partition of q for values in (55, 66); create table e(a int check (${check.replaceAll("b >", "2 * b >")}), b int);`,
      "create table p1 partition of p for values in (55, 66); create table p2 partition of p for values in (99, null); alter table q attach partition e default",
    ] as const,
);

const cases: readonly Case[] = [...rows, ...lists].map(([name, setup, run, versions]) => ({
  name,
  setup,
  run,
  ...(versions && { versions }),
}));
export default cases;
