import type { Case } from "../case.js";

const setup = `
create schema o;
create table t(a int primary key, b text);
create view v as select * from t;
create sequence sq;
create materialized view mv as select * from t;
create function f(int) returns int language sql immutable as 'select $1';
create function tf() returns trigger language plpgsql as 'begin return new; end';
create function et() returns event_trigger language plpgsql as 'begin end';
create type en as enum ('a', 'b');
create type ct as (x int);
create domain dm as int;
create aggregate ag(int) (sfunc = int4pl, stype = int);
create foreign data wrapper w;
create server s foreign data wrapper w;
create foreign table ft(a int) server s;
create publication pb for table t;
create statistics st on a, b from t;
create text search configuration tc (copy = simple);
create text search dictionary td (template = simple);
create collation co (locale = 'C');
create function eq(ct, ct) returns boolean language sql immutable as 'select true';
create operator === (leftarg = ct, rightarg = ct, function = eq);
create operator family of using btree;
create operator class oc for type ct using hash as operator 1 === ;
create conversion cv for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
create event trigger ev on ddl_command_end execute function et();
`;

/** ALTER ... OWNER of everything that has one. */
const owned = [
  "table t",
  "view v",
  "sequence sq",
  "materialized view mv",
  "foreign table ft",
  "function f(int)",
  "aggregate ag(int)",
  "type en",
  "type ct",
  "domain dm",
  "schema o",
  "foreign data wrapper w",
  "server s",
  "publication pb",
  "statistics st",
  "text search configuration tc",
  "text search dictionary td",
  "collation co",
  "operator === (ct, ct)",
  "operator family of using btree",
  "operator class oc using hash",
  "conversion cv",
  "event trigger ev",
  "language plpgsql",
];

