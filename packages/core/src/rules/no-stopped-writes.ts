import { schemaChanges } from "../facts/stopped-writes.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";
import { inUse } from "./step.js";

export default defineRule({
  id: "no-stopped-writes",
  title: "Disallow triggers and rules that stop all writes",
  severity: "error",
  covers: [105],
  why: msg`The application that still runs writes to the table. From now on each such write fails (a trigger that raises an error whatever it gets), or is left out without a word (a rule that does nothing instead, a trigger that gives no row).`,
  instead: msg`Deploy an application that no longer writes there, and stop the writes in a later deployment.`,
  examples: [
    {
      history:
        "CREATE TABLE users (id bigint PRIMARY KEY); CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'users are read only'; END $$;",
      bad: "CREATE TRIGGER read_only BEFORE INSERT OR UPDATE OR DELETE ON users FOR EACH STATEMENT EXECUTE FUNCTION refuse();",
      good: "CREATE TABLE notes (id bigint); CREATE TRIGGER read_only BEFORE UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION refuse();",
    },
    {
      history: "CREATE TABLE users (id bigint PRIMARY KEY);",
      bad: "CREATE RULE keep AS ON DELETE TO users DO INSTEAD NOTHING;",
      good: "CREATE RULE keep AS ON DELETE TO users WHERE OLD.id < 100 DO INSTEAD NOTHING;",
    },
    {
      history:
        "CREATE TABLE users (id bigint PRIMARY KEY); CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TRIGGER noted BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION note();",
      bad: "CREATE OR REPLACE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;",
      good: "CREATE OR REPLACE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.id < 0 THEN RAISE EXCEPTION 'no'; END IF; RETURN NEW; END $$;",
    },
    {
      bad: "CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'frozen'; END $$; CREATE EVENT TRIGGER frozen ON ddl_command_start EXECUTE FUNCTION refuse();",
      good: "CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE '%', tg_tag; END $$; CREATE EVENT TRIGGER watched ON ddl_command_start EXECUTE FUNCTION watch();",
    },
  ],
  check(step) {
    return step.facts.breaks
      .filter(({ why, of }) => why === "stopped" && inUse(step, of))
      .map(({ of, span, writes }) => {
        if (of === schemaChanges) return { span, message: msg`Each later change of the schema fails.` };
        return {
          span,
          message: writes
            ? msg`Each ${writes.join(", ")} on ${of} fails or is left out from now on.`
            : msg`Each write to ${of} fails or is left out from now on.`,
        };
      });
  },
});
