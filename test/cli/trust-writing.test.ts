import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { execa, execaSync } from "execa";
import { describe, expect, it } from "vitest";
import { appendSnapshot, writeWhole } from "@release-gate/adapters";
import { project, releaseGate, root } from "../support/cli.js";

const drop = "ALTER TABLE old DROP COLUMN x;\n";
const files = {
  "release-gate.yaml": "version: 1\nmigrations:\n  path: m\n  released: 1_a\n",
  "m/1_a.sql": "SELECT 1;\n",
  "m/2_b.sql": drop,
};
const main = join(root, "packages/cli/dist/main.js");
const asRoot = process.getuid?.() === 0;

describe("a report", () => {
  it("is written to a device, and the device stays", async () => {
    const folder = project(files);
    const before = lstatSync("/dev/null").isCharacterDevice();
    const { exitCode } = await releaseGate(folder, ["lint", "--format", "json=/dev/null"]);
    expect(exitCode).toBe(1);
    expect([before, lstatSync("/dev/null").isCharacterDevice()]).toEqual([true, true]);
  });

  it.skipIf(process.platform !== "linux")("says that a device is full, and the device stays", async () => {
    const folder = project(files);
    const { exitCode, stderr } = await releaseGate(folder, ["lint", "--format", "json=/dev/full"]);
    expect(stderr).toContain("Cannot write /dev/full: no space is left on the device.");
    expect(exitCode).toBe(2);
    expect(lstatSync("/dev/full").isCharacterDevice()).toBe(true);
  });

  it("goes to standard output by its name, whatever that is", async () => {
    const folder = project(files);
    const piped = await releaseGate(folder, ["lint", "--format", "json=/dev/stdout"]);
    expect(JSON.parse(piped.stdout)).toBeTypeOf("object");
    execaSync(
      "sh",
      ["-c", `echo before > out; "$0" "$1" lint --format json=/dev/stdout >> out`, process.execPath, main],
      {
        cwd: folder,
        reject: false,
      },
    );
    expect(readFileSync(join(folder, "out"), "utf8")).toMatch(/^before\n\{/);
  });

  it("goes through a FIFO to its reader", async () => {
    const folder = project(files);
    execaSync("mkfifo", ["pipe"], { cwd: folder });
    const reader = execa("cat", ["pipe"], { cwd: folder });
    await releaseGate(folder, ["lint", "--format", "json=pipe"]);
    expect(JSON.parse((await reader).stdout)).toBeTypeOf("object");
    expect(lstatSync(join(folder, "pipe")).isFIFO()).toBe(true);
  });

  it("follows a link, which stays, and keeps the permissions of a file", () => {
    const folder = project({ "real/a.json": "old" });
    symlinkSync("real/a.json", join(folder, "link.json"));
    symlinkSync("real/new.json", join(folder, "nowhere.json"));
    execaSync("chmod", ["640", "real/a.json"], { cwd: folder });
    writeWhole(join(folder, "link.json"), "new");
    writeWhole(join(folder, "nowhere.json"), "new");
    expect(lstatSync(join(folder, "link.json")).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, "real/a.json"), "utf8")).toBe("new");
    expect(statSync(join(folder, "real/a.json")).mode & 0o777).toBe(0o640);
    expect(readFileSync(join(folder, "real/new.json"), "utf8")).toBe("new");
    expect(readdirSync(join(folder, "real")).toSorted()).toEqual(["a.json", "new.json"]);
  });

  it.skipIf(process.platform !== "linux")("on standard output that is full ends with 2 and says so", () => {
    const folder = project(files);
    const { exitCode, stderr } = execaSync("sh", ["-c", `"$0" "$1" lint > /dev/full`, process.execPath, main], {
      cwd: folder,
      reject: false,
    });
    expect(stderr).toContain("Cannot write to standard output: ENOSPC");
    expect(exitCode).toBe(2);
  });
});

const slo = `apiVersion: openslo/v1
kind: DataSource
metadata: { name: p }
spec: { type: Prometheus, connectionDetails: { url: "http://127.0.0.1:9", timeout: 1 } }
---
apiVersion: openslo/v1
kind: SLO
metadata: { name: a }
spec:
  service: s
  budgetingMethod: Occurrences
  indicator:
    metadata: { name: i }
    spec:
      ratioMetric:
        counter: true
        good: { metricSource: { metricSourceRef: p, type: Prometheus, spec: { query: good } } }
        total: { metricSource: { metricSourceRef: p, type: Prometheus, spec: { query: total } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  objectives: [{ target: 0.99 }]
`;

