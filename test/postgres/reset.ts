import type { Session } from "../../packages/adapters/src/session.js";

/** Takes away whatever a case made in a database; false where something stays, so that another database is needed. */
export async function reset(session: Session): Promise<boolean> {
  await session.run("ROLLBACK");
  await session.run("RESET SESSION AUTHORIZATION");
  await session.run("DISCARD ALL");
  await session.run(dropAll);
  await session.run("CREATE SCHEMA public");
  session.takeNotices();
  return (await session.run(leftovers))[0]?.empty === true;
}

const dropAll = `SET client_min_messages = error; DO $reset$
DECLARE each record;
BEGIN
  FOR each IN SELECT evtname AS name FROM pg_event_trigger LOOP EXECUTE format('DROP EVENT TRIGGER %I', each.name); END LOOP;
  FOR each IN SELECT pubname AS name FROM pg_publication LOOP EXECUTE format('DROP PUBLICATION %I', each.name); END LOOP;
  FOR each IN SELECT extname AS name FROM pg_extension WHERE extname <> 'plpgsql' LOOP EXECUTE format('DROP EXTENSION %I CASCADE', each.name); END LOOP;
  FOR each IN SELECT srvname AS name FROM pg_foreign_server LOOP EXECUTE format('DROP SERVER %I CASCADE', each.name); END LOOP;
  FOR each IN SELECT fdwname AS name FROM pg_foreign_data_wrapper LOOP EXECUTE format('DROP FOREIGN DATA WRAPPER %I CASCADE', each.name); END LOOP;
  FOR each IN SELECT nspname AS name FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', each.name);
  END LOOP;
  FOR each IN SELECT lanname AS name FROM pg_language WHERE oid >= 16384 LOOP EXECUTE format('DROP LANGUAGE %I CASCADE', each.name); END LOOP;
END $reset$; RESET client_min_messages`;

const leftovers = `SELECT NOT EXISTS (SELECT FROM pg_class WHERE oid >= 16384 AND relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_toast'))
  AND NOT EXISTS (SELECT FROM pg_proc WHERE oid >= 16384) AND NOT EXISTS (SELECT FROM pg_cast WHERE oid >= 16384)
  AND NOT EXISTS (SELECT FROM pg_largeobject_metadata) AND NOT EXISTS (SELECT FROM pg_subscription)
  AND NOT EXISTS (SELECT FROM pg_default_acl) AND NOT EXISTS (SELECT FROM pg_db_role_setting)
  AND NOT EXISTS (SELECT FROM pg_language WHERE oid >= 16384) AS empty`;
