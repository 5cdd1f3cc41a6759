import type { RoleSpec } from "@pgsql/types";
import { msg } from "../../text/message.js";
import type { Work } from "./work.js";

/** The role that databases are made and migrated by where nothing else is said. */
const usualRole = "postgres";

/**
 * Whether OWNER TO names another role than the owner; the server leaves an object alone that has the owner already. Where
 * the owner was never told, it is the role of the session, which is taken to be `postgres` if that is not known either.
 */
export function ownerChanges(work: Work, owner: string | undefined, to: RoleSpec | undefined): boolean {
  const session = work.catalog.session.role;
  const role = to?.roletype === "ROLESPEC_CSTRING" ? to.rolename : session;
  const current = owner ?? session;
  if (role === current) return false;
  if (current === undefined && role !== undefined) {
    if (role === usualRole) return false;
    work.assume(msg`The owner is not known: it is assumed to change.`);
  }
  return true;
}