describe.skipIf(process.platform === "win32")("a link of the repository that leads out of it", () => {
  const both = "version: 1\nmigrations: { path: m, released: 1_a }\nslo: { files: [slo.yaml] }\n";

  /** A repository whose `out.json` and `out` lead to the file and the folder of another user. */
  function tree(more: Readonly<Record<string, string>> = {}): string {
    const repository = { ...files, "slo.yaml": slo, ".git/HEAD": "", ...more };
    const named = Object.entries(repository).map(([path, text]) => [`repo/${path}`, text]);
    const folder = project({ "home/kept": "kept", ...(Object.fromEntries(named) as Record<string, string>) });
    symlinkSync("../home/kept", join(folder, "repo/out.json"));
    symlinkSync("../home", join(folder, "repo/out"));
    symlinkSync("../home/new", join(folder, "repo/new.jsonl"));
    return folder;
  }
  const untouched = (folder: string): void => {
    expect(readdirSync(join(folder, "home"))).toEqual(["kept"]);
    expect(readFileSync(join(folder, "home/kept"), "utf8")).toBe("kept");
  };

  it.each([
    ["a report of lint", ["lint", "--format", "json=out.json"]],
    ["a report beside others", ["lint", "--format", "json=first.json", "--format", "markdown=out.json"]],
    ["a report below a folder", ["check", "--format", "json=out/new.json"]],
    ["a report of check", ["check", "--format", "json=out.json"]],
    ["a recording", ["check", "--record", "out.json"]],
    ["rules that are generated", ["generate", "prometheus-rules", "--output", "out.json"]],
    ["rows that are collected", ["collect", "--output", "new.jsonl"]],
    ["a folder of rows that are collected", ["collect", "--output", "out"]],
    ["the cache", ["lint", "--cache", "--cache-location", "out/cache"]],
    ["statistics", ["collect", "--statistics", "postgresql://127.0.0.1:9/x", "--output", "out.json"]],
  ])("is refused by its name, and nothing is written: %s", async (_, args) => {
    const folder = tree({ "release-gate.yaml": both });
    const { exitCode, stderr } = await releaseGate(join(folder, "repo"), args);
    expect(stderr).toMatch(/(?:out|out\.json|new\.jsonl) is a link that leads out of the repository\./);
    expect(exitCode).toBe(2);
    untouched(folder);
    expect(existsSync(join(folder, "repo/first.json"))).toBe(false);
  });

  it("is refused before a fix is written", async () => {
    const careless = "CREATE INDEX a ON users (email);\n";
    const folder = tree({
      "release-gate.yaml": `version: 1\nmigrations: { path: m, framework: plain, transaction: none, released: "1_a" }\n`,
      "m/1_a.sql": "CREATE TABLE users (id bigint PRIMARY KEY, email text);\n",
      "m/2_b.sql": careless,
    });
    const { exitCode } = await releaseGate(join(folder, "repo"), ["lint", "--fix", "--format", "json=out.json"]);
    expect(exitCode).toBe(2);
    expect(readFileSync(join(folder, "repo/m/2_b.sql"), "utf8")).toBe(careless);
    untouched(folder);
  });

  it.each([
    ["a policy", "release-gate.yaml", ["init", "--no-hook"]],
    ["a baseline", "release-gate-baseline.json", ["init", "--no-hook"]],
  ])("is refused by init: %s", async (_, name, args) => {
    const folder = tree();
    if (name === "release-gate.yaml") execaSync("rm", [name], { cwd: join(folder, "repo") });
    symlinkSync("../home/new", join(folder, "repo", name));
    writeFileSync(
      join(folder, "repo", name === "release-gate.yaml" ? "x" : "release-gate.yaml"),
      "version: 1\nmigrations: { path: m, baseline: release-gate-baseline.json }\n",
    );
    const { exitCode } = await releaseGate(join(folder, "repo"), args);
    expect(exitCode).toBe(2);
    untouched(folder);
  });

  it("is refused for the baseline that shrinks", async () => {
    const folder = tree({
      "release-gate.yaml": "version: 1\nmigrations: { path: m, baseline: out.json }\n",
    });
    const { exitCode } = await releaseGate(join(folder, "repo"), ["lint", "--update-baseline"]);
    expect(exitCode).toBe(2);
    untouched(folder);
  });

  it("is refused where it leads over another, into what git keeps, or to a device", () => {
    const folder = tree({ ".git/config": "kept" });
    const repo = join(folder, "repo");
    symlinkSync("out.json", join(repo, "a"));
    symlinkSync(".git/config", join(repo, "b"));
    symlinkSync("/dev/null", join(repo, "c"));
    symlinkSync("m/../out", join(repo, "d"));
    for (const [name, link] of [
      ["a", "a"],
      ["b", "b"],
      ["c", "c"],
      ["d/new", "d"],
      ["out/../home/new", "out"],
    ] as const) {
      const said = `${join(repo, link)} is a link that leads out of the repository.`;
      expect(() => writeWhole(`${repo}/${name}`, "new"), name).toThrow(said);
    }
    untouched(folder);
    expect(readFileSync(join(repo, ".git/config"), "utf8")).toBe("kept");
  });

  it("is not what a person has elsewhere, nor one that stays inside", () => {
    const folder = tree();
    const repo = join(folder, "repo");
    symlinkSync("repo", join(folder, "way"));
    symlinkSync("home/kept", join(folder, "mine"));
    symlinkSync("m", join(repo, "inside"));
    writeWhole(join(folder, "way/inside/a.json"), "a");
    writeWhole(join(folder, "mine"), "mine");
    expect(readFileSync(join(repo, "m/a.json"), "utf8")).toBe("a");
    expect(readFileSync(join(folder, "home/kept"), "utf8")).toBe("mine");
  });

  it("is told where no repository is, by the folder that the command runs in", async () => {
    const folder = tree();
    execaSync("rm", ["-r", ".git"], { cwd: join(folder, "repo") });
    const { exitCode } = await releaseGate(join(folder, "repo"), ["lint", "--format", "json=out.json"]);
    expect(exitCode).toBe(2);
    untouched(folder);
  });
});