const sequences: readonly (readonly [name: string, run: string, versions?: readonly number[]])[] = [
  [
    "roles",
    "create role rg_a; alter role rg_a login; alter role rg_a set work_mem = '1MB'; grant rg_a to current_user; comment on role rg_a is 'x'; alter role rg_a rename to rg_b; revoke rg_b from current_user; drop role rg_b; drop role if exists rg_b",
  ],
  [
    "a user and a group",
    "create user rg_u; create group rg_g; alter group rg_g add user rg_u; drop user rg_u; drop group rg_g",
  ],
  [
    "casts",
    "create cast (ct as text) with inout; comment on cast (ct as text) is 'x'; drop cast (ct as text); drop cast if exists (ct as int)",
  ],
  [
    "casts by functions",
    "create function cf(ct) returns int language sql immutable as 'select 1'; create cast (ct as int) with function cf(ct) as assignment; drop cast (ct as int)",
  ],
  [
    "operators",
    "create operator ==== (leftarg = int, rightarg = int, function = int4eq); alter operator ==== (int, int) set (restrict = eqsel); alter operator ==== (int, int) set schema o; drop operator o.==== (int, int)",
  ],
  [
    "operator classes",
    "create operator family nf using btree; create operator class nc for type int using btree family nf as operator 1 <, function 1 btint4cmp(int, int); alter operator family nf using btree rename to nf2; alter operator class nc using btree rename to nc2; alter operator class nc2 using btree set schema o; drop operator class o.nc2 using btree; drop operator family nf2 using btree",
  ],
  [
    "operators of a family",
    "alter operator family of using btree add operator 1 < (int, int), function 1 btint4cmp(int, int); alter operator family of using btree drop operator 1 (int, int), function 1 (int, int)",
  ],
  [
    "conversions",
    "create conversion nv for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8; alter conversion nv rename to nv2; alter conversion nv2 set schema o; drop conversion o.nv2",
  ],
  [
    "collations",
    "create collation nc (locale = 'C'); alter collation nc rename to nc2; alter collation nc2 set schema o; drop collation o.nc2; create collation nc3 from \"C\"; drop collation nc3",
  ],
  [
    "text search",
    "create text search configuration nt (copy = simple); alter text search configuration nt alter mapping for word with simple; alter text search configuration nt rename to nt2; alter text search configuration nt2 set schema o; drop text search configuration o.nt2; create text search dictionary nd (template = simple); alter text search dictionary nd (accept = false); alter text search dictionary nd rename to nd2; drop text search dictionary nd2",
  ],
  [
    "text search templates and parsers",
    "create text search template nt (lexize = dsimple_lexize); drop text search template nt; create text search parser np (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype); drop text search parser np",
  ],
  [
    "access methods",
    "create access method am type table handler heap_tableam_handler; comment on access method am is 'x'; create table u(a int) using am; drop access method am cascade",
  ],
  ["access methods that are used", "create access method am type index handler bthandler; drop access method am"],
  [
    "languages",
    "create or replace language plpgsql; create trusted language l handler plpgsql_call_handler; alter language l rename to l2; drop language l2",
  ],
  [
    "foreign data",
    "create foreign data wrapper w2; alter foreign data wrapper w2 options (add a 'b'); create server s2 foreign data wrapper w2; alter server s2 version '2'; create user mapping for current_user server s2; alter user mapping for current_user server s2 options (add u 'x'); drop user mapping for current_user server s2; alter server s2 rename to s3; drop server s3; alter foreign data wrapper w2 rename to w3; drop foreign data wrapper w3",
  ],
  [
    "event triggers",
    "create event trigger e2 on sql_drop execute function et(); alter event trigger e2 disable; alter event trigger e2 rename to e3; drop event trigger e3; drop event trigger if exists e3",
  ],
  [
    "subscriptions",
    "create subscription sub connection 'dbname=nope' publication p with (connect = false); alter subscription sub set (slot_name = none); alter subscription sub set publication q with (refresh = false); alter subscription sub rename to sub2; alter subscription sub2 owner to current_user; alter subscription sub2 disable; drop subscription sub2; drop subscription if exists sub2",
  ],
  ["security labels", "security label on table t is 'x'; security label for nope on function f(int) is 'x'"],
  ["notifications", "listen x; notify x; notify x, 'y'; unlisten x; unlisten *"],
  [
    "prepared statements",
    "prepare p as select * from t; prepare q(int) as insert into t values ($1, 'x'); deallocate p; deallocate all",
  ],
  [
    "checkpoint, load, discard",
    "checkpoint; load 'plpgsql'; discard plans; discard sequences; discard temp; reset all; show work_mem",
  ],
  [
    "settings",
    "set work_mem = '2MB'; set local work_mem = '3MB'; reset work_mem; set session authorization default; set role none; set constraints all deferred; set transaction isolation level serializable",
  ],
  [
    "system settings",
    "alter database postgres set work_mem = '4MB'; alter database postgres reset work_mem; comment on database postgres is 'x'",
  ],
  [
    "large objects",
    "select lo_create(4711); comment on large object 4711 is 'x'; grant select on large object 4711 to public; alter large object 4711 owner to current_user; select lo_unlink(4711)",
  ],
  [
    "default privileges",
    "alter default privileges grant select on tables to public; alter default privileges revoke select on tables from public",
  ],
  [
    "comments on other objects",
    "comment on extension plpgsql is 'x'; comment on language plpgsql is 'x'; comment on operator === (ct, ct) is 'x'; comment on collation co is 'x'; comment on foreign data wrapper w is 'x'; comment on server s is 'x'; comment on event trigger ev is 'x'; comment on publication pb is 'x'; comment on text search configuration tc is 'x'; comment on domain dm is 'x'; comment on aggregate ag(int) is 'x'; comment on operator class oc using hash is 'x'",
  ],
  [
    "a domain's constraint commented",
    "alter domain dm add constraint dc check (value > 0); comment on constraint dc on domain dm is 'x'",
  ],
  [
    "an owner of objects",
    "create role rg_o; create table ot(a int); alter table ot owner to rg_o; reassign owned by rg_o to current_user; drop owned by rg_o; drop role rg_o",
  ],
  [
    "what an owner has",
    "create role rg_d; create table od(a int primary key); create view vd as select * from od; alter table od owner to rg_d; alter view vd owner to rg_d; drop owned by rg_d; drop role rg_d",
  ],
  ["cursors", "declare c cursor for select * from t"],
];

const outside: readonly (readonly [name: string, run: string])[] = [
  ["system settings of the server", "alter system set work_mem = '5MB'; alter system reset work_mem"],
];

const cases: readonly Case[] = [
  ...owned.map((what): Case => ({ name: `owner of ${what}`, setup, run: `alter ${what} owner to current_user` })),
  {
    name: "another owner of each",
    setup: `${setup} create role rg_owner superuser;`,
    run: `${owned.map((what) => `alter ${what} owner to rg_owner`).join("; ")}; reassign owned by rg_owner to current_user; drop role rg_owner`,
  },
  ...sequences.map(([name, run, versions]): Case => ({ name, setup, run, ...(versions && { versions }) })),
  ...outside.map(([name, run]): Case => ({ name, setup, run })),
  {
    name: "cursors in a transaction",
    setup,
    run: "declare c cursor for select * from t; fetch all from c; move last in c; close c",
    transaction: true,
  },
];
export default cases;
