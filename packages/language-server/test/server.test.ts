import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { execaSync } from "execa";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { CodeAction, Diagnostic, TextEdit } from "vscode-languageserver/node";
// @ts-expect-error -- a build script without types
import { bundleLanguageServer } from "../../../scripts/bundle-vscode.mjs";
import { Editor } from "./editor.js";

const careless = "CREATE INDEX users_email ON users (email);\n";
const safe = "CREATE INDEX CONCURRENTLY users_email ON users (email);\n";
const index = "require-concurrent-index";
const about = (rule: string) => (diagnostics: readonly Diagnostic[]) => diagnostics.some(({ code }) => code === rule);
const silentAbout = (rule: string) => (diagnostics: readonly Diagnostic[]) => !about(rule)(diagnostics);
const everywhere = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

let built = "";
let server = "";
let folder = "";
let file = "";
let policy = "";
let editor: Editor;

beforeAll(async () => {
  built = mkdtempSync(join(tmpdir(), "release-gate-server-"));
  server = await (bundleLanguageServer as (outfile: string) => Promise<string>)(join(built, "server.mjs"));
  // One server for all tests, as an editor has; each test has a project of its own.
  editor = new Editor(server, "stdio");
  await editor.start();
});
afterAll(async () => {
  await editor.stop();
  rmSync(built, { recursive: true, force: true });
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "release-gate-project-"));
  policy = join(folder, "release-gate.yaml");
  file = join(folder, "migrations", "0002_index.sql");
  mkdirSync(join(folder, "migrations"));
  writeFileSync(policy, 'version: 1\nmigrations:\n  path: migrations\n  transaction: none\n  released: "0001"\n');
  writeFileSync(
    join(folder, "migrations", "0001_users.sql"),
    "CREATE TABLE users (id bigint PRIMARY KEY, email text);\n",
  );
  writeFileSync(file, "SELECT 1;\n");
});
afterEach(async () => {
  await editor.closeAll();
  expect(editor.logged).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
});

