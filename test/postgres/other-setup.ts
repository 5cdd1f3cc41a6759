/** Tables with rows, keys between them, views over each other, partitions and children: where statements are tried. */
export const shop = `
create table par(id int primary key, b int unique, c text);
create table t(id int primary key, a int, p int references par, e text default 'x', s serial);
create index t_a on t(a);
insert into par select g,g,'x' from generate_series(1,10) g;
insert into t(id,a,p) select g,g,g%10+1 from generate_series(1,50) g;
create view v as select t.id, a from t join par on p=par.id;
create view v2 as select * from v;
create materialized view mv as select * from v;
create unique index mvi on mv(id);
create table pt(id int, k int, primary key(id)) partition by range(id);
create table p1 partition of pt for values from (0) to (10);
create table p2 partition of pt for values from (10) to (20);
create index pt_k on pt(k);
create table base(x int primary key);
create table kid(y int) inherits(base);
create index kid_y on kid(y);
create table ch2(q int references par(b) on delete cascade);
create index ch2q on ch2(q);
create function f(int) returns int language sql immutable as 'select $1';
create function trg() returns trigger language plpgsql as 'begin return new; end';
create trigger tg before insert on t for each row execute function trg();
create type en as enum('a','b');
create domain dm as int check (value>0);
create sequence sq;
create table pol(id int primary key, u text);
create policy po on pol using (true);
`;
