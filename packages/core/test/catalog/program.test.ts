import { beforeAll, describe, expect, it } from "vitest";
import { loadParser } from "../../src/sql/parse.js";
import { modesOf, tell } from "../facts/told.js";

beforeAll(() => loadParser());

const tables = "CREATE TABLE t (id int); CREATE TABLE p (d date) PARTITION BY RANGE (d);";
const run = (body: string, history = tables) => tell(history, `DO $$ ${body} $$`).facts;

describe("a body of which not everything shows", () => {
  it("locks what is known of a text that is put together, and says that it is not all", () => {
    const facts = run(`DECLARE day text := to_char(now(), 'YYYYMMDD'); BEGIN
      EXECUTE format('CREATE TABLE %I (LIKE p)', 'p_' || day);
      EXECUTE format('ALTER TABLE p ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', 'p_' || day, day, day);
    END`);
    expect(modesOf(facts)).toEqual({ "public.p": "SHARE UPDATE EXCLUSIVE" });
    expect(facts.certainty).toHaveProperty("dynamic");
    expect(facts.error).toBeUndefined();
  });

  it("says nothing of a text of which nothing is known", () => {
    const facts = run("DECLARE x text := current_setting('x'); BEGIN EXECUTE x; END");
    expect(facts).toMatchObject({ locks: [], certainty: { dynamic: [{}] } });
  });

  it("takes neither value of a variable that one way of a condition assigns", () => {
    const facts = run(
      "DECLARE x text := 't'; BEGIN IF random() > 0.5 THEN x := 'p'; END IF; EXECUTE 'DROP TABLE ' || x; END",
    );
    expect(facts.certainty).toHaveProperty("dynamic");
    expect(facts.locks).toEqual([]);
  });

  it("takes no value of a variable that a loop over rows, INTO or a record assigns", () => {
    for (const way of [
      "FOR x IN SELECT 'p' LOOP NULL; END LOOP;",
      "SELECT 'p' INTO x FROM t;",
      "GET DIAGNOSTICS x = ROW_COUNT;",
      "EXECUTE 'SELECT 1' INTO x;",
      "LOOP x := x || 'q'; EXIT WHEN length(x) > random(); END LOOP;",
    ]) {
      const facts = run(`DECLARE x text := 't'; BEGIN ${way} EXECUTE 'DROP TABLE ' || x; END`);
      expect(facts.certainty, way).toHaveProperty("dynamic");
      expect(facts.losses, way).toEqual([]);
    }
  });

  it("does not confuse variables of one name in two blocks", () => {
    const facts = run("DECLARE x text := 't'; BEGIN DECLARE x text := 'p'; BEGIN EXECUTE 'DROP TABLE ' || x; END; END");
    expect(facts.certainty).toHaveProperty("dynamic");
  });

  it("runs what follows a RETURN or EXIT that is not certain at times only", () => {
    const facts = run("BEGIN IF random() > 0.5 THEN RETURN; END IF; LOCK TABLE t; END");
    expect(facts.locks).toMatchObject([{ relation: "public.t", mode: "ACCESS EXCLUSIVE", onRows: "NONE" }]);
  });

  it("ends, however long the body would run", () => {
    for (const loop of [
      "WHILE true LOOP x := x + 1; END LOOP;",
      "FOR i IN 1..2000000000 LOOP EXECUTE 'LOCK TABLE t'; END LOOP;",
      "FOR a IN 1..500 LOOP FOR b IN 1..500 LOOP FOR c IN 1..500 LOOP x := x + 1; END LOOP; END LOOP; END LOOP;",
      "FOR i IN 1..10 BY 0 LOOP x := x + 1; END LOOP;",
    ])
      expect(run(`DECLARE x int := 0; BEGIN ${loop} EXECUTE 'DROP TABLE t' || x; END`).certainty).toHaveProperty(
        "dynamic",
      );
  });

  it("follows functions that call themselves only so far", () => {
    const itself = `${tables} CREATE FUNCTION f(n int) RETURNS void LANGUAGE plpgsql AS $f$ BEGIN
      PERFORM f(n + 1); EXECUTE 'LOCK TABLE t'; END $f$;`;
    expect(modesOf(tell(itself, "SELECT f(1)").facts)).toEqual({ "public.t": "ACCESS EXCLUSIVE" });
    expect(tell(`${itself} SELECT f(1);`, "SELECT 1").facts.certainty).toBe("exact");
  });
});
