import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
// @ts-expect-error -- a script without types
import * as packages from "../scripts/lib/system-packages.mjs";
// @ts-expect-error -- a script without types
import * as testRun from "../scripts/lib/test-run.mjs";
import { root } from "./support/cli.js";

interface Surroundings {
  readonly flag: boolean;
  readonly isRoot: boolean;
  readonly isDebian: boolean;
  isInstalled(name: string): boolean;
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
}
const { packagesToInstall, systemPackages } = packages as {
  packagesToInstall(about: Surroundings): Promise<{ readonly install: readonly string[]; readonly say?: string }>;
  readonly systemPackages: readonly string[];
};
const { readOptions, timeTable } = testRun as {
  readOptions(args: readonly string[]): { installPackages: boolean; limit?: number; forVitest: readonly string[] };
  timeTable(times: readonly { name: string; milliseconds: number }[], whole: number): string;
};

describe("npm test and Debian's packages", () => {
  const bare: Surroundings = { flag: false, isRoot: true, isDebian: true, isInstalled: () => false, ask: undefined };
  const install = (about: Partial<Surroundings>) => packagesToInstall({ ...bare, ...about });

  it("installs none as root where nobody can be asked, and says how", async () => {
    const { install: installed, say } = await install({});
    expect(installed).toEqual([]);
    expect(say).toContain("npm test -- --install-packages");
    for (const name of systemPackages) expect(say).toContain(name);
  });

  it("installs what is missing, and that only, where a person or the flag says yes", async () => {
    const isInstalled = (name: string): boolean => name !== "prometheus";
    const asked: string[] = [];
    const ask = (question: string): Promise<boolean> => Promise.resolve(asked.push(question) > 0);
    expect(await install({ ask, isInstalled })).toEqual({ install: ["prometheus"] });
    expect(asked).toEqual([expect.stringContaining("prometheus")]);
    expect(await install({ flag: true, isInstalled })).toEqual({ install: ["prometheus"] });
    expect(asked).toHaveLength(1);
  });

  it("takes a no, and never installs for another user than root", async () => {
    expect((await install({ ask: () => Promise.resolve(false) })).install).toEqual([]);
    const { install: installed, say } = await install({ isRoot: false, flag: true });
    expect(installed).toEqual([]);
    expect(say).toContain("sudo apt-get install");
  });

  it("has nothing to say where all are there, or where there is no Debian", async () => {
    expect(await install({ isInstalled: () => true })).toEqual({ install: [] });
    expect(await install({ isDebian: false })).toEqual({ install: [] });
  });
});

describe("the options of npm test", () => {
  it("are ours, and what else is given goes to vitest", () => {
    const options = readOptions(["--install-packages", "test/cli", "--limit", "45", "-t", "a name"]);
    expect(options).toEqual({ installPackages: true, limit: 45, forVitest: ["test/cli", "-t", "a name"] });
    expect(() => readOptions(["--limit", "soon"])).toThrow("--limit takes minutes");
  });

  it("end in a table of minutes", () => {
    expect(timeTable([{ name: "types", milliseconds: 30_000 }], 120_000)).toBe("minutes\n   0.5  types\n   2.0  all");
  });
});

describe("the forges", () => {
  const { scripts, engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    readonly scripts: Record<string, string>;
    readonly engines: { readonly node: string };
  };
  const text = (path: string): string => readFileSync(join(root, path), "utf8");

  it.each([".github/workflows/ci.yml", ".gitlab-ci.yml"])("%s runs commands that are there", (path) => {
    parse(text(path));
    const commands = [...text(path).matchAll(/npm run ([\w-]+)/g)].map(([, name = ""]) => name);
    expect(commands.filter((name) => !(name in scripts))).toEqual([]);
    expect(text(path)).toContain(".ci/run");
    expect(existsSync(join(root, ".ci/run"))).toBe(true);
  });

  it("test the oldest version of Node that is supported, and the two after it", () => {
    const oldest = Number(/\d+/.exec(engines.node)?.[0]);
    const { jobs } = parse(text(".github/workflows/ci.yml")) as {
      readonly jobs: {
        readonly check: { readonly strategy: { readonly matrix: { readonly node: readonly number[] } } };
      };
    };
    expect(jobs.check.strategy.matrix.node).toEqual([oldest, oldest + 2, oldest + 4]);
  });
});
