import type { Case } from "../case.js";

/** Statements of a kind that other cases measure, about other kinds of objects. */
const setup = `
create schema o;
create table t(a int primary key, b text);
create table child(c int) inherits (t);
create view v as select * from t;
create rule ru as on insert to t do also select 1;
create function trg() returns trigger language plpgsql as 'begin return new; end';
create trigger tg before insert on t for each row execute function trg();
create table pt(a int primary key) partition by range (a);
create table p1 partition of pt for values from (0) to (10);
create function f(int) returns int language sql immutable as 'select $1';
create procedure pr() language sql as 'select 1';
create aggregate ag(int) (sfunc = int4pl, stype = int);
create domain dm as int;
create type ct as (x int);
create type en as enum ('a');
create sequence sq;
create materialized view mv as select * from t;
create index t_b on t(b);
create foreign data wrapper w;
create server s foreign data wrapper w;
create foreign table ft(a int, b text) server s;
create text search template tt (lexize = dsimple_lexize);
create text search parser tp (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype);
create text search dictionary td (template = tt);
create text search configuration tc (parser = tp);
create operator family fam using btree;
create conversion cv for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
create publication pb for table t;
`;

const statements: readonly string[] = [
  "alter table t enable replica trigger tg",
  "alter table t enable trigger user",
  "alter table t disable rule ru; alter table t enable rule ru; alter table t enable always rule ru; alter table t enable replica rule ru; alter table t enable rule nope",
  "alter table t force row level security; alter table t no force row level security",

  "alter foreign table ft alter column a options (add x 'y')",
  "alter foreign table ft options (add x 'y'); alter foreign table ft set schema o; alter foreign table o.ft owner to current_user; alter foreign table o.ft rename to ft2",
  "drop routine f(int); drop routine pr(); drop routine if exists nope(int); drop routine nope(int)",
  "alter aggregate ag(int) rename to ag2; alter aggregate ag2(int) set schema o; drop aggregate o.ag2(int)",
  "alter procedure pr() rename to pr2; alter procedure pr2() set schema o; alter procedure o.pr2() owner to current_user; drop procedure o.pr2()",
  "alter routine f(int) rename to f2; alter routine f2(int) set schema o; alter routine o.f2(int) owner to current_user; alter routine o.f2(int) stable",
  "alter text search parser tp rename to tp2; alter text search parser tp2 set schema o; drop text search parser o.tp2; drop text search parser o.tp2 cascade",
  "alter text search template tt rename to tt2; alter text search template tt2 set schema o; drop text search template o.tt2; drop text search template o.tt2 cascade; create text search dictionary td (template = simple)",
  "alter text search dictionary td set schema o; drop text search dictionary o.td",
  "alter operator family fam using btree set schema o; drop operator family o.fam using btree",
  "alter text search configuration tc add mapping for word with td; alter text search configuration tc alter mapping replace td with simple; alter text search configuration tc alter mapping for word replace simple with td; drop text search dictionary td; create text search configuration tc2 (copy = tc); alter text search configuration tc drop mapping for word; drop text search dictionary td; alter text search configuration tc2 alter mapping for word with simple; drop text search dictionary td",
  "comment on conversion cv is 'x'; comment on foreign table ft is 'x'; comment on column ft.a is 'x'; comment on operator family fam using btree is 'x'; comment on procedure pr() is 'x'; comment on routine f(int) is 'x'",
  "comment on text search dictionary td is 'x'; comment on text search parser tp is 'x'; comment on text search template tt is 'x'; comment on text search configuration tc is 'x'",
  "comment on column v.a is 'x'; comment on column mv.a is 'x'; comment on column ct.x is 'x'; comment on column t_b.b is 'x'",
  "grant select (a) on t to public; revoke select (a) on t from public; grant select on v to public; grant select on ft to public; grant all on all tables in schema public to public; grant execute on all functions in schema public to public; grant usage on all sequences in schema public to public",
  "grant usage on domain dm to public; grant usage on type en to public; grant usage on foreign data wrapper w to public; grant usage on foreign server s to public; grant usage on language plpgsql to public; grant execute on procedure pr() to public; grant execute on routine f(int) to public; grant create on database postgres to public; revoke create on database postgres from public",
  "create subscription rg_var connection 'dbname=nope' publication p with (connect = false); comment on subscription rg_var is 'x'; alter subscription rg_var connection 'dbname=other'; alter subscription rg_var add publication q with (refresh = false); alter subscription rg_var drop publication q with (refresh = false); alter subscription rg_var add publication q; alter subscription rg_var set (slot_name = none); drop subscription rg_var",
  "alter extension plpgsql add view v; alter extension plpgsql drop view v; alter extension plpgsql add sequence sq; alter extension plpgsql drop sequence sq; alter extension plpgsql add materialized view mv; alter extension plpgsql drop materialized view mv; alter extension plpgsql add foreign table ft; alter extension plpgsql drop foreign table ft; alter extension plpgsql add type en; alter extension plpgsql drop type en; alter extension plpgsql add domain dm; alter extension plpgsql drop domain dm; alter extension plpgsql add schema o; alter extension plpgsql drop schema o; alter extension plpgsql add server s; alter extension plpgsql drop server s",
  "discard all; discard temp",
  "security label on column t.a is 'x'",
  "call nope()",
  "set constraints t_pkey immediate; set constraints public.t_pkey immediate; set constraints nope immediate; set constraints o.t_pkey immediate; set constraints nope.t_pkey immediate",
  "alter default privileges in schema public grant select on tables to public; alter default privileges in schema public revoke select on tables from public",
];

const cases: readonly Case[] = [
  ...statements.map((run): Case => ({ name: run.slice(0, 100), setup, run })),
  {
    // What a DETACH ... CONCURRENTLY leaves that was interrupted.
    name: "a partition that is half detached",
    setup: `${setup} update pg_inherits set inhdetachpending = true where inhrelid = 'p1'::regclass;`,
    run: "alter table pt detach partition p1 finalize",
  },
  ...["reindex database", "reindex system"].map((run): Case => ({
    name: `${run}, whichever it is`,
    setup,
    run,
    versions: [16, 17, 18],
  })),
  {
    name: "a parameter is granted",
    setup,
    run: "grant set on parameter work_mem to public; revoke set on parameter work_mem from public",
    versions: [15, 16, 17, 18],
  },
  {
    name: "a transaction of a subscription is skipped",
    setup,
    run: "create subscription rg_skip connection 'dbname=nope' publication p with (connect = false); alter subscription rg_skip skip (lsn = '0/12345'); alter subscription rg_skip set (slot_name = none); drop subscription rg_skip",
    versions: [15, 16, 17, 18],
  },
  {
    name: "a role that owns something is not dropped",
    setup: `create role rg_owns; create role rg_free; ${setup} alter table t owner to rg_owns; create schema authorization rg_free;`,
    run: "drop role rg_owns; drop role rg_free; drop role rg_free, rg_owns; alter table t owner to current_user; drop role if exists rg_owns; drop owned by rg_free; drop role rg_free",
  },
  {
    name: "an owner drops what depends on it",
    setup: `create role rg_owned superuser; ${setup} alter table t owner to rg_owned; alter view v owner to rg_owned;`,
    run: "drop owned by rg_owned cascade",
  },
  {
    name: "cursors in all directions",
    setup,
    run: "declare c scroll cursor for select * from t; fetch backward 1 from c; fetch relative 2 from c; fetch last from c; fetch prior from c; fetch first from c; close all",
    transaction: true,
  },
  { name: "start transaction", setup, run: "start transaction; select * from t; abort; end", plain: true },
];
export default cases;
