CREATE TABLE events (id int NOT NULL, tenant int NOT NULL, PRIMARY KEY (id, tenant)) PARTITION BY HASH (tenant);
CREATE TABLE "Order Lines" (id int PRIMARY KEY, note text);
CREATE FUNCTION parts(tbl regclass, n int, rest text DEFAULT '') RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  I INTEGER;
BEGIN
  I := 0;
  WHILE I < n LOOP
    EXECUTE 'CREATE TABLE IF NOT EXISTS ' || text(tbl) || '_' || lpad(I::text, 2, '0') || ' PARTITION OF ' || text(tbl) || ' FOR VALUES WITH (MODULUS ' || text(n) || ', REMAINDER ' || text(I) || ')' || rest;
    I = I + 1;
  END LOOP;
END $$;
SELECT parts('events', 4, ' WITH (fillfactor = 70)');
CREATE FUNCTION each_part(tbl regclass, command text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  r record;
  short text;
BEGIN
  FOR r IN SELECT child.relname FROM pg_inherits JOIN pg_class parent ON inhparent = parent.oid
    JOIN pg_class child ON inhrelid = child.oid WHERE parent.relname = text(tbl)
  LOOP
    short := substr(r.relname, length(text(tbl)) + 2);
    EXECUTE format('CREATE INDEX %I ON %I (tenant)', command || short, r.relname);
  END LOOP;
END $$;
SELECT each_part('events', 'by_tenant_');
DO $$ BEGIN FOR i IN REVERSE 6..1 BY 2 LOOP EXECUTE format('CREATE TABLE turn_%s (id int)', i); END LOOP; END $$;
DO $$ DECLARE name text; BEGIN
  FOREACH name IN ARRAY ARRAY['one', 'Two', 'select'] LOOP EXECUTE format('CREATE TABLE %I (id int)', name); END LOOP;
END $$;
DO $$ DECLARE n int; found_name text; BEGIN
  SELECT count(*) INTO n FROM pg_inherits WHERE inhparent = 'events'::regclass;
  IF n > 3 THEN CREATE TABLE more_than_three (id int); ELSE CREATE TABLE few (id int); END IF;
  SELECT format('%s_%s', 'made', n) INTO found_name;
  IF to_regclass(found_name) IS NULL AND NOT EXISTS (SELECT 1 FROM pg_tables WHERE tablename = found_name) THEN
    EXECUTE 'CREATE TABLE ' || found_name || ' (id int)';
  END IF;
  IF to_regclass('made_4') IS NOT NULL THEN ALTER TABLE made_4 ADD COLUMN seen boolean; END IF;
END $$;
CREATE FUNCTION switch(trigger_name text, tbl regclass, on_ boolean DEFAULT false) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  action text := CASE WHEN on_ THEN 'ENABLE' ELSE 'DISABLE' END;
BEGIN
  IF EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = trigger_name AND tgrelid = tbl) THEN
    EXECUTE format('ALTER TABLE %s %s TRIGGER %I', tbl, action, trigger_name);
  ELSE
    CREATE TABLE no_such_trigger (id int);
  END IF;
END $$;
CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER touched BEFORE UPDATE ON "Order Lines" FOR EACH ROW EXECUTE FUNCTION nothing();
SELECT switch('touched', '"Order Lines"', false);
DO $$ BEGIN PERFORM switch('touched', '"Order Lines"', true); PERFORM switch('absent', 'one', true); END $$;
CREATE FUNCTION outer_one(prefix text) RETURNS int LANGUAGE plpgsql AS $$
DECLARE full_name text := prefix || '_log';
BEGIN
  PERFORM inner_one(full_name, 'a'); PERFORM inner_one(full_name, 'b');
  IF false THEN CREATE TABLE never (id int); END IF;
  RETURN 1;
  CREATE TABLE after_return (id int);
END $$;
CREATE FUNCTION inner_one(tbl text, col text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  IF to_regclass(tbl) IS NULL THEN EXECUTE format('CREATE TABLE %I (id int)', tbl); END IF;
  EXECUTE format('ALTER TABLE %I ADD COLUMN %I text DEFAULT %L', tbl, col, 'it''s');
END $$;
SELECT outer_one('audit');
SELECT outer_one(prefix => 'other');
DO $$ BEGIN
  BEGIN CREATE TABLE kept (id int); CREATE TABLE events (id int); EXCEPTION WHEN duplicate_table THEN CREATE TABLE caught (id int); END;
  BEGIN RAISE EXCEPTION 'stop %', 1; EXCEPTION WHEN raise_exception THEN CREATE TABLE raised (id int); END;
END $$;
DO $$ BEGIN CREATE TABLE undone (id int); RAISE EXCEPTION 'all of it'; END $$;
DO $$ DECLARE x int := 1; BEGIN
  DECLARE y int := 2; BEGIN x := x + y; END;
  CASE WHEN x = 3 THEN NULL; ELSE NULL; END CASE;
  EXECUTE 'CREATE TABLE sum_' || x || ' (id int)';
END $$;
DO $$ DECLARE n int := 0; BEGIN
  LOOP n := n + 1; EXIT WHEN n = 2; END LOOP;
  FOR i IN 1..2 LOOP FOR j IN 1..2 LOOP EXECUTE 'ALTER TABLE more_than_three ADD COLUMN c' || i || j || ' int'; END LOOP; END LOOP;
END $$;
DO $$ DECLARE r record; BEGIN
  FOR r IN SELECT tablename, schemaname FROM pg_tables WHERE schemaname = 'public' AND tablename = 'kept' LOOP
    EXECUTE format('ALTER TABLE %I.%I RENAME TO kept_%s', r.schemaname, r.tablename, length(r.tablename));
  END LOOP;
END $$;
