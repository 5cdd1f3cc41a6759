import type { Case } from "../case.js";

/** Sequences that random runs found, made short: what the facts once got wrong. */
const tree = `
create table a(c int primary key) partition by range(c);
create table b partition of a for values from (0) to (100) partition by range(c);
create table b2 partition of b for values from (0) to (50) partition by range(c);
create table b3 partition of b2 default;
create table n(c int not null);
create table n2(c int not null);
create table o(c int primary key);
create table r0(x int);
alter table a add foreign key (c) references o;
create table r(x int references a);
create index rx on r(x);
create table rp(x int references a) partition by range(x);
create table rp1 partition of rp default;
create index rp1x on rp1(x);
`;

const cases: readonly Case[] = [
  ...[
    "alter table b2 detach partition b3",
    "alter table a detach partition b",
    "alter table b attach partition n for values from (60) to (70)",
    "create table bn partition of b for values from (50) to (60)",
    "create table bn partition of b2 for values from (1) to (2)",
    "drop table b3",
    "alter table r drop constraint r_x_fkey",
    "alter table r0 add foreign key (x) references b",
    "insert into a values (1)",
    "delete from b2 where c = 2",
  ].map((run): Case => ({ name: `keys above: ${run}`, setup: tree, run })),
  {
    name: "keys of a partitioned table to a partition that is detached",
    setup: `${tree} create table kp(x int references b3) partition by range(x); create table kp1 partition of kp default; create index kp1x on kp1(x);`,
    run: "alter table b2 detach partition b3",
  },
  {
    name: "TRUNCATE CASCADE leaves what inherits from a referencing table",
    setup: `create table a(c int primary key); create table r(x int references a); create table k() inherits (r);
      create table rp(x int references a) partition by range(x); create table rp1 partition of rp default;`,
    run: "truncate a cascade",
  },
  { name: "COPY to a partition", setup: tree, run: "copy b3 from program 'echo 1'" },
  {
    name: "a key that only a partition has",
    setup: `${tree} alter table b3 add constraint own foreign key (c) references b3; insert into o values (2);`,
    run: "insert into a values (2)",
  },
  {
    name: "a function in standard SQL",
    setup: `create table t(a int); create index i on t(a);
      create function f() returns bigint language sql begin atomic delete from t; select count(*) from t; end;
      create function g() returns bigint language sql return (select max(a) from t);`,
    run: "select f(); select g(); drop index i; select g(); alter table t rename to u",
  },
  {
    name: "nothing of a change that a rule leaves out",
    setup: `create table t(a int); create index i on t(a); create table u(a int); create index j on u(a);
      create rule r as on delete to t do instead nothing; create rule r2 as on insert to t do instead notify x;`,
    run: "delete from t using u where t.a = u.a; insert into t select a from u; insert into t values (1)",
  },
  ...[
    "c.relname = 'a' and at.attname = 'c' and at.attnum > 0 and not at.attisdropped",
    "c.relname = 'a' and at.attname = 'nope' and at.attnum > 0 and not at.attisdropped",
    "c.relname = 'nope' and at.attname = 'c'",
  ].map((where): Case => ({
    name: `a block that asks joined system catalogs: ${where}`,
    setup: tree,
    run: `do $$ begin if exists (select 1 from pg_attribute at join pg_class c on c.oid = at.attrelid join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and ${where}) then alter table r0 add column y int; else drop table n2; end if; end $$`,
  })),
  ...[
    "text, alter b type varchar(9)",
    "varchar(9), alter b type text",
    'text collate "C", alter b type varchar(9)',
  ].map((types): Case => ({
    name: `the type of a column twice: ${types}`,
    setup: "create table t(a int, b text); create index on t(b);",
    run: `alter table t alter b type ${types}`,
  })),
  ...["m", "u", "only m"].map((part): Case => ({
    name: `the triggers of a key to a partitioned table, switched below it: ${part}`,
    setup: `create table r(c int primary key) partition by range (c); create table m partition of r for values from (0) to (100) partition by range (c);
      create table l partition of m default; create table u(a int references r);`,
    run: `alter table ${part} disable trigger all`,
  })),
  ...["l", "l cascade", "l, u", "l, u, w", "l, u, w, r", "m cascade", "r cascade"].map((tables): Case => ({
    name: `a partition that keys point at: drop table ${tables}`,
    setup: `create table r(c int primary key, d int) partition by range (c); create table m partition of r for values from (0) to (100) partition by range (c);
      create table l partition of m default; create table u(a int references r);
      create table w(a int) partition by list (a); create table w1 partition of w default; alter table w add foreign key (a) references r;`,
    run: `drop table ${tables}`,
  })),
  ...["l", "l cascade"].map((tables): Case => ({
    name: `a partition that a key of its own table points at: drop table ${tables}`,
    setup: `create table r(c int primary key, d int) partition by range (c); create table l partition of r default;
      alter table r add constraint k foreign key (d) references r;`,
    run: `drop table ${tables}; alter table r drop constraint k`,
  })),
  ...["k3", "l_pkey", "m_c_check"].map((name): Case => ({
    name: `the name of a constraint that a partition has from its parent: ${name}`,
    setup: `create table u(a int primary key); create table m(c int primary key, d int, constraint m_c_check check (c > 0)) partition by range (c);
      create table l partition of m for values from (0) to (9); alter table m add constraint k3 foreign key (d) references u;`,
    run: `alter table l rename constraint ${name} to other; alter table m rename constraint k3 to k4`,
  })),
  ...[
    "m add constraint k check (a > 0)",
    "m add constraint k check (a > 0) not valid",
    "only m add constraint k check (a > 0)",
  ].map((change): Case => ({
    name: `a check that the parent gave already: ${change}`,
    setup:
      "create table r(a int); create table m() inherits (r); create table l() inherits (m); alter table r add constraint k check (a > 0)",
    run: `alter table ${change}`,
  })),
  {
    name: "a key by a name that a partition has already",
    setup: `create table u(a int primary key); create table r(c int primary key, d int) partition by range (c); create table l partition of r default;
      create table m(c int primary key, d int constraint own references u); alter table l add constraint k check (d > 0);`,
    run: `alter table r add constraint k foreign key (d) references u; alter table r add constraint l_pkey foreign key (c) references r;
      alter table r attach partition m for values from (0) to (9)`,
  },
  {
    name: "PREPARE of views, and of changes through them",
    setup:
      "create table t(a int); create index on t(a); create view v as select a from t; create view w as select a from v;",
    run: "prepare p as select 1 from w; prepare q as insert into v values (1); prepare r as update v set a = 1 where a = 2; prepare s as delete from w",
  },
  {
    name: "a block that asks for a constraint of a table",
    setup: tree,
    run: `do $$ begin if not exists (select from pg_constraint k, pg_class c where k.conrelid = c.oid and c.relname = 'r' and k.conname = 'r_x_fkey') then
      drop table n2; else alter table r drop constraint r_x_fkey; end if; end $$`,
  },
];
export default cases;
