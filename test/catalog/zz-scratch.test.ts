import { readFileSync } from "node:fs";
import { it } from "vitest";
import { connectPostgres } from "/work/main/packages/adapters/src/postgres.js";
import { replayBoth } from "/work/main/test/catalog/replay-both.js";
const majors = (process.env.MAJORS ?? "18").split(",").map(Number);
for (const m of majors) for (const f of process.env.FILES!.split(",")) it(`${m} ${f}`, async () => {
  const admin = await connectPostgres({ host: `/tmp/catalog/pg${m}/sock`, port: 6000 + m, user: "postgres", database: "postgres" });
  await admin.run("drop database if exists w with (force)"); await admin.run("create database w template template0"); await admin.close();
  const s = await connectPostgres({ host: `/tmp/catalog/pg${m}/sock`, port: 6000 + m, user: "postgres", database: "w" });
  const sql = readFileSync(f.startsWith("/") ? f : `/work/main/test/catalog/histories/${f}.sql`, "utf8");
  const r = await replayBoth(s, sql); await s.close();
  console.log(`== ${m} ${f} statements ${r.statements} accepted ${r.accepted}\n` + r.missing.map(x => "- " + x).join("\n") + "\n" + r.extra.map(x => "+ " + x).join("\n") + "\n" + r.disagreements.map(d => `? ${d.text.slice(0, 150).replace(/\s+/g, " ")}\n    server: ${d.server}\n    ours:   ${d.catalog}`).join("\n"));
});
