import * as z from "zod";
import { closestTo, type PathKey } from "../document/index.js";
import { rules } from "../rules/index.js";
import type { Rule, RuleOption } from "../rules/rule.js";
import { msg, type Message } from "../text/message.js";
import { UserError } from "../text/user-error.js";
import type { Layers } from "./layers.js";
import type { RulePatches } from "./rule-overrides.js";

const severity = z.enum(["off", "warning", "error"]);

/** What a policy may write for a rule: a severity, or an object of severity and options. */
export const ruleSettingsSchema = z.record(
  z.string(),
  z.union([severity, z.looseObject({ severity: severity.optional() })]),
);

/**
 * Reads the settings at a path of a policy.
 * @throws UserError with line and column for an unknown rule, an unknown option, or an option of another type.
 */
export function rulePatches(
  layers: Layers,
  at: readonly PathKey[],
  given: z.output<typeof ruleSettingsSchema>,
): RulePatches {
  return new Map(
    Object.entries(given).map(([id, setting]) => {
      const rule = rules.find((each) => each.id === id);
      if (!rule) throw unknownRule(layers, [...at, id], id);
      if (typeof setting === "string") return [id, { severity: setting, options: {} }];
      const { severity: level, ...options } = setting;
      for (const [name, value] of Object.entries(options)) checkOption(layers, [...at, id, name], rule, value);
      return [id, { severity: level, options }];
    }),
  );
}

function unknownRule(layers: Layers, at: readonly PathKey[], id: string): UserError {
  const close = closestTo(
    id,
    rules.map((each) => each.id),
  );
  return new UserError(msg`There is no rule "${id}".`, {
    place: layers.keyPlace(at),
    hint: close === undefined ? msg`See "release-gate explain --all" for the rules.` : msg`Did you mean "${close}"?`,
  });
}

function checkOption(layers: Layers, at: readonly PathKey[], rule: Rule, value: unknown): void {
  const known = Object.keys(rule.options ?? {});
  const name = String(at.at(-1));
  const option = rule.options?.[name];
  if (!option) {
    const close = closestTo(name, ["severity", ...known]);
    const all = ["severity", ...known].join(", ");
    throw new UserError(msg`The rule ${rule.id} has no option "${name}".`, {
      place: layers.keyPlace(at),
      hint: close === undefined ? msg`It knows: ${all}.` : msg`Did you mean "${close}"?`,
    });
  }
  if (fits[option.type](value)) return;
  throw new UserError(msg`The option "${name}" of ${rule.id} must be ${expected[option.type]}.`, {
    place: layers.valuePlace(at),
    hint: msg`Left out, it is ${String(option.default)}.`,
  });
}

const fits: Readonly<Record<RuleOption["type"], (value: unknown) => boolean>> = {
  count: (value) => Number.isSafeInteger(value) && Number(value) >= 1,
  flag: (value) => typeof value === "boolean",
  // https://www.postgresql.org/docs/18/config-setting.html: a number with an optional unit of time, milliseconds without.
  duration: (value) =>
    (typeof value === "string" || typeof value === "number") &&
    /^\d+(?:\.\d+)?\s*(?:us|ms|s|min|h|d)?$/.test(String(value).trim()),
};

const expected: Readonly<Record<RuleOption["type"], Message>> = {
  count: msg`a whole number from 1 on`,
  flag: msg`true or false`,
  duration: msg`a time as PostgreSQL writes it, as 5s or 500ms`,
};
