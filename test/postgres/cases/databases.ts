import type { Case } from "../case.js";

/** What is about the whole server locks no relation of the database that it is run in. */
const setup = `
create table t(a int primary key);
create view v as select * from t;
create index t_a on t(a);
`;

const cases: readonly Case[] = [
  {
    name: "a database is made, changed and dropped",
    setup,
    run: "create database rg_d1; alter database rg_d1 connection limit 5; alter database rg_d1 set work_mem = '4MB'; alter database rg_d1 reset all; alter database rg_d1 owner to current_user; comment on database rg_d1 is 'x'; grant connect on database rg_d1 to public; alter database rg_d1 rename to rg_d2; alter database rg_d2 set tablespace pg_default; drop database rg_d2; drop database if exists rg_d2",
  },
  {
    name: "a database is made from another and dropped by force",
    setup,
    run: "create database rg_d3 template template0 encoding 'UTF8' connection limit 3; create database rg_d4 template rg_d3; drop database rg_d3 with (force); drop database rg_d4",
  },
  {
    name: "the collation of a database",
    setup,
    run: "alter database postgres refresh collation version",
    versions: [15, 16, 17, 18],
  },
  {
    name: "databases in a transaction",
    setup,
    run: "create database rg_d5; drop database rg_d5; drop database if exists rg_d5; alter database postgres connection limit -1; alter database postgres set tablespace pg_default; alter system set work_mem = '5MB'; alter system reset all",
    transaction: true,
  },
];
export default cases;