describe("diagnostics", () => {
  it("show a finding of the text as it is in the editor, not as it was saved", async () => {
    await editor.open(file, careless);
    const [diagnostic] = (await editor.diagnostics(file, about(index))).filter(({ code }) => code === index);
    expect(diagnostic).toMatchObject({
      range: { start: { line: 0, character: 7 }, end: { line: 0, character: 12 } },
      severity: 1,
      source: "release-gate",
      code: index,
    });
    expect(diagnostic?.message).toMatch(/^Writes to public\.users wait until the index is built\.\n.*CONCURRENTLY/s);
  });

  it("link the rule to a page that comes with the server", async () => {
    mkdirSync(join(built, "rules"), { recursive: true });
    writeFileSync(join(built, "rules", `${index}.md`), "# page");
    await editor.open(file, careless);
    const found = (await editor.diagnostics(file, about(index))).find(({ code }) => code === index);
    expect(found?.codeDescription?.href).toBe(pathToFileURL(join(built, "rules", `${index}.md`)).href);
  });

  it("go when the text is mended, and come back when it is not", async () => {
    await editor.open(file, careless);
    await editor.diagnostics(file, about(index));
    await editor.change(file, 2, [
      { range: { start: { line: 0, character: 12 }, end: { line: 0, character: 12 } }, text: " CONCURRENTLY" },
    ]);
    await editor.diagnostics(file, silentAbout(index));
    await editor.change(file, 3, [{ text: careless }]);
    await editor.diagnostics(file, about(index));
  });

  it("are published once for a burst of key strokes", async () => {
    await editor.open(file, "");
    await editor.diagnostics(file);
    const before = editor.publishedTimes(file);
    for (let i = 1; i <= careless.length; i++) await editor.change(file, i + 1, [{ text: careless.slice(0, i) }]);
    await editor.diagnostics(file, about(index));
    expect(editor.publishedTimes(file) - before).toBeLessThanOrEqual(2);
  });

  it("stand at the right UTF-16 column after é, 日本 and an emoji, with a byte order mark and CRLF", async () => {
    await editor.open(file, `\uFEFF-- one\r\n/* é 日本 🚀 */ ${careless}`);
    const found = (await editor.diagnostics(file, about(index))).find(({ code }) => code === index);
    expect(found?.range).toEqual({ start: { line: 1, character: 21 }, end: { line: 1, character: 26 } });
  });

  it("show a syntax error and still judge the other statements", async () => {
    await editor.open(file, `SELEC 1;\n${careless}`);
    const found = await editor.diagnostics(file, about(index));
    expect(found.find(({ code }) => code === "syntax-error")).toMatchObject({
      severity: 1,
      range: { start: { line: 0, character: 0 } },
    });
  });

  it("go when the file is closed", async () => {
    await editor.open(file, careless);
    await editor.diagnostics(file, about(index));
    await editor.close(file);
    expect(await editor.diagnostics(file, (all) => all.length === 0)).toEqual([]);
  });

  it("are not shown for SQL that is none of the project's migrations", async () => {
    const query = join(folder, "report.sql");
    writeFileSync(query, careless);
    await editor.open(query, careless);
    expect(await editor.diagnostics(query)).toEqual([]);
  });

  it("are silent about what was released, whose facts can still be seen; an edit of it is the one finding", async () => {
    const old = join(folder, "migrations", "0001_users.sql");
    const text = "CREATE TABLE users (id bigint PRIMARY KEY, email text);\nDROP TABLE orders;\n";
    writeFileSync(old, text);
    writeFileSync(policy, "version: 1\nmigrations:\n  path: migrations\n  transaction: none\n  since: HEAD\n");
    for (const args of [
      ["init", "-q"],
      ["add", "-A"],
      ["commit", "-q", "-m", "x"],
    ]) {
      execaSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...args], { cwd: folder });
    }
    await editor.open(old, text);
    expect(await editor.diagnostics(old, () => true)).toEqual([]);
    expect(JSON.stringify(await editor.hover(old, 1, 2))).toContain("ACCESS EXCLUSIVE");
    await editor.change(old, 2, [
      { range: { start: { line: 0, character: 38 }, end: { line: 0, character: 38 } }, text: ", plan text" },
    ]);
    const found = await editor.diagnostics(old, about("no-edited-migration"));
    expect(found.map(({ code }) => code)).toEqual(["no-edited-migration"]);
  });

  it("follow a migration of the history that changes on disk", async () => {
    await editor.open(file, careless.replace("users (", "orders ("));
    await editor.diagnostics(file, (all) => all.some(({ message }) => String(message).includes("orders")));
    writeFileSync(
      policy,
      'version: 1\nmigrations:\n  path: migrations\n  transaction: none\n  released: "0001"\n  rules:\n    require-concurrent-index: warning\n',
    );
    await editor.filesChanged(policy);
    const found = (
      await editor.diagnostics(file, (all) => all.some(({ code, severity }) => code === index && severity === 2))
    ).length;
    expect(found).toBeGreaterThan(0);
  });

  it("tell a file that its runner never runs, and a guess about the transaction", async () => {
    mkdirSync(join(folder, "migrations/meta"));
    writeFileSync(join(folder, "migrations/meta/_journal.json"), '{ "entries": [{ "tag": "0001_users" }] }');
    await editor.open(file, "SELECT 1;\n");
    const never = await editor.diagnostics(file, ({ length }) => length > 0);
    expect(never.map(({ message, severity }) => [message, severity])).toEqual([
      ["drizzle never runs this file: meta/_journal.json does not name it.", 1],
    ]);
    rmSync(join(folder, "migrations/meta"), { recursive: true });
    writeFileSync(policy, 'version: 1\nmigrations:\n  path: migrations\n  released: "0001"\n');
    const other = join(folder, "migrations", "0003_index.sql");
    await editor.open(other, safe);
    const guessed = await editor.diagnostics(other, (all) => all.some(({ severity }) => severity === 3));
    expect(guessed.map(({ message }) => message).join()).toContain('Write "transaction: file"');
  });

  it.each(["", " \n\r\n", "-- nothing yet", "\uFEFF"])("are empty for the text %j", async (text) => {
    await editor.open(file, text);
    expect(await editor.diagnostics(file)).toEqual([]);
  });
});

