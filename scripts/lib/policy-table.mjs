// The table of docs/policy.md: every key of release-gate.yaml, from the schema that the gates' schemas are composed to.

/** The rows of the keys of a schema, those of its own parts below it. */
export function policyRows(schema, prefix = "") {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([name, value]) => {
    const path = `${prefix}${name}`;
    const own = {
      path,
      type: typeOf(value),
      about: value.description ?? "",
      needed: required.has(name),
      left: value.default,
    };
    // Each rule has a page of its own.
    return name === "rules" ? [own] : [own, ...below(value, path)];
  });
}

/** The keys of an object, of what a list has, or of what a mapping has by any name. */
function below(value, path) {
  if (value.properties) return policyRows(value, `${path}.`);
  const items = value.items ?? value.anyOf?.find((each) => each.items)?.items;
  if (items?.properties) return policyRows(items, `${path}[].`);
  if (value.additionalProperties?.properties) return policyRows(value.additionalProperties, `${path}.NAME.`);
  const shape = value.anyOf?.find((each) => each.properties);
  return shape ? policyRows(shape, `${path}.`) : [];
}

function typeOf(value) {
  if (value.const !== undefined) return `\`${value.const}\``;
  if (value.enum) return value.enum.map((each) => `\`${each}\``).join(", ");
  if (value.anyOf) return [...new Set(value.anyOf.map(typeOf))].join(" or ");
  if (value.type === "array") return `list of ${typeOf(value.items ?? {})}`;
  if (value.type === "object")
    return value.additionalProperties?.type || value.additionalProperties?.anyOf ? "mapping" : "keys below";
  if (Array.isArray(value.type)) return value.type.join(" or ");
  return value.type ?? "any";
}

export function policyTable(schema) {
  const escaped = (text) => text.replaceAll("|", "\\|");
  const left = ({ needed, left: value }) => {
    if (needed) return "needed";
    return value === undefined || typeof value === "object" ? "" : `\`${value}\``;
  };
  return [
    "| key | value | if left out | what |",
    "| - | - | - | - |",
    ...policyRows(schema).map(
      (row) => `| \`${row.path}\` | ${escaped(row.type)} | ${left(row)} | ${escaped(row.about)} |`,
    ),
  ].join("\n");
}
