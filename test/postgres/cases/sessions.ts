import type { Case } from "../case.js";

/** What a session keeps: prepared statements, cursors, prepared transactions, subscriptions that nobody connects. */
const setup = `
create table t(a int primary key, b text);
insert into t select g, g from generate_series(1, 100) g;
create index t_b on t(b);
create table u(a int references t);
create materialized view mv as select * from t;
create publication p for table t;
create schema o;
create table o.t(a int primary key, b text);
`;

const subscription = "create subscription rg_sub connection 'dbname=nope' publication p with (connect = false)";
const noSlot =
  "alter subscription rg_sub disable; alter subscription rg_sub set (slot_name = none); drop subscription rg_sub";

const runs: readonly (readonly [name: string, run: string])[] = [
  ["a prepared query", "prepare q as select * from t; execute q; execute q; deallocate q"],
  ["a prepared query with an argument", "prepare q(int) as select * from t where a = $1; execute q(1); execute q(2)"],
  [
    "a prepared change",
    "prepare q(int) as insert into u values ($1); execute q(1); prepare r as delete from u; execute r",
  ],
  ["a prepared query follows the search path", "prepare q as select * from t; set search_path = o; execute q"],
  [
    "a name is taken",
    "prepare q as select 1; prepare q as select * from t; deallocate all; prepare q as select * from t",
  ],
  ["a prepared query of a table that is gone", "prepare q as select * from o.t; drop table o.t; execute q"],
  [
    "a table as a prepared query",
    "prepare q as select * from t; create table n as execute q; create table n2 as execute q with no data",
  ],
  ["explained", "prepare q as select * from t; explain execute q; explain analyze execute q"],
  [
    "explained, and not made",
    "explain create table n as select * from t; explain analyze create table n as select * from t; explain analyze create materialized view n as select * from t; explain create table if not exists n as select * from t; explain analyze create materialized view n2 as select * from t with no data; alter table n add column c int; drop materialized view n2; explain declare c cursor for select * from t; explain analyze declare c cursor for select * from t; explain refresh materialized view mv; explain analyze refresh materialized view mv",
  ],
  [
    "a cursor that outlives its transaction",
    "declare c cursor with hold for select * from t; fetch c; move 2 in c; close c; close all",
  ],
  ["the update of an extension", "alter extension plpgsql update"],
  [
    "a type of its own",
    "create type bt; create function bti(cstring) returns bt language internal immutable strict as 'int4in'; create function bto(bt) returns cstring language internal immutable strict as 'int4out'; create type bt (input = bti, output = bto, like = int4); alter type bt set (storage = plain); drop type bt; drop type bt cascade",
  ],
];

const opened: readonly (readonly [name: string, run: string])[] = [
  ["a cursor keeps its locks", "declare c cursor for select * from t; fetch c; move 2 in c; close c"],
  [
    "a cursor that locks rows",
    "declare c cursor for select * from t for update; fetch c; update t set b = 'x' where current of c",
  ],
  ["a subscription that would make a slot", "create subscription rg_sub connection 'dbname=nope' publication p"],
  [
    "a subscription",
    `${subscription}; alter subscription rg_sub refresh publication; alter subscription rg_sub set publication q; alter subscription rg_sub set publication q with (refresh = false); alter subscription rg_sub enable; alter subscription rg_sub refresh publication; alter subscription rg_sub set publication q; drop subscription rg_sub; ${noSlot}; drop subscription rg_sub; drop subscription if exists rg_sub; alter subscription rg_sub disable`,
  ],
];

const plain: readonly (readonly [name: string, run: string])[] = [
  [
    "a cursor needs a transaction",
    "declare c cursor for select * from t; declare c cursor with hold for select * from t; close c",
  ],
  [
    "savepoints need a transaction",
    "savepoint s; release s; rollback to s; begin; savepoint s; rollback to s; release s; commit; rollback; commit",
  ],
  ["a lock needs a transaction", "lock t; begin; lock t; commit"],
  [
    "a prepared transaction",
    "begin; insert into t values (101, 'x'); prepare transaction 'rg_two'; rollback prepared 'rg_two'; begin; alter table t add column c int; prepare transaction 'rg_two'; commit prepared 'rg_two'; alter table t drop column c",
  ],
  ["a prepared transaction is not ended in another", "begin; commit prepared 'rg_no'"],
  ["a prepared transaction is not undone in another", "begin; rollback prepared 'rg_no'"],
  ["read only", "begin read only; select * from t; end"],
];

const cases: readonly Case[] = [
  ...runs.map(([name, run]): Case => ({ name, setup, run })),
  ...opened.map(([name, run]): Case => ({ name, setup, run, transaction: true })),
  ...plain.map(([name, run]): Case => ({ name, setup, run, plain: true })),
];
export default cases;