describe("a wrong configuration", () => {
  const broken = "version: 1\nmigratons:\n  path: migrations\n";

  it("is shown at its line of release-gate.yaml, and the migration says that it is not judged", async () => {
    writeFileSync(policy, broken);
    await editor.open(file, careless);
    const [diagnostic] = await editor.diagnostics(policy, (all) => all.length > 0);
    expect(diagnostic).toMatchObject({ severity: 1, range: { start: { line: 1, character: 0 } } });
    expect(diagnostic?.message).toMatch(/migratons.*\n.*migrations/s);
    expect(await editor.diagnostics(file)).toMatchObject([
      { severity: 2, range: { start: { line: 0, character: 0 } } },
    ]);
  });

  it("is judged anew when it is mended on disk", async () => {
    writeFileSync(policy, broken);
    await editor.open(file, careless);
    await editor.diagnostics(policy, (all) => all.length > 0);
    writeFileSync(policy, "version: 1\nmigrations:\n  path: migrations\n  transaction: none\n");
    await editor.filesChanged(policy);
    expect(await editor.diagnostics(policy, (all) => all.length === 0)).toEqual([]);
    await editor.diagnostics(file, about(index));
  });

  it("is shown while release-gate.yaml itself is written, before it is saved", async () => {
    await editor.open(policy, broken, "yaml");
    await editor.diagnostics(policy, (all) => all.length === 1);
    await editor.change(policy, 2, [{ text: "version: 1\n" }]);
    expect(await editor.diagnostics(policy, (all) => all.length === 0)).toEqual([]);
  });
});

