import type { Case } from "../case.js";
import { shop } from "../other-setup.js";

const adds =
  "create function fd() returns int language plpgsql as 'begin alter table t add column zz int; return 1; end';";
const addsTwo = adds.replace("fd()", "fo(int, int)");

const rows: readonly (readonly [name: string, setup: string, run: string, versions?: readonly number[]])[] = [
  ["do", "", "do $$ begin perform 1 from t; end $$"],
  ["default calls a function", `${adds} create table nd (a int default fd(), b int);`, "insert into nd (b) values (1)"],
  [
    "default is asked for",
    `${adds} create table nd (a int default fd(), b int);`,
    "insert into nd values (default, 2)",
  ],
  [
    "default of a domain",
    `${adds} create domain dd as int default fd(); create table nd (a dd, b int);`,
    "insert into nd (b) values (1)",
  ],
  ["view calls a function", `${adds} create view nv as select fd() as a;`, "select * from nv"],
  [
    "operator calls a function",
    `${addsTwo} create operator <<@ (function = fo, leftarg = int, rightarg = int);`,
    "select 1 <<@ 2",
  ],
  [
    "cast calls a function",
    "create function fc(text) returns point language plpgsql as 'begin alter table t add column zz int; return point(1, 1); end'; create cast (text as point) with function fc(text);",
    "select (a::text || '')::point from (values (1)) x(a)",
  ],
  ["do ddl", "", "do $$ begin alter table t add column zz int; end $$"],
  ["call", "create procedure npr() language sql as 'delete from t';", "call npr()"],
  [
    "do if not exists type, there",
    "",
    "do $$ begin if not exists (select 1 from pg_type where typname = 'en') then create type en as enum ('a'); end if; end $$",
  ],
  [
    "do if not exists type, not there",
    "",
    "do $$ begin if not exists (select 1 from pg_type where typname = 'new_en') then create type new_en as enum ('a'); end if; end $$",
  ],
  [
    "do if not exists column, not there",
    "",
    "do $$ begin if not exists (select 1 from information_schema.columns where table_schema = 'public' and table_name = 't' and column_name = 'nn') then alter table t add column nn int; end if; end $$",
  ],
  [
    "do if not exists column, there",
    "",
    "do $$ begin if not exists (select 1 from information_schema.columns where table_name = 't' and column_name = 'a') then alter table t add column a int; end if; end $$",
  ],
  [
    "do if exists constraint",
    "",
    "do $$ begin if exists (select 1 from pg_constraint where conname = 't_p_fkey' and conrelid = 't'::regclass) then alter table t drop constraint t_p_fkey; end if; end $$",
  ],
  [
    "do if else",
    "",
    "do $$ begin if exists (select 1 from pg_class where relname = 'nope') then drop table par; else alter table ch2 add column z int; end if; end $$",
  ],
  [
    "do elsif",
    "",
    "do $$ begin if to_regclass('nope') is not null then drop table par; elsif exists (select 1 from pg_indexes where indexname = 't_a') then drop index t_a; end if; end $$",
  ],
  [
    "do duplicate_object caught",
    "",
    "do $$ begin create type en as enum ('a'); exception when duplicate_object then null; end $$",
  ],
  [
    "do duplicate constraint caught",
    "",
    "do $$ begin alter table t add constraint t_p_fkey foreign key (p) references par; exception when duplicate_object then null; end $$",
  ],
  [
    "do constraint added in an exception block",
    "",
    "do $$ begin alter table t add constraint t_a_fkey foreign key (a) references par(b) not valid; exception when duplicate_object then null; end $$",
  ],
  [
    "do undone by the handler",
    "",
    "do $$ begin begin alter table ch2 add column z int; create table t(id int); exception when duplicate_table then alter table pol add column z int; end; end $$",
  ],
  ["do error not caught", "", "do $$ begin create table t(id int); exception when undefined_table then null; end $$"],
  [
    "do several statements",
    "",
    "do $$ begin alter table ch2 add column z int; update ch2 set z = 1; create index ch2z on ch2(z); end $$",
  ],
  [
    "do own table",
    "",
    "do $$ begin create table own(id int primary key, p int references par); insert into own(id) values (1); drop table own; end $$",
  ],
  [
    "do loop over rows",
    "",
    "do $$ declare r record; begin for r in select * from par loop update t set e = r.c where p = r.id; end loop; end $$",
  ],
  [
    "do loop over no rows",
    "",
    "do $$ declare r record; begin for r in select * from ch2 loop delete from pol; end loop; end $$",
  ],
  [
    "do return early",
    "",
    "do $$ begin if to_regclass('nope') is null then return; end if; drop table par cascade; end $$",
  ],
  ["do execute of a constant", "", "do $$ begin execute 'alter table ch2 add column z int'; end $$"],
  ["do perform", "", "do $$ begin perform setval('sq', 5); perform count(*) from par; end $$"],
  [
    "do assignment",
    "",
    "do $$ declare n bigint; begin n := (select count(*) from par); select count(*) into n from pol; end $$",
  ],
  ["do rename then use", "", "do $$ begin alter table ch2 rename to ch3; alter table ch3 add column z int; end $$"],
  [
    "trigger that writes",
    "create table log(id serial primary key, x int); create function logged() returns trigger language plpgsql as $f$ begin insert into log(x) values (1); return new; end $f$; create trigger lg after insert on ch2 for each row execute function logged();",
    "insert into ch2 values (1)",
  ],
  [
    "trigger by row without rows",
    "create table log(id serial primary key, x int); create function logged() returns trigger language plpgsql as $f$ begin insert into log(x) values (1); return new; end $f$; create trigger lg after update on ch2 for each row execute function logged();",
    "update ch2 set q = 2",
  ],
  [
    "trigger by statement",
    "create table log(id serial primary key, x int); create function logged() returns trigger language plpgsql as $f$ begin insert into log(x) values (1); return null; end $f$; create trigger lg after update on ch2 for each statement execute function logged();",
    "update ch2 set q = 2",
  ],
  [
    "function that reads nothing",
    "create function pure(x text) returns text language plpgsql as $f$ begin return upper(x); end $f$;",
    "update ch2 set q = length(pure('abc'))",
  ],
  [
    "function that calls another",
    "create function inner_f() returns int language sql as 'select count(*)::int from pol'; create function outer_f() returns int language plpgsql as $f$ begin return inner_f(); end $f$;",
    "select outer_f()",
  ],
  [
    "recursive function",
    "create function rec(n int) returns int language plpgsql as $f$ begin if n > 0 then return rec(n - 1); end if; return 1; end $f$;",
    "select rec(3)",
  ],
  [
    "procedure with loop and exit",
    "create procedure batch() language plpgsql as $f$ declare n int; begin loop update ch2 set q = 1 where q is null; get diagnostics n = row_count; exit when n = 0; end loop; end $f$;",
    "call batch()",
  ],
];

