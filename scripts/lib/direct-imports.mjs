import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * An esbuild plugin: imports from one of our doors (`@release-gate/core`) become imports from the modules behind it. A
 * bundle in one file runs every module of a door as soon as one of its names is used; so only what a command uses runs.
 *
 * @param doors name of the package -> its index.ts
 */
export function directImports(doors) {
  const origins = new Map(Object.entries(doors).map(([name, index]) => [name, originsOf(index)]));
  return {
    name: "direct-imports",
    setup({ onLoad }) {
      onLoad({ filter: /packages\/[\w-]+\/src\/.*\.ts$/ }, ({ path }) => ({
        contents: readFileSync(path, "utf8").replace(
          /^(import|export) \{([^}]*)\} from "([^"]+)";/gm,
          (whole, verb, names, from) => {
            const known = origins.get(from);
            return known ? split(verb, names, from, known) : whole;
          },
        ),
        loader: "ts",
        resolveDir: dirname(path),
      }));
    },
  };
}

/** Name -> the module that a door takes it from, through doors within. */
function originsOf(index, found = new Map()) {
  const text = readFileSync(index, "utf8");
  const file = (specifier) => resolve(dirname(index), specifier.replace(/\.js$/, ".ts"));
  for (const [, names, specifier] of text.matchAll(/^export \{([^}]*)\} from "(\.[^"]+)";/gm)) {
    for (const name of valueNames(names)) if (!name.includes(" ")) found.set(name, file(specifier));
  }
  for (const [, specifier] of text.matchAll(/^export \* from "(\.[^"]+)";/gm)) {
    const inner = file(specifier);
    for (const [, name] of readFileSync(inner, "utf8").matchAll(/^export (?:async )?(?:const|function|class) (\w+)/gm))
      found.set(name, inner);
    if (existsSync(inner)) originsOf(inner, found);
  }
  return found;
}

const valueNames = (names) =>
  names
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && !name.startsWith("type "));

function split(verb, names, from, known) {
  const byModule = new Map();
  for (const name of valueNames(names)) {
    const original = name.split(" as ")[0].trim();
    const module = known.get(original) ?? from;
    byModule.set(module, [...(byModule.get(module) ?? []), name]);
  }
  return [...byModule]
    .map(([module, list]) => `${verb} { ${list.join(", ")} } from ${JSON.stringify(module)};`)
    .join(" ");
}
