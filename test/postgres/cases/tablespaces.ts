import type { Case } from "../case.js";

/** A tablespace in a folder of the server's own, as its tests have it: no other folder is needed. */
const place = (name: string): string => `
set allow_in_place_tablespaces = on;
create tablespace ${name} location '';
create table t(a int primary key, b text) tablespace ${name};
insert into t select g, g from generate_series(1, 100) g;
create index t_b on t(b);
create index t_there on t(b) tablespace ${name};
create table u(a int);
insert into u values (1);
create table kid(y int) inherits (u);
create table pt(a int primary key, k int) partition by range(a) tablespace ${name};
create table p1 partition of pt for values from (0) to (10);
insert into p1 values (1, 1);
create index pt_k on pt(k) tablespace ${name};
create materialized view mv tablespace ${name} as select * from t;
create view v as select * from t;
create sequence sq;
create temporary table tmp(a int);
`;

/** Relations that lie there by `default_tablespace`, and those that do not. */
const byDefault = (name: string): string => `
create table before(a int primary key);
create table parent(a int primary key, k int) partition by range(a) tablespace ${name};
set default_tablespace = ${name};
create table d(a int primary key, b int);
create index d_b on d(b);
create table dp(a int) partition by range (a);
create materialized view dm as select * from before;
create table das as select 1 as x;
create table part partition of parent for values from (10) to (20);
create temporary table tmp2(a int);
reset default_tablespace;
alter table d add unique (b);
`;

const rows: readonly (readonly [name: string, run: (tablespace: string) => string])[] = [
  ["a table is moved", (to) => `alter table u set tablespace ${to}`],
  ["a table is moved back, without its indexes", () => "alter table t set tablespace pg_default"],
  ["a table is where it is", (to) => `alter table t set tablespace ${to}`],
  ["an index is moved", (to) => `alter index t_b set tablespace ${to}`],
  ["a materialized view is moved", () => "alter materialized view mv set tablespace pg_default"],
  ["a materialized view is moved as a table", () => "alter table mv set tablespace pg_default"],
  ["a partitioned table remembers", () => "alter table pt set tablespace pg_default"],
  ["a partitioned index remembers", () => "alter index pt_k set tablespace pg_default"],
  ["a view has no place", (to) => `alter table v set tablespace ${to}`],
  ["a sequence has no place", (to) => `alter sequence sq set tablespace ${to}`],
  ["what all databases share", () => "alter table t set tablespace pg_global"],
  ["all tables", (to) => `alter table all in tablespace ${to} set tablespace pg_default`],
  ["all tables go there", (to) => `alter table all in tablespace pg_default set tablespace ${to}`],
  [
    "all tables of the user",
    (to) => `alter table all in tablespace ${to} owned by current_user set tablespace pg_default nowait`,
  ],
  ["all tables stay", (to) => `alter table all in tablespace ${to} set tablespace ${to}`],
  ["all indexes", (to) => `alter index all in tablespace ${to} set tablespace pg_default`],
  ["all indexes go there", (to) => `alter index all in tablespace pg_default set tablespace ${to}`],
  ["all materialized views", (to) => `alter materialized view all in tablespace ${to} set tablespace pg_default`],
  ["all to what all databases share", (to) => `alter table all in tablespace ${to} set tablespace pg_global`],
  [
    "all, one after the other",
    (to) =>
      `alter table all in tablespace ${to} set tablespace pg_default; alter table all in tablespace ${to} set tablespace pg_default; alter table all in tablespace pg_default set tablespace ${to}`,
  ],
  [
    "indexes are built there",
    (to) => `reindex (tablespace ${to}) table t; alter index all in tablespace ${to} set tablespace pg_default`,
  ],
  [
    "one index is built there",
    (to) =>
      `reindex (tablespace ${to}) index t_b; alter index t_b set tablespace ${to}; alter index t_b set tablespace pg_default`,
  ],
  ["one that holds partitioned tables is not dropped", (to) => `drop tablespace ${to}`],
  ["one that holds tables is not dropped", (to) => `drop table pt; drop tablespace ${to}`],
  [
    "an empty one is dropped",
    (to) => `drop table t, pt cascade; drop tablespace ${to}; drop tablespace if exists ${to}`,
  ],
  [
    "its options",
    (to) =>
      `alter tablespace ${to} set (seq_page_cost = 2); alter tablespace ${to} reset (seq_page_cost); comment on tablespace ${to} is 'x'; alter tablespace ${to} owner to current_user; grant create on tablespace ${to} to public; alter tablespace ${to} rename to ${to}_b`,
  ],
  [
    "made and dropped",
    (to) =>
      `create tablespace ${to}_b location ''; drop tablespace ${to}_b; create tablespace ${to}_b location 'not/absolute'`,
  ],
];

const cases: readonly Case[] = [
  ...rows.map(([name, run], at): Case => ({ name, setup: place(`rg_ts${at}`), run: run(`rg_ts${at}`) })),
  {
    name: "default_tablespace",
    setup: `${place("rg_default")} ${byDefault("rg_default")}`,
    run: "alter table all in tablespace rg_default set tablespace pg_default; alter index all in tablespace rg_default set tablespace pg_default; alter materialized view all in tablespace rg_default set tablespace pg_default; drop tablespace rg_default",
  },
  {
    name: "in a transaction",
    setup: place("rg_open"),
    run: "create tablespace rg_other location ''; drop tablespace rg_open; drop tablespace if exists nope; alter tablespace rg_open set (seq_page_cost = 2); alter table u set tablespace rg_open; alter table all in tablespace rg_open set tablespace pg_default",
    transaction: true,
  },
];
export default cases;
