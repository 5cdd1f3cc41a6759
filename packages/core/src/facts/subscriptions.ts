import type { AlterSubscriptionStmt } from "@pgsql/types";
import { findSubscription } from "../catalog/apply-subscription.js";
import { isOff, optionOf } from "../catalog/options.js";
import { msg } from "../text/message.js";
import { FactsDraft } from "./facts-draft.js";
import type { Facts } from "./facts.js";
import type { Families, FactsInput } from "./family.js";
import { refuseInTransaction } from "./targets.js";
import { wordsSpan } from "./words.js";

/** CREATE SUBSCRIPTION locks the tables that the publisher names; making the slot there wants no transaction. */
function create({ node, statement, before, transaction }: FactsInput<"CreateSubscriptionStmt">): Facts {
  const draft = new FactsDraft(before);
  if (isOff(optionOf(node.options, "connect"))) return draft.facts();
  const command = "CREATE SUBSCRIPTION ... WITH (create_slot = true)";
  if (!isOff(optionOf(node.options, "create_slot")))
    refuseInTransaction(draft, transaction.open, command, wordsSpan(statement, "SUBSCRIPTION"));
  draft.depends(msg`It is known only when the statement runs which tables the publisher names.`);
  return draft.facts();
}

/** Asking the publisher again locks the tables that it names: refused where it does not run, and in a transaction. */
function alter({ node, statement, before, transaction }: FactsInput<"AlterSubscriptionStmt">): Facts {
  const draft = new FactsDraft(before);
  if (!asksPublisher(node)) return draft.facts();
  const [command, span] = [refreshing(node), wordsSpan(statement, "SUBSCRIPTION")];
  if (findSubscription(before, node.subname)?.disabled)
    draft.refuse("55000", msg`${command} is not allowed for disabled subscriptions`, span);
  refuseInTransaction(draft, transaction.open, command, span);
  draft.depends(msg`It is known only when the statement runs which tables the publisher names.`);
  return draft.facts();
}

function refreshing(node: AlterSubscriptionStmt): string {
  return /REFRESH/.test(node.kind ?? "") ? "ALTER SUBSCRIPTION ... REFRESH" : "ALTER SUBSCRIPTION with refresh";
}

function asksPublisher(node: AlterSubscriptionStmt): boolean {
  if (/REFRESH/.test(node.kind ?? "")) return true;
  const publications = /^ALTER_SUBSCRIPTION_(SET|ADD|DROP)_PUBLICATION$/.test(node.kind ?? "");
  return publications && !isOff(optionOf(node.options, "refresh"));
}

/** DROP SUBSCRIPTION drops its slot at the publisher too, which wants no transaction. */
function drop({ node, statement, before, transaction }: FactsInput<"DropSubscriptionStmt">): Facts {
  const draft = new FactsDraft(before);
  const found = findSubscription(before, node.subname);
  if (found && !found.slotless)
    refuseInTransaction(draft, transaction.open, "DROP SUBSCRIPTION", wordsSpan(statement, "SUBSCRIPTION"));
  return draft.facts();
}

/** Subscriptions (measured on 14 to 18). */
export const subscriptionFamilies: Families = {
  CreateSubscriptionStmt: create,
  AlterSubscriptionStmt: alter,
  DropSubscriptionStmt: drop,
};
