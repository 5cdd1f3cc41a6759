import type { Case } from "../case.js";
import { shop } from "../other-setup.js";

const rows: readonly (readonly [name: string, setup: string, run: string, versions?: readonly number[]])[] = [
  ["drop sequence", "", "drop sequence sq"],
  ["drop seq owned", "", "drop sequence t_s_seq"],
  ["drop seq cascade", "", "drop sequence t_s_seq cascade"],
  ["drop type used", "create table ty(a en);", "drop type en"],
  [
    "drop type used cascade",
    "create table ty(a en, b en[]); create view tv as select a from ty;",
    "drop type en cascade",
  ],
  ["drop type unused", "", "drop type en"],
  ["drop domain cascade", "create table ty(a dm);", "drop domain dm cascade"],
  ["drop function trigger", "", "drop function trg"],
  ["drop function trigger cascade", "", "drop function trg cascade"],
  [
    "drop function used by index",
    "create index tf on t(f(a)); create table dd(a int default f(1), check (f(a)>0)); create view vf as select f(1);",
    "drop function f cascade",
  ],
  ["drop trigger", "", "drop trigger tg on t"],
  ["drop trigger missing", "", "drop trigger if exists nope on t"],
  ["drop trigger missing table", "", "drop trigger if exists nope on nope"],
  ["drop policy", "", "drop policy po on pol"],
  ["drop policy if exists missing", "", "drop policy if exists nope on pol"],
  ["drop rule", "create rule ru as on insert to par do also select 1;", "drop rule ru on par"],
  [
    "drop schema cascade",
    "create schema sc; create table sc.t1(id int primary key); create table sc.t2(id int references sc.t1, k int references par); create view pv as select * from sc.t1; create type sc.en as enum('q'); create table ue(a sc.en); create sequence sc.s; create function sc.ff() returns int language sql as 'select 1'; create table uf(a int default sc.ff(), b int default nextval('sc.s'));",
    "drop schema sc cascade",
  ],
  ["drop schema nonempty", "create schema sc; create table sc.t1(id int primary key);", "drop schema sc"],
  ["drop schema empty", "create schema sc;", "drop schema sc"],
  ["drop publication", "create publication pb for table t;", "drop publication pb"],
  ["drop cast/operator", "", "drop operator if exists === (int,int)"],
  ["drop composite type", "create type ct as (a int); create table tt(a ct);", "drop type ct cascade"],
  ["drop procedure", "create procedure pr() language sql as 'select 1';", "drop procedure pr()"],
  ["drop seq identity", "create table ii(id int generated always as identity);", "drop sequence ii_id_seq"],
  [
    "drop event trigger",
    "create function et() returns event_trigger language plpgsql as 'begin end'; create event trigger e1 on ddl_command_end execute function et();",
    "drop event trigger e1",
  ],
  ["drop seq missing", "", "drop sequence nope"],
  ["drop type missing", "", "drop type nope"],
  ["drop func missing", "", "drop function nope"],
  ["drop func missing args", "", "drop function nope(int)"],
  ["drop func ambiguous", "create function f(text) returns int language sql as 'select 1';", "drop function f"],
  ["drop trigger missing 2", "", "drop trigger nope on t"],
  ["drop trigger missing tbl", "", "drop trigger nope on nope"],
  ["drop schema missing", "", "drop schema nope"],
  ["drop policy missing", "", "drop policy nope on t"],
  ["drop domain with type", "", "drop type dm"],
  ["drop domain wrong", "", "drop domain en"],
  [
    "drop trigger pt",
    "create trigger n after insert on pt for each row execute function trg();",
    "drop trigger n on pt",
  ],
  [
    "drop trigger child",
    "create trigger n after insert on pt for each row execute function trg();",
    "drop trigger n on p1",
  ],
  [
    "drop function trigger pt cascade",
    "create trigger n after insert on pt for each row execute function trg();",
    "drop function trg cascade",
  ],
  ["drop schema if missing", "", "drop schema if exists nope"],
  [
    "drop two schemas",
    "create schema s1; create schema s2; create table s1.a(id int primary key); create table s2.b(id int references s1.a);",
    "drop schema s1, s2 cascade",
  ],
  [
    "drop fn default cascade",
    "create function df() returns int language sql as 'select 1'; create table dft(a int default df());",
    "drop function df cascade",
  ],
  ["drop operator class", "", "drop aggregate if exists ag(int)"],
];

const cases: readonly Case[] = rows.map(([name, setup, run, versions]) => ({
  name,
  setup: shop + setup,
  run,
  ...(/^lock /i.test(run) && { transaction: true }),
  ...(versions && { versions }),
}));
export default cases;
