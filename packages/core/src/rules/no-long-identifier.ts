import { maxNameBytes, truncateName } from "../catalog/names.js";
import { tokensOf } from "../sql/tokens.js";
import { msg } from "../text/message.js";
import { defineRule } from "./rule.js";

/** A quarter of the bytes, as a character has at most four; what is quoted may hold anything. */
const mayBeLong = new RegExp(`[^\\s"'(),;.]{${Math.ceil(maxNameBytes / 4)}}|"[^"]{${Math.ceil(maxNameBytes / 4)}}`);

export default defineRule({
  id: "no-long-identifier",
  title: "Disallow names that PostgreSQL truncates",
  severity: "warning",
  covers: [138],
  why: msg`PostgreSQL truncates a name to its first 63 bytes, with a notice: two long names can become the same one, and tools that look for the full name do not find it.`,
  instead: msg`Choose a name of at most 63 bytes.`,
  examples: [
    {
      bad: "CREATE TABLE customers_who_have_not_confirmed_their_electronic_mail_address_yet (id bigint);",
      good: "CREATE TABLE customers_without_confirmed_mail_address (id bigint);",
    },
  ],
  check({ statement }) {
    if (!mayBeLong.test(statement.text)) return [];
    return tokensOf(statement).flatMap(({ kind, text, span }) => {
      if ((kind !== "word" && kind !== "quoted") || text.length <= maxNameBytes / 4) return [];
      const name = kind === "quoted" ? text.slice(1, -1).replaceAll('""', '"') : text;
      const kept = truncateName(name);
      return kept === name ? [] : [{ span, message: msg`PostgreSQL truncates this name to ${kept}.` }];
    });
  },
});
