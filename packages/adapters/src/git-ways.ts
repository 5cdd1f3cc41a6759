import { lstatSync, readlinkSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { realOf } from "./trusted.js";
import { pathFrom, type Repository } from "./git.js";

/** How a path leads to a file: git tells of the links and of the file apart. Paths as sources have them. */
export interface Way {
  /** The path of the file itself. */
  readonly real: string;
  /** The links on the way and every folder of it: one of them that changed (a link, a submodule) changes the file. */
  readonly over: readonly string[];
  readonly links: readonly string[];
}

interface Step {
  readonly at: string;
  readonly links: readonly string[];
}

/**
 * Tells the way of each path, relative to `root`: the folder that the repository was opened in, or its copy.
 */
export function waysFrom(repository: Repository, root: string): (path: string) => Way {
  const folder = realOf(root);
  const top = resolve(folder, ...repository.prefix.split("/").flatMap((part) => (part === "" ? [] : [".."])));
  const known = new Map<string, Step>();
  const follow = (path: string): Step => {
    const found = known.get(path);
    if (found) return found;
    // A link to itself ends here.
    known.set(path, { at: path, links: [] });
    const step = path === top || dirname(path) === path ? { at: path, links: [] } : next(follow(dirname(path)), path);
    known.set(path, step);
    return step;
  };
  const next = ({ at: above, links }: Step, path: string): Step => {
    const at = join(above, path.slice(dirname(path).length).replace(/^[/\\]/, ""));
    if (at === top || lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return { at, links };
    const target = readlinkSync(at);
    const start: Step = { at: isAbsolute(target) ? resolve("/") : above, links: [...links, at] };
    return target.split(/[/\\]/).reduce((step, part) => {
      if (part === "" || part === ".") return step;
      const there = part === ".." ? { at: dirname(step.at), links: [] } : follow(join(step.at, part));
      return { at: there.at, links: [...step.links, ...there.links] };
    }, start);
  };
  const named = (path: string): string => pathFrom(repository, relative(top, path).split(sep).join("/"));
  return (path) => {
    const { at, links } = follow(resolve(folder, path));
    const over = new Set<string>();
    for (const each of [at, ...links]) {
      if (each !== at) over.add(named(each));
      for (let up = dirname(each); up !== top && up.startsWith(top) && up !== dirname(up); up = dirname(up)) {
        const name = named(up);
        if (over.has(name)) break;
        over.add(name);
      }
    }
    return { real: named(at), over: [...over], links: links.map(named) };
  };
}