describe("a file of SLOs", () => {
  const slo = (rest: string): string => `apiVersion: openslo/v1
kind: SLO
metadata: { name: api }
spec:
  service: é日本🎉
  ${rest}
  timeWindow: [{ duration: 30d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.9 }]
`;
  const sli = `apiVersion: openslo/v1
kind: SLI
metadata: { name: requests }
spec:
  ratioMetric:
    good: { metricSource: { type: jsonl, spec: { metric: m } } }
    total: { metricSource: { type: jsonl, spec: { metric: m } } }
`;
  let file = "";
  let shared = "";
  beforeEach(() => {
    mkdirSync(join(folder, "slo"));
    file = join(folder, "slo", "api.yaml");
    shared = join(folder, "slo", "shared.yaml");
    writeFileSync(policy, "version: 1\nslo: { files: slo }\n");
    writeFileSync(file, slo("indicatorRef: requests"));
    writeFileSync(shared, sli);
  });

  it("shows what is wrong in it at line and column, before it is saved", async () => {
    await editor.open(
      file,
      slo("{ indicatorRef: requests }").replace("{ indicatorRef: requests }", "indicatorReff: requests"),
      "yaml",
    );
    const [wrong] = await editor.diagnostics(file, (all) => all.length > 0);
    expect(wrong).toMatchObject({
      severity: 1,
      range: { start: { line: 5, character: 2 }, end: { line: 5, character: 15 } },
    });
    expect(wrong?.message).toMatch(/indicatorReff.*\nDid you mean "indicatorRef"\?/s);
  });

  it("warns of alerts that can never fire, at the target that makes them so", async () => {
    await editor.open(file, slo("indicatorRef: requests"), "yaml");
    const warnings = await editor.diagnostics(file, about("never-fires"));
    expect(warnings[0]).toMatchObject({
      severity: 2,
      code: "never-fires",
      range: { start: { line: 8, character: 25 } },
    });
    expect(warnings[0]?.message).toMatch(/can never fire: with a target of 90/);
    await editor.change(file, 2, [{ text: slo("indicatorRef: requests").replace("0.9 }", "0.999 }") }]);
    expect(await editor.diagnostics(file, (all) => all.length === 0)).toEqual([]);
  });

  it("follows references into files that are open, as they are in the editor", async () => {
    await editor.open(file, slo("indicatorRef: requests").replace("0.9 }", "0.999 }"), "yaml");
    expect(await editor.diagnostics(file, (all) => all.length === 0)).toEqual([]);
    await editor.open(shared, sli.replace("name: requests", "name: requets"), "yaml");
    const [wrong] = await editor.diagnostics(file, (all) => all.length > 0);
    expect(wrong?.message).toMatch(/There is no SLI named "requests".*\nDid you mean "requets"\?/s);
    await editor.change(shared, 2, [{ text: sli }]);
    expect(await editor.diagnostics(file, (all) => all.length === 0)).toEqual([]);
  });

  it("shows by hovering how its SLO stands by the snapshots, with the pictures of the report", async () => {
    writeFileSync(policy, "version: 1\nslo: { files: slo, metrics: m.jsonl }\n");
    const rows = [2, 1, 0].map((hours) => ({
      ts: new Date(Date.now() - hours * 3_600_000).toISOString(),
      window: "1h",
      metric: "m",
      good: 975,
      total: 1000,
    }));
    writeFileSync(join(folder, "m.jsonl"), rows.map((row) => JSON.stringify(row)).join("\n"));
    const text = slo("indicatorRef: requests");
    await editor.open(file, text, "yaml");
    const hover = await editor.hover(file, 8, 27);
    const { value } = hover?.contents as { value: string };
    expect(value).toMatch(/^\*\*api\*\* · 75 % of the error budget is left\.\n\n!\[\]\(data:image\/svg\+xml;base64,/);
    const [down = "", rate = ""] = [...value.matchAll(/base64,([^)]*)\)/g)].map(([, text64 = ""]) =>
      Buffer.from(text64, "base64").toString("utf8"),
    );
    expect(down).toMatch(/^<svg color="#808080" [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(down).toContain("api: error budget over 30d");
    expect(rate).toContain("api: burn rate per window");
    expect(await editor.hover(file, 2, 20)).toEqual(hover);
    expect(await editor.hover(file, 7, 5)).toBeNull();
  });

  it("asks no server of metrics, whatever its DataSource names", async () => {
    let asked = 0;
    const metrics = createServer((_, response) => {
      asked++;
      response.end();
    });
    await new Promise<void>((resolve) => metrics.listen(0, "127.0.0.1", resolve));
    const { port } = metrics.address() as AddressInfo;
    const connection = `connectionDetails: { url: "http://127.0.0.1:${port}" }`;
    const text = `apiVersion: openslo/v1\nkind: DataSource\nmetadata: { name: p }\nspec: { type: Prometheus, ${connection} }\n---\n`;
    const slo = `apiVersion: openslo/v1\nkind: SLO\nmetadata: { name: a }\nspec:\n  service: s\n  budgetingMethod: Occurrences\n  indicator: { metadata: { name: i }, spec: { ratioMetric: { counter: true, good: { metricSource: { metricSourceRef: p, type: Prometheus, spec: { query: g } } }, total: { metricSource: { metricSourceRef: p, type: Prometheus, spec: { query: t } } } } } }\n  timeWindow: [{ duration: 28d, isRolling: true }]\n  objectives: [{ target: 0.99 }]\n`;
    const path = join(folder, "slo.yaml");
    writeFileSync(policy, "version: 1\nslo: { files: [slo.yaml] }\n");
    writeFileSync(path, text + slo);
    await editor.open(path, text + slo);
    for (const line of [3, 7, 14]) await editor.hover(path, line, 18);
    metrics.close();
    expect(asked).toBe(0);
  });

  it("that is no YAML is told at its place", async () => {
    await editor.open(file, "a: 1\na: 2\n", "yaml");
    const [wrong] = await editor.diagnostics(file, (all) => all.length > 0);
    expect(wrong).toMatchObject({ severity: 1, range: { start: { line: 1, character: 0 } } });
    expect(wrong?.message).toMatch(/not valid YAML/);
  });

  it("of sloth is read too; other YAML of the project is left alone", async () => {
    const text =
      "version: prometheus/v1\nservice: s\nslos:\n  - { name: a, objective: 101, sli: { raw: { error_ratio_query: up } } }\n";
    await editor.open(file, text, "yaml");
    const [wrong] = await editor.diagnostics(file, (all) => all.length > 0);
    expect(wrong).toMatchObject({
      severity: 1,
      range: { start: { line: 3, character: 26 }, end: { line: 3, character: 29 } },
    });
    const other = join(folder, "compose.yaml");
    await editor.open(other, "kind: SLO\n", "yaml");
    expect(await editor.diagnostics(other)).toEqual([]);
  });
});

describe("code actions", () => {
  const edited = (text: string, action: CodeAction | undefined): string => {
    const edits: TextEdit[] = action?.edit?.changes?.[pathToFileURL(file).href] ?? [];
    return TextDocument.applyEdits(TextDocument.create("file:///a.sql", "sql", 1, text), edits);
  };
  const actionsOf = async (text: string, only?: readonly string[]) => {
    await editor.open(file, text);
    await editor.diagnostics(file, about(index));
    return editor.actions(file, everywhere, only);
  };

  it("mend the finding, and the mended text is silent about it", async () => {
    const fix = (await actionsOf(careless)).find(({ isPreferred, title }) => isPreferred && title.includes(index));
    expect(edited(careless, fix)).toBe(safe);
    await editor.change(file, 2, [{ text: edited(careless, fix) }]);
    await editor.diagnostics(file, silentAbout(index));
  });

  it("allow the finding for its statement, with its indentation and line ends, and it is silent", async () => {
    const text = `SELECT 1;\r\n  ${careless}`;
    const allow = (await actionsOf(text)).find(({ title }) => title.startsWith(`Allow ${index}`));
    const after = edited(text, allow);
    expect(after).toBe(`SELECT 1;\r\n  -- release-gate: allow ${index} -- say why this is safe here\r\n  ${careless}`);
    await editor.change(file, 2, [{ text: after }]);
    await editor.diagnostics(file, silentAbout(index));
  });

  it("allow the finding of a statement that is not the first of its line", async () => {
    const text = `SELECT 1; ${careless}`;
    const allow = (await actionsOf(text)).find(({ title }) => title.startsWith(`Allow ${index}`));
    await editor.change(file, 2, [{ text: edited(text, allow) }]);
    await editor.diagnostics(file, silentAbout(index));
  });

  it("mend all findings at once when that is asked for", async () => {
    const text = careless + careless.replaceAll("email", "id");
    const [all, ...others] = await actionsOf(text, ["source.fixAll"]);
    expect(others).toEqual([]);
    expect(edited(text, all)).toBe(safe + safe.replaceAll("email", "id"));
  });

  it("are not offered where nothing is found", async () => {
    await actionsOf(`${careless}SELECT 1;`);
    const far = { start: { line: 1, character: 3 }, end: { line: 1, character: 3 } };
    expect((await editor.actions(file, far)).filter(({ title }) => title.includes(index))).toEqual([]);
  });
});

describe("what PostgreSQL does", () => {
  it("is shown as text whatever a name holds: no link, no image, no HTML, no end of the code", async () => {
    const name = "t`[x](command:a) ![y](http://198.51.100.1) <img src=z>`\u202e";
    await editor.open(file, `ALTER TABLE "${name}" ADD COLUMN c int;\n`);
    const hover = JSON.stringify((await editor.hover(file, 0, 3))?.contents);
    expect(hover).toContain("\\\\u{202e}");
    // Outside of the code span, where Markdown would read it.
    expect(hover.replaceAll(/(`+) [^]*? \1(?!`)/g, "")).not.toMatch(/(?<!\\)\]\(command|<img|(?<!\\)!\[y/);
  });

  it("is shown by hovering: the rule, why it matters, and the locks", async () => {
    await editor.open(file, careless);
    await editor.diagnostics(file, about(index));
    const hover = await editor.hover(file, 0, 8);
    const text = JSON.stringify(hover?.contents);
    expect(text).toContain("Require CONCURRENTLY");
    expect(text).toContain("INSERT, UPDATE and DELETE wait");
    expect(text).toContain("`public.users` in SHARE mode: writes wait, reads go on.");
  });

  it("is shown for a statement without findings too", async () => {
    await editor.open(file, safe);
    const hover = await editor.hover(file, 0, 30);
    expect(JSON.stringify(hover?.contents)).toContain("SHARE UPDATE EXCLUSIVE");
  });

  it("is answered to the command that asks for the facts, and null where there is no statement", async () => {
    await editor.open(file, `\n\n-- nothing\n\n${careless}`);
    expect((await editor.facts(file, 4, 3))?.markdown).toContain("SHARE");
    expect((await editor.facts(file, 4, careless.length - 1))?.markdown).toContain("SHARE");
    expect(await editor.facts(file, 0, 0)).toBeNull();
  });
});

describe("the server", () => {
  it("says what it can do and ends with exit code 0", async () => {
    expect(editor.capabilities).toMatchObject({
      hoverProvider: true,
      codeActionProvider: { codeActionKinds: ["quickfix", "source.fixAll.releaseGate"] },
    });
    const other = new Editor(server, "stdio");
    await other.start();
    expect(await other.stop()).toBe(0);
  });

  it("speaks Japanese to an editor that does", async () => {
    const japanese = new Editor(server, "stdio");
    await japanese.start({ locale: "ja" });
    await japanese.open(file, careless);
    const found = (await japanese.diagnostics(file, about(index))).find(({ code }) => code === index);
    expect(found?.message).toMatch(/[\u3040-\u30ff]/);
    const hover = JSON.stringify((await japanese.hover(file, 0, 8))?.contents);
    expect(hover).toContain("`public.users` を SHARE モードでロックします。");
    expect(hover).not.toContain("Require CONCURRENTLY");
    expect(await japanese.stop()).toBe(0);
  });

  it("runs no git where the workspace is not trusted, and says so", async () => {
    writeFileSync(policy, "version: 1\nmigrations: { path: migrations, transaction: none, since: main }\n");
    const program = join(folder, "git-that-runs");
    writeFileSync(program, `#!/bin/sh\ntouch ${JSON.stringify(join(folder, "ran"))}\nexit 128\n`, { mode: 0o755 });
    mkdirSync(join(folder, ".git"));
    writeFileSync(join(folder, ".git/config"), `[core]\nfsmonitor = ${program}\n`);
    const untrusted = new Editor(server, "stdio");
    await untrusted.start({ initializationOptions: { trusted: false } });
    await untrusted.open(file, careless);
    const found = await untrusted.diagnostics(file, (all) => all.length > 0);
    expect(found.map(({ message }) => message).join("\n")).toContain("not trusted, so git was not asked");
    expect(JSON.stringify(found)).not.toContain("git repository");
    expect(existsSync(join(folder, "ran"))).toBe(false);
    expect(await untrusted.stop()).toBe(0);
    // The same folder, trusted: git is asked, and says that this is no repository.
    await editor.open(file, careless);
    const trusted = await editor.diagnostics(file, (all) => all.length > 0);
    expect(trusted.map(({ message }) => message).join("\n")).not.toContain("not trusted");
  });

  it("works over Node's IPC, as VS Code starts it", async () => {
    const ipc = new Editor(server, "ipc");
    await ipc.start();
    await ipc.open(file, careless);
    expect(about(index)(await ipc.diagnostics(file, about(index)))).toBe(true);
    expect(await ipc.stop()).toBe(0);
  });
});
