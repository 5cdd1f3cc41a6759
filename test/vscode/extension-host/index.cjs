// Runs inside VS Code's extension host, where only CommonJS and the `vscode` module are. Writes what passed to results.json.
const assert = require("node:assert/strict");
const { writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { commands, languages, Range, Uri, window, workspace, WorkspaceEdit } = require("vscode");

const folder = () => workspace.workspaceFolders[0].uri.fsPath;
const file = (path) => Uri.file(join(folder(), path));
const migration = () => file("migrations/0002_index.sql");
const codes = (uri) => languages.getDiagnostics(uri).map(({ code }) => (typeof code === "object" ? code.value : code));

async function until(what, holds) {
  const deadline = Date.now() + 30_000;
  while (!(await holds())) {
    if (Date.now() > deadline)
      throw new Error(`waited in vain for ${what}: ${JSON.stringify(languages.getDiagnostics())}`);
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

async function replaceAll(document, text) {
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, new Range(document.positionAt(0), document.positionAt(document.getText().length)), text);
  assert.ok(await workspace.applyEdit(edit));
}

const index = "require-concurrent-index";
const tests = {
  async "diagnostics come from the language server"() {
    await window.showTextDocument(migration());
    await until("the finding", () => codes(migration()).includes(index));
    const found = languages.getDiagnostics(migration()).find(({ source }) => source === "release-gate");
    assert.equal(found.range.start.line, 1);
  },
  async "unsaved text is judged"() {
    const document = await workspace.openTextDocument(migration());
    await replaceAll(document, "SELECT 1;\n");
    await until("silence", () => !codes(migration()).includes(index));
    await replaceAll(document, "CREATE INDEX users_email ON users (email);\n");
    await until("the finding", () => codes(migration()).includes(index));
    assert.ok(document.isDirty);
  },
  async "a code action mends the text"() {
    const actions = await commands.executeCommand(
      "vscode.executeCodeActionProvider",
      migration(),
      new Range(0, 7, 0, 12),
    );
    const fix = actions.find(({ title }) => title === `Fix ${index}`);
    assert.ok(await workspace.applyEdit(fix.edit));
    const document = await workspace.openTextDocument(migration());
    assert.equal(document.getText(), "CREATE INDEX CONCURRENTLY users_email ON users (email);\n");
    await until("silence", () => !codes(migration()).includes(index));
  },
  async "a wrong release-gate.yaml is shown at its line"() {
    const policy = file("release-gate.yaml");
    const right = (await workspace.openTextDocument(policy)).getText();
    const document = await workspace.openTextDocument(policy);
    await replaceAll(document, right.replace("migrations:", "migratons:"));
    await until("the diagnostic", () => languages.getDiagnostics(policy).length === 1);
    assert.equal(languages.getDiagnostics(policy)[0].range.start.line, 1);
    await replaceAll(document, right);
    await until("silence", () => languages.getDiagnostics(policy).length === 0);
  },
  async "switching the setting off takes the diagnostics away"() {
    const document = await workspace.openTextDocument(migration());
    await replaceAll(document, "CREATE INDEX users_email ON users (email);\n");
    await until("the finding", () => codes(migration()).includes(index));
    await workspace.getConfiguration("releaseGate").update("enable", false, false);
    await until("silence", () => codes(migration()).length === 0);
    await workspace.getConfiguration("releaseGate").update("enable", true, false);
    await until("the finding", () => codes(migration()).includes(index));
  },
};

exports.run = async function run() {
  const results = {};
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test();
      results[name] = "passed";
    } catch (error) {
      results[name] = error instanceof Error ? error.message : String(error);
    }
    writeFileSync(join(folder(), "results.json"), JSON.stringify(results, undefined, 2));
  }
  const failed = Object.values(results).filter((result) => result !== "passed");
  if (failed.length > 0) throw new Error(failed.join("\n"));
};