const parts =
  "create table ev(id int, k int, primary key (id, k)) partition by hash (k); create function mk(tbl regclass, n int) returns void language plpgsql as $f$ declare i int := 0; begin while i < n loop execute 'create table ' || text(tbl) || '_' || i || ' partition of ' || text(tbl) || ' for values with (modulus ' || n || ', remainder ' || i || ')'; i := i + 1; end loop; end $f$; select mk('ev', 4);";

const followed: typeof rows = [
  [
    "function that makes partitions",
    parts,
    "select mk('ch2', 0); create table ev2 (like ev); alter table ev add column z int",
  ],
  [
    "loop over the partitions that there are",
    parts,
    "do $$ declare r record; begin for r in select c.relname from pg_inherits i join pg_class p on i.inhparent = p.oid join pg_class c on c.oid = i.inhrelid where p.relname = 'ev' loop execute format('create index %I on %I (k)', 'by_' || r.relname, r.relname); end loop; end $$",
  ],
  [
    "counted loop of EXECUTE",
    parts,
    "do $$ begin for i in 1..3 loop execute format('alter table %I add constraint c%s check (k > %s)', 'ev', i, i); end loop; end $$",
  ],
  [
    "FOREACH of names",
    "",
    "do $$ declare n text; begin foreach n in array array['ch2', 'pol'] loop execute format('alter table %I add column z int', n); end loop; end $$",
  ],
  [
    "variable decides the branch",
    "",
    "do $$ declare w text := 'pol'; begin if w = 'ch2' then alter table ch2 add column z int; else execute 'lock table ' || w || ' in share mode'; end if; end $$",
  ],
  [
    "arguments decide the branch",
    "create function alt(tbl regclass, strong boolean default false) returns void language plpgsql as $f$ declare m text := case when strong then 'access exclusive' else 'share' end; begin execute format('lock table %s in %s mode', tbl, m); end $f$;",
    "select alt('pol', true); do $$ begin perform alt('ch2', false); end $$",
  ],
  [
    "arguments go on to another function",
    "create function one(t text, c text) returns void language plpgsql as $f$ begin execute format('alter table %I add column %I int', t, c); end $f$; create function two(t text) returns void language plpgsql as $f$ declare c text := 'z_' || t; begin perform one(t, c); end $f$;",
    "select two('ch2')",
  ],
  [
    "condition counts what the catalog has",
    parts,
    "do $$ declare n int; begin select count(*) into n from pg_inherits where inhparent = 'ev'::regclass; if n = 4 then alter table pol add column z int; else drop table ch2; end if; end $$",
  ],
  [
    "return after a known condition",
    "",
    "do $$ begin if to_regclass('pol') is null then return; end if; alter table ch2 add column z int; end $$",
  ],
  ["raise exception", "", "do $$ begin alter table ch2 add column z int; raise exception 'stop'; end $$"],
  [
    "raise exception that is caught",
    "",
    "do $$ begin begin alter table ch2 add column z int; raise exception 'stop'; exception when others then lock table pol in share mode; end; end $$",
  ],
];

const cases: readonly Case[] = [...rows, ...followed].map(([name, setup, run, versions]) => ({
  name,
  setup: shop + setup,
  run,
  ...(/^lock /i.test(run) && { transaction: true }),
  ...(versions && { versions }),
}));
export default cases;
