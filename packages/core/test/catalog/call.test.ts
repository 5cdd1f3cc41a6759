import { beforeAll, describe, expect, it } from "vitest";
import { loadParser } from "../../src/sql/parse.js";
import { modesOf, tell } from "../facts/told.js";

beforeAll(() => loadParser());

const touch = `CREATE TABLE t (id int); CREATE FUNCTION n() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE FUNCTION touch(tab regclass) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
    EXECUTE format('CREATE TRIGGER touched BEFORE UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION n()', tab);
  END $$;`;

describe("a function that makes its SQL from its arguments", () => {
  it("has made what follows from constant arguments", () => {
    const { facts } = tell(`${touch} SELECT touch('t');`, "DROP TRIGGER IF EXISTS touched ON t");
    expect(modesOf(facts)).toEqual({ "public.t": "ACCESS EXCLUSIVE" });
    expect(facts.certainty).toBe("exact");
  });

  it("locks what follows from constant arguments while it runs", () => {
    const { facts } = tell(touch, "SELECT touch('t')");
    expect(modesOf(facts)).toEqual({ "public.t": "SHARE ROW EXCLUSIVE" });
    expect(facts.certainty).toBe("exact");
  });

  it("has made nothing that is known where an argument is computed, or a condition decides", () => {
    expect(
      tell(`${touch} SELECT touch(chr(116)::regclass);`, "DROP TRIGGER IF EXISTS touched ON t").facts.locks,
    ).toEqual([]);
    const perhaps = `CREATE FUNCTION f(a text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
      IF random() > 0.5 THEN EXECUTE 'CREATE TABLE ' || quote_ident(a) || ' (id int)'; END IF; END $$;`;
    expect(tell(`${perhaps} SELECT f('x');`, "CREATE TABLE x (id int)").facts.error).toBeUndefined();
  });

  it("keeps an argument that the body assigns to unknown", () => {
    const assigned = `CREATE FUNCTION f(a text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN a := a || random(); EXECUTE 'CREATE TABLE ' || a || ' (id int)'; END $$;`;
    expect(tell(`${assigned} SELECT f('x');`, "CREATE TABLE x (id int)").facts.error).toBeUndefined();
  });

  it("quotes as format does", () => {
    const made = `CREATE FUNCTION f(a text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('CREATE TABLE %I (%2$I int DEFAULT %3$L)', a, 'Column', '1'); END $$; SELECT f('My "Table"');`;
    expect(modesOf(tell(made, 'ALTER TABLE "My ""Table""" DROP COLUMN "Column"').facts)).toEqual({
      'public.My "Table"': "ACCESS EXCLUSIVE",
    });
  });
});
