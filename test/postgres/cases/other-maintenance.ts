import type { Case } from "../case.js";
import { shop } from "../other-setup.js";

const rows: readonly (readonly [name: string, setup: string, run: string, versions?: readonly number[]])[] = [
  ["truncate t", "", "truncate t"],
  ["truncate par", "", "truncate par"],
  ["truncate par cascade", "", "truncate par cascade"],
  ["truncate pt", "", "truncate pt"],
  ["truncate base", "", "truncate base"],
  ["truncate only base", "", "truncate only base"],
  ["truncate only pt", "", "truncate only pt"],
  ["truncate restart", "", "truncate t restart identity"],
  ["truncate view", "", "truncate v"],
  ["truncate par,t,ch2", "", "truncate par,t,ch2"],
  ["truncate mv", "", "truncate mv"],
  ["truncate ref partition", "create table rpt(id int references pt);", "truncate pt cascade"],
  ["truncate p1 ref", "create table rpt(id int references pt);", "truncate p1"],
  ["analyze", "", "analyze t"],
  ["analyze all", "", "analyze par(id)"],
  ["analyze pt", "", "analyze pt"],
  ["analyze v", "", "analyze base"],
  ["analyze base", "", "analyze base"],
  ["analyze base only", "", "analyze only base"],
  ["analyze pt 2", "", "analyze pt"],
  ["analyze p1", "", "analyze p1"],
  ["discard temp", "create temp table tt(id int primary key);", "discard temp"],
];

const cases: readonly Case[] = rows.map(([name, setup, run, versions]) => ({
  name,
  setup: shop + setup,
  run,
  ...(/^lock /i.test(run) && { transaction: true }),
  ...(versions && { versions }),
}));
export default cases;
