import { existsSync } from "node:fs";
import { dirname, join, posix, resolve } from "node:path";
import { extendsOf, msg, UserError, type Place, type PolicyText } from "@release-gate/core";
import { readText, shownPath } from "./files.js";
import { refuseElsewhere, repositoryOf } from "./trusted.js";

/** A policy that extends one that extends another, and so on: more of them nobody understands. */
const most = 5;

/** Reads a file of the repository by its path relative to the configuration's folder; undefined where it is not there. */
export type ReadPolicy = (path: string, place: Place) => string | undefined;

/** `@acme/release-policy@1.4.0`: an npm package, pinned. */
const packaged = /^((?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*)@(\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?)$/;

/**
 * The policies that a policy extends, the nearest first. Paths in them are relative to the configuration's folder, as its own.
 * @param folder the configuration's folder, as it is now: packages are looked for in the `node_modules` above it.
 * @throws UserError for one that is not there, not pinned, of another version, or extends itself.
 */
export function extendedPolicies(folder: string, own: PolicyText, read: ReadPolicy): PolicyText[] {
  const found: PolicyText[] = [];
  for (let at = extendsOf(own); at !== undefined;) {
    const { name, place } = at;
    if (found.length === most) {
      throw new UserError(msg`More than ${most} policies extend each other.`, {
        place,
        hint: msg`Look for one that extends itself, or take some of them together.`,
      });
    }
    const [, module, version] = packaged.exec(name) ?? [];
    const next =
      module !== undefined && version !== undefined
        ? ofPackage(folder, module, version, place)
        : ofFile(posix.join(posix.dirname(place.path), name), name, place, read);
    found.push(next);
    at = extendsOf(next);
  }
  return found;
}

function ofFile(path: string, name: string, place: Place, read: ReadPolicy): PolicyText {
  const text = read(path, place);
  if (text !== undefined) return { text, path };
  const looksPackaged = !/\.ya?ml$/i.test(name);
  throw new UserError(msg`The policy ${name} that this one extends is not there.`, {
    place,
    hint: looksPackaged
      ? msg`A package is named with its exact version, as @acme/release-policy@1.4.0; a file by its path.`
      : msg`Correct the path: it is relative to the policy that names it.`,
  });
}

/** The `release-gate.yaml` of an installed package; nothing is fetched. */
function ofPackage(folder: string, module: string, version: string, place: Place): PolicyText {
  const top = repositoryOf(folder);
  for (let at = resolve(folder); ; at = dirname(at)) {
    const home = join(at, "node_modules", module);
    if (existsSync(join(home, "package.json"))) return installed(folder, home, { module, version, place });
    if (at === top || dirname(at) === at) break;
  }
  throw new UserError(msg`The package ${module} that this policy extends is not installed.`, {
    place,
    hint: msg`Install it as the repository pins it, as with "npm ci": nothing is fetched while a release is judged.`,
  });
}

function installed(
  folder: string,
  home: string,
  { module, version, place }: { readonly module: string; readonly version: string; readonly place: Place },
): PolicyText {
  const file = join(home, "release-gate.yaml");
  refuseElsewhere(folder, [join(home, "package.json"), file], place);
  const there = versionIn(readText(folder, join(home, "package.json")));
  if (there !== version) {
    throw new UserError(msg`${module} is installed in version ${there ?? "?"}, and the policy extends ${version}.`, {
      place,
      hint: msg`Install ${`${module}@${version}`}, or extend the version that is installed.`,
    });
  }
  if (!existsSync(file)) {
    throw new UserError(msg`The package ${module} has no release-gate.yaml.`, {
      place,
      hint: msg`Extend a package that has one at its top.`,
    });
  }
  return { text: readText(folder, file), path: shownPath(folder, file) };
}

function versionIn(text: string): string | undefined {
  try {
    const { version } = JSON.parse(text) as { readonly version?: unknown };
    return typeof version === "string" ? version : undefined;
  } catch {
    return undefined;
  }
}
