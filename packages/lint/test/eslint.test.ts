import { afterAll, beforeAll, describe, expect, it } from "vitest";
import plugin from "eslint-plugin-release-gate";
import type { ESLint, Linter } from "eslint";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { majors } from "./majors.js";

const rule = "release-gate/require-concurrent-index";
const careless = "CREATE INDEX users_email ON users (email);";
const history = "CREATE TABLE users (id bigint PRIMARY KEY, email text);";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "release-gate-eslint-"));
  writeFileSync(
    join(folder, "release-gate.yaml"),
    'version: 1\nmigrations:\n  path: .\n  transaction: none\n  released: "0001"\n',
  );
  writeFileSync(join(folder, "0001_users.sql"), history);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(majors)("ESLint $major", ({ ESLint }) => {
  const only: Linter.Config[] = [
    {
      files: ["**/*.sql"],
      plugins: { "release-gate": plugin as unknown as ESLint.Plugin },
      language: "release-gate/sql",
      linterOptions: { reportUnusedDisableDirectives: "error" },
      rules: { [rule]: "error" },
    },
  ];
  const lint = async (text: string, options: { fix?: boolean; config?: Linter.Config[]; file?: string } = {}) => {
    const eslint = new ESLint({
      cwd: folder,
      overrideConfigFile: true,
      overrideConfig: options.config ?? only,
      fix: options.fix ?? false,
    });
    const [result] = await eslint.lintText(text, { filePath: join(folder, options.file ?? "0002_index.sql") });
    if (!result) throw new Error("ESLint gave no result");
    return result;
  };
  const messages = async (text: string, config?: Linter.Config[]) =>
    (await lint(text, config ? { config } : {})).messages;

  it("reports a finding of Release Gate at its words", async () => {
    const [message, ...others] = await messages(careless);
    expect(others).toEqual([]);
    expect(message).toMatchObject({ ruleId: rule, severity: 2, line: 1, column: 8, endLine: 1, endColumn: 13 });
    expect(message?.message).toMatch(/^Writes to .*users wait until the index is built\. .*CONCURRENTLY/);
  });

  it("judges what stands beside a file that psql includes", async () => {
    expect(await messages(`\\i other.sql\n${careless}`)).toMatchObject([{ ruleId: rule, line: 2 }]);
  });

  it("says nothing about the safe form", async () => {
    expect(await messages("CREATE INDEX CONCURRENTLY users_email ON users (email);")).toEqual([]);
  });

  it("counts columns in UTF-16 units after é, 日本 and an emoji", async () => {
    expect(await messages(`/* é 日本 🚀 */ ${careless}`)).toMatchObject([{ column: 22, endColumn: 27 }]);
  });

  it("counts lines the same in files that end their lines with CRLF", async () => {
    expect(await messages(`-- one\r\n\r\n${careless}\r\n`)).toMatchObject([
      { line: 3, column: 8, endLine: 3, endColumn: 13 },
    ]);
  });

  it("shows each language of messages that the settings ask for", async () => {
    const [message] = await messages(careless, [{ ...only[0], settings: { "release-gate": { language: "ja" } } }]);
    expect(message?.message).toMatch(/[\u3040-\u30ff]/);
  });

  describe("comments", () => {
    it.each([
      ["eslint-disable-next-line", `-- eslint-disable-next-line ${rule} -- the table is empty\n${careless}`],
      ["eslint-disable-line", `${careless} -- eslint-disable-line ${rule}`],
      [
        "eslint-disable for the rest of the file",
        `/* eslint-disable ${rule} */\n${careless}\n${careless.replace("email ON", "email2 ON")}`,
      ],
      ["eslint-disable of every rule", `/* eslint-disable */\n${careless}`],
      ["eslint rule: off", `/* eslint ${rule}: "off" */\n${careless}`],
      ["the gate's own comment", `-- release-gate: allow require-concurrent-index -- the table is empty\n${careless}`],
    ])("silences the finding by %s", async (_, text) => {
      expect(await messages(text)).toEqual([]);
    });

    it("reports again after eslint-enable", async () => {
      const text = `/* eslint-disable ${rule} */\n${careless}\n/* eslint-enable ${rule} */\n${careless.replace("email ON", "email2 ON")}`;
      expect(await messages(text)).toMatchObject([{ ruleId: rule, line: 4 }]);
    });

    it("keeps the reason given after two dashes", async () => {
      const result = await lint(`-- eslint-disable-next-line ${rule} -- the table is empty\n${careless}`);
      expect(result.suppressedMessages).toMatchObject([
        { ruleId: rule, suppressions: [{ kind: "directive", justification: "the table is empty" }] },
      ]);
    });

    it("reports a directive that silences nothing", async () => {
      expect(await messages(`-- eslint-disable-next-line ${rule}\nSELECT 1;`)).toMatchObject([
        { ruleId: null, line: 1, message: expect.stringContaining("Unused eslint-disable directive") as string },
      ]);
    });

    it("reports an inline configuration that cannot be read", async () => {
      expect(await messages(`/* eslint ${rule}: [ */\nSELECT 1;`)).toMatchObject([
        { ruleId: null, severity: 2, line: 1 },
      ]);
    });
  });

  describe("--fix", () => {
    it("puts CONCURRENTLY in and is silent afterwards", async () => {
      const { output } = await lint(careless, { fix: true });
      expect(output).toBe("CREATE INDEX CONCURRENTLY users_email ON users (email);");
      expect(await messages(output ?? "")).toEqual([]);
    });

    it("keeps a byte order mark and the ends of lines", async () => {
      const { output } = await lint(`\uFEFF-- é\r\n${careless}\r\n`, { fix: true });
      expect(output).toBe("\uFEFF-- é\r\nCREATE INDEX CONCURRENTLY users_email ON users (email);\r\n");
    });
  });

  describe("wrong or no SQL", () => {
    it("shows a syntax error as a parsing error at its column, after an emoji too", async () => {
      expect(await messages("SELECT 1;\nSELECT '🚀' FROM FROM x;")).toMatchObject([
        {
          ruleId: null,
          fatal: true,
          severity: 2,
          line: 2,
          column: 18,
          message: expect.stringContaining("syntax error") as string,
        },
      ]);
    });

    it.each([
      ["an empty file", ""],
      ["blanks only", " \n\t\r\n"],
      ["a comment only", "-- nothing yet\n"],
      ["a byte order mark only", "\uFEFF"],
    ])("takes %s for what it is", async (_, text) => {
      expect(await messages(text)).toEqual([]);
    });

    it("says which line of release-gate.yaml to mend instead of failing with a stack", async () => {
      const broken = mkdtempSync(join(tmpdir(), "release-gate-eslint-broken-"));
      writeFileSync(join(broken, "release-gate.yaml"), "version: 1\nmigratons:\n  path: .\n");
      try {
        const eslint = new ESLint({ cwd: broken, overrideConfigFile: true, overrideConfig: only });
        const [result] = await eslint.lintText(careless, { filePath: join(broken, "0001_a.sql") });
        expect(result?.messages).toMatchObject([{ fatal: true, line: 1, column: 1 }]);
        expect(result?.messages[0]?.message).toMatch(/release-gate\.yaml:2:1: .*migratons/);
      } finally {
        rmSync(broken, { recursive: true, force: true });
      }
    });

    it("refuses language options, which do not exist", async () => {
      await expect(
        lint(careless, { config: [{ ...only[0], languageOptions: { dialect: "mysql" } as never }] }),
      ).rejects.toThrow(/dialect/);
    });
  });

  describe("what holds and is no finding", () => {
    const recommended = plugin.configs.recommended as unknown as Linter.Config[];
    const told = async (text: string, file: string) => {
      const { messages: found } = await lint(text, { config: recommended, file });
      return found.map(({ ruleId, severity, line, message }) => [ruleId, severity, line, message]);
    };

    it("is shown: a file that its runner never runs", async () => {
      mkdirSync(join(folder, "drizzle/meta"), { recursive: true });
      writeFileSync(join(folder, "drizzle/meta/_journal.json"), '{ "entries": [{ "tag": "0000_a" }] }');
      writeFileSync(join(folder, "drizzle/release-gate.yaml"), "version: 1\nmigrations: { path: . }\n");
      for (const name of ["0000_a.sql", "0001_b.sql"]) writeFileSync(join(folder, "drizzle", name), "SELECT 1;\n");
      expect(await told("SELECT 1;\n", "drizzle/0000_a.sql")).toEqual([]);
      expect(await told("SELECT 1;\n", "drizzle/0001_b.sql")).toEqual([
        ["release-gate/not-judged", 2, 1, "drizzle never runs this file: meta/_journal.json does not name it."],
      ]);
    });

    it("is shown: a statement that exceeds a limit, at its line, beside the findings of others", async () => {
      const found = await told(`SELECT 1${"::int".repeat(3000)};\n${careless}\n`, "0002_index.sql");
      expect(found.map(([rule, severity, line]) => [rule, severity, line])).toEqual(
        expect.arrayContaining([
          ["release-gate/not-judged", 2, 1],
          [rule, 2, 2],
        ]),
      );
    });

    it("is shown: a guess about the transaction that decides a finding", async () => {
      mkdirSync(join(folder, "plain"), { recursive: true });
      writeFileSync(join(folder, "plain/release-gate.yaml"), "version: 1\nmigrations: { path: ., released: 1_a }\n");
      writeFileSync(join(folder, "plain/1_a.sql"), history);
      const text = "CREATE INDEX CONCURRENTLY users_email ON users (email);\n";
      const found = await told(text, "plain/2_b.sql");
      expect(found.filter(([id]) => id === "release-gate/guess")).toEqual([
        ["release-gate/guess", 1, 1, expect.stringContaining('Write "transaction: file"')],
      ]);
    });
  });

  it("judges a file in its place in the history: a table of the same file is new and may be indexed", async () => {
    expect(await messages(`CREATE TABLE orders (id bigint);\nCREATE INDEX orders_id ON orders (id);`)).toEqual([]);
  });

  it("is switched on in a project by configs.recommended alone", async () => {
    const found = await messages(careless, plugin.configs.recommended as unknown as Linter.Config[]);
    expect(found.map(({ ruleId }) => ruleId)).toContain(rule);
  });
});

describe("the plugin", () => {
  it("has the version of its package", () => {
    const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
      version: string;
    };
    expect(plugin.meta.version).toBe(manifest.version);
  });
});
