import type { Case } from "../case.js";
import { shop } from "../other-setup.js";

const rows: readonly (readonly [name: string, setup: string, run: string, versions?: readonly number[]])[] = [
  ["trigger", "", "create trigger n after insert on t for each row execute function trg()"],
  ["trigger exists", "", "create trigger tg after insert on t for each row execute function trg()"],
  ["replace trigger", "", "create or replace trigger tg after insert on t for each row execute function trg()"],
  [
    "trigger update of when",
    "",
    "create trigger n after update of a on t for each row when (old.a is distinct from new.a) execute function trg()",
  ],
  [
    "constraint trigger",
    "",
    "create constraint trigger n after insert on t from par deferrable for each row execute function trg()",
  ],
  ["trigger view", "", "create trigger n instead of insert on v for each row execute function trg()"],
  ["trigger pt row", "", "create trigger n after insert on pt for each row execute function trg()"],
  ["trigger pt statement", "", "create trigger n after insert on pt for each statement execute function trg()"],
  ["trigger base", "", "create trigger n after insert on base for each row execute function trg()"],
  ["policy", "", "create policy n on pol using (u in (select c from par))"],
  ["policy missing", "", "create policy n on nope using (true)"],
  ["policy pt", "", "create policy n on pt using (true)"],
  ["alter policy", "", "alter policy po on pol using (u = 'x')"],
  ["alter policy sub", "", "alter policy po on pol using (u in (select c from par))"],
  ["rule", "", "create rule n as on insert to par do instead insert into t(id) values (new.id)"],
  ["rule view", "", "create rule n as on insert to v do instead insert into t(id) values (new.id)"],
  [
    "rule replace",
    "create rule n as on insert to par do instead nothing;",
    "create or replace rule n as on insert to par do instead nothing",
  ],
  ["create seq", "", "create sequence ns"],
  ["create seq owned", "", "create sequence ns owned by t.a"],
  ["create seq exists", "", "create sequence if not exists sq"],
  ["create stats", "", "create statistics n on a,id from t"],
  ["create stats expr", "", "create statistics n on (a+1) from t"],
  ["create stats pt", "", "create statistics n on id,k from pt"],
  ["pub", "", "create publication n for table t, par"],
  ["pub all", "", "create publication n for all tables"],
  ["pub pt", "", "create publication n for table pt"],
  ["pub base", "", "create publication n for table base"],
  ["pub add", "create publication n for table t;", "alter publication n add table par"],
  ["pub set", "create publication n for table t;", "alter publication n set table par"],
  ["pub set same", "create publication n for table t;", "alter publication n set table t, par"],
  ["pub drop", "create publication n for table t;", "alter publication n drop table t"],
  ["pub set opt", "create publication n for table t;", "alter publication n set (publish='insert')"],
];

const cases: readonly Case[] = rows.map(([name, setup, run, versions]) => ({
  name,
  setup: shop + setup,
  run,
  ...(/^lock /i.test(run) && { transaction: true }),
  ...(versions && { versions }),
}));
export default cases;
