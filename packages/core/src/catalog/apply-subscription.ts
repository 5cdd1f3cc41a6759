import type { AlterSubscriptionStmt, CreateSubscriptionStmt, DropSubscriptionStmt } from "@pgsql/types";
import { makeOther } from "./apply-others.js";
import type { Catalog, OtherObject } from "./catalog.js";
import { Refused, type Draft } from "./draft.js";
import { isOff, optionOf } from "./options.js";
import { findOther } from "./others.js";

export function findSubscription(catalog: Catalog, name: string | undefined): OtherObject | undefined {
  return findOther(catalog, { type: "OBJECT_SUBSCRIPTION", name: name ?? "" });
}

/** CREATE SUBSCRIPTION: without connecting it does not run. */
export function createSubscription(draft: Draft, node: CreateSubscriptionStmt): void {
  const made = makeOther(draft, { type: "OBJECT_SUBSCRIPTION", name: node.subname ?? "" }, []);
  const connects = !isOff(optionOf(node.options, "connect"));
  const runs = connects && !isOff(optionOf(node.options, "enabled"));
  const slotless = optionOf(node.options, "slot_name") === "none";
  draft.putOther({ ...made, ...(!runs && { disabled: true }), ...(slotless && { slotless: true }) });
}

/** ALTER SUBSCRIPTION ENABLE, DISABLE and SET (slot_name = ...). */
export function alterSubscription(draft: Draft, node: AlterSubscriptionStmt): void {
  const found = existing(draft, node.subname);
  if (!found) return;
  const { disabled, slotless, ...rest } = found;
  const slot = optionOf(node.options, "slot_name");
  const enables = node.kind === "ALTER_SUBSCRIPTION_ENABLED" ? !isOff(optionOf(node.options, "enabled")) : undefined;
  draft.putOther({
    ...rest,
    ...((enables === undefined ? disabled : !enables) && { disabled: true }),
    ...((slot === undefined ? slotless : slot === "none") && { slotless: true }),
  });
}

export function dropSubscription(draft: Draft, node: DropSubscriptionStmt): void {
  const found = node.missing_ok ? findSubscription(draft.catalog, node.subname) : existing(draft, node.subname);
  if (found) draft.forgetOther(found.oid);
}

function existing(draft: Draft, name: string | undefined): OtherObject | undefined {
  const found = findSubscription(draft.catalog, name);
  if (!found && draft.catalog.complete) throw new Refused("42704", `subscription "${name}" does not exist`);
  return found;
}
