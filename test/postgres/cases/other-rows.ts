import type { Case } from "../case.js";

const shop = `
create sequence sq;
create table par(x int primary key, y int unique);
create table log(x int);
create table t(a int primary key, b int references par, s serial);
create index tb on t(b);
create table pt(id int, k int references par default nextval('sq'), primary key(id)) partition by range(id);
create index ptk on pt(k);
create table p1 partition of pt for values from (0) to (10) partition by range (id);
create table p11 partition of p1 default;
create table p2 partition of pt for values from (10) to (20);
create table r(a int references pt on delete cascade);
create index ra on r(a);
create table r2(a int references pt on update cascade);
create table rp(a int references pt) partition by range(a);
create table rp1 partition of rp default;
create view v as select * from t;
create view vc as select * from t where a > 0 with check option;
create view vv as select v.a, par.y from v join par on par.x = v.b;
create view vj as select a as name, b as other from v;
create view vd as select distinct b from t;
create view vt as select * from t;
create function tr() returns trigger language plpgsql as 'begin delete from log; return null; end';
create trigger g instead of insert or update or delete on vt for each row execute function tr();
create view vi as select 1 as a;
create function ti() returns trigger language plpgsql as 'begin insert into log values (new.a); return new; end';
create trigger g instead of insert on vi for each row execute function ti();
create table sec(a int primary key, u int);
alter table sec enable row level security;
alter table sec force row level security;
create policy po on sec using (u in (select x from par));
create materialized view mv as select * from t;
insert into par select g, g from generate_series(0, 30) g;
insert into t select g, g from generate_series(1, 9) g;
insert into pt select g, g from generate_series(0, 19) g;
insert into r values (3);
discard plans;
`;

const rows: readonly (readonly [run: string, versions?: readonly number[]])[] = [
  ["delete from p1 where id = 1"],
  ["delete from p2 where id = 12"],
  ["delete from p11 where id = 3"],
  ["delete from p2"],
  ["delete from pt where id = 4"],
  ["delete from pt"],
  ["update p2 set id = 15 where id = 99"],
  ["update p11 set id = 99 where id = 98"],
  ["update p2 set k = 5 where id = 12"],
  ["insert into v values (50, 1)"],
  ["insert into vc values (50, 1)"],
  ["update v set b = 2 where a = 1"],
  ["update vc set b = 2 where a = 1"],
  ["delete from v where a = 1"],
  ["delete from vc"],
  ["insert into vi values (1)"],
  ["insert into vv values (1, 2)"],
  ["delete from mv"],
  ["insert into pt values (5, 1) on conflict do nothing"],
  ["insert into pt values (5, 1) on conflict (id) do update set k = 2"],
  ["insert into t values (1, 1) on conflict (a) do update set b = 3"],
  ["insert into t values (1, 1) on conflict on constraint t_pkey do nothing"],
  ["insert into p2 values (15, 1) on conflict do nothing"],
  ["insert into vj values (60, 1)"],
  ["update vj set other = 2 where name = 1"],
  ["delete from vj where name = 1"],
  ["insert into vd values (1)"],
  ["update vd set b = 1"],
  ["delete from vd"],
  ["delete from vi where a = 1"],
  ["insert into sq values (1)"],
  ["select * from sq for update"],
  ["explain delete from mv"],
  ["insert into vt (a, b) values (50, 1)"],
  ["update vt set b = 2"],
  ["delete from vt where a = 1"],
  ["with d as (delete from t where a = 1 returning a) select * from d"],
  ["with d as (delete from t where a = 1 returning a) insert into log select a from d"],
  ["with i as (insert into log values (1) returning x) update t set b = 2 from i where a = x"],
  ["with s as materialized (select * from par) select count(*) from t"],
  [
    "with recursive q as (select a from t where a = 1 union all select t.a from t join q on t.a = q.a + 1) select * from q",
  ],
  ["merge into t using par on t.a = par.x when matched then update set b = y", [15, 16, 17, 18]],
  ["merge into t using par on t.a = par.x when matched then delete", [15, 16, 17, 18]],
  ["merge into t using par on t.a = par.x when not matched then insert (a, b) values (x + 100, x)", [15, 16, 17, 18]],
  ["merge into t using par on t.a = par.x when matched then do nothing", [15, 16, 17, 18]],
  ["merge into pt using log on pt.id = log.x when not matched then insert values (x, x)", [15, 16, 17, 18]],
  ["merge into v using par on v.a = par.x when matched then delete", [15, 16, 17, 18]],
  ["select * from t for update"],
  ["select * from v for share"],
  ["select * from vv for update"],
  ["select * from vv for no key update of vv"],
  ["select * from t, par where x = a for key share of par"],
  ["select * from (select * from t) q for update"],
  ["select * from pt where id = 1 for update"],
  ["select * from mv for update"],
  ["with q as (select * from t) select * from q for update"],
  ["select * from sec"],
  ["select * from sec for update"],
  ["update sec set u = 1"],
  ["delete from sec where a = 1"],
  ["insert into sec values (1, 1)"],
  ["truncate par"],
  ["truncate par cascade"],
  ["truncate pt"],
  ["truncate pt, r, r2, rp"],
  ["truncate p2 cascade"],
  ["truncate only pt cascade"],
  ["truncate t restart identity"],
  ["truncate v"],
  ["copy t from program 'true'"],
  ["copy pt from program 'true'"],
  ["copy pt (id) from program 'echo 25'"],
  ["copy v from program 'true'"],
  ["copy vi from program 'true'"],
  ["copy mv from program 'true'"],
  ["copy mv to program 'cat > /dev/null'"],
  ["copy t to program 'cat > /dev/null'"],
  ["copy pt to program 'cat > /dev/null'"],
  ["copy sq to program 'cat > /dev/null'"],
  ["copy (select * from vv) to program 'cat > /dev/null'"],
  ["copy (delete from log returning x) to program 'cat > /dev/null'"],
  ["cluster pt"],
  ["cluster p2 using p2_pkey"],
  ["create index nx on pt ((k + 1)); create index nx2 on pt (id, k)"],
];

const cases: readonly Case[] = [
  ...rows.map(([run, versions]): Case => ({ name: run, setup: shop, run, ...(versions && { versions }) })),
  // Of an index that is not named only the weakest lock can be seen outside of a transaction: so there is none here.
  ...["cluster pt using pt_pkey", "cluster p1 using p1_pkey"].map((run): Case => ({
    name: run,
    setup: `${shop}drop index ptk;`,
    run,
  })),
  {
    name: "an index of an expression that a partition with partitions of its own has",
    setup: `${shop}create index own on p1 ((k + 1));`,
    run: "create index nx on pt ((k + 1))",
  },
];
export default cases;