describe("a policy that names what is written", () => {
  it.each([
    ["statistics", "migrations: { path: m, statistics: ../home/new }", ["--statistics", "postgresql://127.0.0.1:9/x"]],
    ["schema", "migrations: { path: m, schema: ../home/new }", ["--schema", "postgresql://127.0.0.1:9/x"]],
    ["rows", "slo: { files: [slo.yaml], metrics: [../home] }", []],
  ])("writes nothing outside of the repository: %s", async (_, text, args) => {
    const folder = project({
      "home/kept": "kept",
      "repo/.git/HEAD": "",
      "repo/m/1.sql": drop,
      "repo/slo.yaml": slo,
      "repo/release-gate.yaml": `version: 1\n${text}\n`,
    });
    const { exitCode, stderr } = await releaseGate(join(folder, "repo"), ["collect", ...args]);
    expect(stderr).toContain("is outside of the repository");
    expect(exitCode).toBe(2);
    expect(readdirSync(join(folder, "home"))).toEqual(["kept"]);
  });
});

describe("lint --fix", () => {
  const careless = "CREATE INDEX a ON users (email);\n";
  const history = "CREATE TABLE users (id bigint PRIMARY KEY, email text);\n";
  const policy = (path: string): string =>
    `version: 1\nmigrations: { path: ${path}, framework: plain, transaction: none, released: "1" }\n`;

  it("writes nothing that the policy names outside of the repository", async () => {
    const folder = project({
      "repo/release-gate.yaml": policy("../elsewhere"),
      "elsewhere/1.sql": history,
      "elsewhere/2.sql": careless,
    });
    mkdirSync(join(folder, "repo/.git"));
    // Reading is allowed there; writing is not.
    const env = { RELEASE_GATE_FILES: join(folder, "elsewhere") };
    const { exitCode, stderr } = await releaseGate(join(folder, "repo"), ["lint", "--fix"], { env });
    expect(stderr).toContain("--fix does not write ../elsewhere/2.sql: it lies outside of");
    expect(exitCode).toBe(2);
    expect(readFileSync(join(folder, "elsewhere/2.sql"), "utf8")).toBe(careless);
  });

  it("writes nothing through a link that leads out of the repository", async () => {
    const folder = project({
      "repo/release-gate.yaml": policy("m"),
      "repo/m/1.sql": history,
      "elsewhere/2.sql": careless,
    });
    symlinkSync("../../elsewhere/2.sql", join(folder, "repo/m/2.sql"));
    const { exitCode } = await releaseGate(join(folder, "repo"), ["lint", "--fix", "m/2.sql"]);
    expect(exitCode).toBe(2);
    expect(readFileSync(join(folder, "elsewhere/2.sql"), "utf8")).toBe(careless);
    expect(lstatSync(join(folder, "repo/m/2.sql")).isSymbolicLink()).toBe(true);
  });
});

