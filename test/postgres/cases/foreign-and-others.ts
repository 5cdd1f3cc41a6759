import type { Case } from "../case.js";

/** Objects that tables, views, indexes and each other need, without being in the text of what needs them. */
const setup = `
create function tf() returns event_trigger language plpgsql as 'begin end';
create type ct as (x int);
create function eq(ct, ct) returns boolean language sql immutable as 'select true';
create operator === (leftarg = ct, rightarg = ct, function = eq);
create operator class oc for type ct using hash as operator 1 ===;
create table t(a int, c ct, d text);
create index ti on t using hash (c oc);
create collation co (locale = 'C');
create table tc(a text collate co, b text);
create index tci on tc(b collate co);
create text search template tt (lexize = dsimple_lexize);
create text search dictionary td (template = tt);
create text search configuration tcf (copy = simple);
create foreign data wrapper w;
create server s foreign data wrapper w;
create server empty_server foreign data wrapper w;
create foreign table ft(a int) server s;
create view fv as select * from ft;
create table inh(z int) inherits (ft);
create user mapping for current_user server s;
create trusted language l handler plpgsql_call_handler;
create function lf() returns int language l as 'x';
create table tl(a int default lf());
create event trigger ev on sql_drop execute function tf();
create cast (ct as text) with inout;
create function cf(ct) returns int language sql immutable as 'select 1';
create cast (ct as int) with function cf(ct);
create conversion cn for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
`;

const runs: readonly string[] = [
  "drop operator === (ct, ct)",
  "drop operator === (ct, ct) cascade",
  "drop operator class oc using hash",
  "drop operator class oc using hash cascade",
  "drop operator family oc using hash",
  "drop operator family oc using hash cascade",
  "drop function eq(ct, ct)",
  "drop function eq(ct, ct) cascade",
  "drop collation co",
  "drop collation co cascade",
  "drop text search dictionary td",
  "drop text search template tt",
  "drop text search template tt cascade",
  "drop text search configuration tcf",
  "drop server s",
  "drop server s cascade",
  "drop server empty_server",
  "drop server if exists nope",
  "drop server s, empty_server",
  "drop foreign table ft; drop foreign table ft cascade; drop server s; drop user mapping for current_user server s; drop server s",
  "drop foreign data wrapper w",
  "drop foreign data wrapper w cascade",
  "alter server s rename to s2; drop server s2; drop server s2 cascade; drop server s2",
  "alter foreign data wrapper w rename to w2; drop foreign data wrapper w2",
  "drop user mapping for current_user server s; drop user mapping if exists for current_user server s",
  "drop language l",
  "drop language l cascade",
  "alter language l rename to l2; drop language l2",
  "drop function tf()",
  "drop function tf() cascade",
  "drop cast (ct as int); drop function cf(ct)",
  "drop function cf(ct)",
  "drop type ct",
  "drop type ct cascade",
  "drop conversion cn",
  "drop event trigger ev; drop function tf()",
  "alter collation co rename to co2; drop collation co2",
  "create schema o; alter operator === (ct, ct) set schema o; alter operator class oc using hash set schema o; drop schema o",
  "create schema o2; create operator o2.=== (leftarg = int, rightarg = int, function = int4eq); drop schema o2; drop schema o2 cascade",
  "drop schema public cascade",
  "drop server nope",
  "drop foreign data wrapper nope",
  "drop event trigger nope",
  "create server s foreign data wrapper w",
  "create server if not exists s foreign data wrapper w",
  "create server s9 foreign data wrapper nope",
  "create foreign data wrapper w",
  "create foreign table ft9(a int) server nope",
  "create foreign table ft9(a int, b text not null) server s options (x 'y')",
  "create foreign table if not exists ft(a int) server s",
  "create foreign table ft(a int) server s",
  "create user mapping for current_user server nope",
  "create user mapping for current_user server s",
  "create user mapping for public server s; drop server s cascade",
  "drop user mapping for current_user server nope",
  "create event trigger ev on sql_drop execute function tf()",
  "create collation co (locale = 'C')",
  "create collation if not exists co (locale = 'C')",
  "create cast (ct as text) with inout",
  "import foreign schema x from server s into public",
  "import foreign schema x from server nope into public",
  "create transform for int language sql (from sql with function prsd_lextype(internal), to sql with function int4recv(internal)); create or replace transform for int language sql (from sql with function prsd_lextype(internal)); comment on transform for int language sql is 'x'; drop transform for int language sql; drop transform if exists for int language sql",
  "create transform for ct language sql (from sql with function prsd_lextype(internal)); drop transform for ct language sql",
  "create transform for ct language l (from sql with function prsd_lextype(internal)); drop language l",
];

/** The wrapper of an extension goes with it, and not alone. */
const byExtension: readonly string[] = [
  "drop extension postgres_fdw",
  "drop extension postgres_fdw cascade",
  "drop foreign data wrapper postgres_fdw",
  "drop server far cascade; drop extension postgres_fdw",
];

/** A server that is this one, by its socket and a role of its own (the password of postgres is random): what IMPORT FOREIGN SCHEMA brings shows only when it runs. */
const far = `
create extension postgres_fdw;
create table t(a int primary key);
create table local(a int);
create schema o;
create foreign data wrapper bare;
create server nowhere foreign data wrapper bare;
create server far foreign data wrapper postgres_fdw options (dbname 'postgres');
do $$ begin
  execute format('alter server far options (host %L, port %L, set dbname %L)', current_setting('unix_socket_directories'), current_setting('port'), current_database());
  if not exists (select from pg_roles where rolname = 'far_reader') then execute 'create role far_reader superuser login password ''far'''; end if;
end $$;
create user mapping for current_user server far options (user 'far_reader', password 'far');
`;

const imports: readonly string[] = [
  "import foreign schema public from server far into o; select * from o.local; drop foreign table o.t",
  "import foreign schema public limit to (local) from server far into o; drop foreign table o.local; drop schema o",
  "import foreign schema public except (local) from server far into o; alter foreign table o.t add column b int",
  "import foreign schema public from server far into nope",
  "import foreign schema public from server nowhere into o",
  "create foreign data wrapper w handler postgres_fdw_handler; alter foreign data wrapper w no handler; create server ws foreign data wrapper w; import foreign schema public from server ws into o",
];

const cases: readonly Case[] = [
  ...runs.map((run): Case => ({ name: run.slice(0, 120), setup, run })),
  ...imports.map((run): Case => ({ name: run.slice(0, 120), setup: far, run })),
  ...byExtension.map((run): Case => ({
    name: run,
    setup:
      "create extension postgres_fdw; create server far foreign data wrapper postgres_fdw; create foreign table ft(a int) server far; create view fv as select * from ft;",
    run,
  })),
];
export default cases;