describe.skipIf(process.platform !== "linux" || !asRoot)("a disk that is full or read-only", () => {
  /** Runs commands in a mount namespace of their own, `$D` being a small disk; undefined where there are no namespaces. */
  const on = (folder: string, options: string, commands: string): string | undefined => {
    const command = `mount -t tmpfs -o size=16k none "$D" && { ${commands}; } && mount -o remount,${options} "$D"; $RUN; echo "exit $?"; ls "$D"; cat "$D/r.json"`;
    const { stdout, stderr } = execaSync("unshare", ["-m", "sh", "-c", command], {
      cwd: folder,
      reject: false,
      env: { D: join(folder, "disk"), RUN: `${process.execPath} ${binary} ${args}` },
    });
    return /unshare|mount:/.test(stderr) ? undefined : `${stdout}${stderr}`;
  };
  const binary = join(root, "packages/cli/dist/main.js");
  const args = "lint m --format json=disk/r.json";

  it.each([
    ["full", "size=16k", "echo old > $D/r.json; head -c 9000 /dev/zero > $D/filler", "no space is left on the device"],
    ["read-only", "ro", "echo old > $D/r.json", "the file system is read-only"],
  ])("leaves a report as it was, whole, and says so: %s", (_, options, before, said) => {
    const sql = Array.from({ length: 50 }, (_each, i) => `DROP TABLE t${i};`).join("\n");
    const folder = project({ "m/1.sql": sql, "disk/.keep": "" });
    const seen = on(folder, options, before);
    if (seen === undefined) return;
    expect(seen).toContain(said);
    expect(seen).toContain("exit 2");
    expect(seen).toMatch(/^old/m);
    expect(seen).not.toMatch(/r\.json\.\d/);
  });
});

describe("rows that are collected", () => {
  const rows = Array.from({ length: 144 }, (_, at) => ({
    kind: "gauge" as const,
    at: at * 1000,
    span: 1000,
    name: "requests",
    labels: { code: "200", method: "GET" },
    value: at,
  }));

  it.skipIf(process.platform !== "linux" || !asRoot)(
    "are all on the disk or none, on one that is too small or read-only",
    () => {
      const folder = project({ "disk/.keep": "" });
      const disk = join(folder, "disk");
      const script = join(folder, "append.cjs");
      buildSync({
        stdin: {
          contents: `import { appendSnapshot } from "./packages/adapters/src/append-snapshot.ts";
          appendSnapshot(process.argv[2], ${JSON.stringify(rows)})
            .then(() => console.log("ok"), (error) => console.log(error.message));`,
          resolveDir: root,
        },
        outfile: script,
        alias: { "@release-gate/core": join(root, "packages/core/src/index.ts") },
        ...{ bundle: true, platform: "node", format: "cjs", external: ["libpg-query"], logLevel: "silent" },
      });
      const on = (options: string): string => {
        const command = `mount -t tmpfs -o ${options} none "$0" && "$1" "$2" "$0/a.jsonl"; wc -c < "$0/a.jsonl"`;
        const given = ["-m", "sh", "-c", command, disk, process.execPath, script];
        const { stdout, stderr } = execaSync("unshare", given, { reject: false });
        return `${stdout}${stderr}`;
      };
      const small = on("size=4k");
      if (/unshare|mount:/.test(small)) return; // no namespaces here
      expect(small).toContain("no space is left on the device");
      expect(small.trim()).toMatch(/\n0$/);
      expect(on("ro")).toContain("the file system is read-only");
      expect(on("size=1m")).toMatch(/^ok\n\d{5}/);
    },
  );

  it("are appended behind a line that a crash left unfinished", async () => {
    const folder = project({ "a.jsonl": "half" });
    await appendSnapshot(join(folder, "a.jsonl"), rows.slice(0, 1));
    expect(readFileSync(join(folder, "a.jsonl"), "utf8")).toMatch(/^half\n\{.*\}\n$/);
    expect(existsSync(join(folder, "a.jsonl"))).toBe(true);
  });

  it.skipIf(process.platform !== "linux")("say where they could not be written", async () => {
    await expect(appendSnapshot("/dev/full", rows)).rejects.toThrow(
      "Cannot write /dev/full: no space is left on the device.",
    );
    const folder = project({ file: "" });
    await expect(appendSnapshot(join(folder, "file/a.jsonl"), rows)).rejects.toThrow("Cannot write");
  });
});
