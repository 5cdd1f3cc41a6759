import { commands, l10n, window, workspace, type ExtensionContext } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { createClient } from "./client.js";
import { FactsView } from "./facts-view.js";

let client: LanguageClient | undefined;
/** Starts and stops happen one after the other, however fast the settings change. */
let pending: Promise<void> = Promise.resolve();

/** Called by VS Code when a SQL file or a folder with a release-gate.yaml is opened. */
export async function activate(context: ExtensionContext): Promise<void> {
  const facts = new FactsView(() => client);
  context.subscriptions.push(
    facts,
    commands.registerCommand("releaseGate.showFacts", () => facts.show(window.activeTextEditor)),
    commands.registerCommand("releaseGate.restart", () => restart(context)),
    workspace.onDidGrantWorkspaceTrust(() => void restart(context)),
    workspace.onDidChangeConfiguration((event) => {
      const settings = ["releaseGate.enable", "releaseGate.language"];
      if (settings.some((setting) => event.affectsConfiguration(setting))) void restart(context);
    }),
  );
  await restart(context);
}

/** Called by VS Code before it ends. */
export async function deactivate(): Promise<void> {
  await pending;
  await client?.stop();
}

function restart(context: ExtensionContext): Promise<void> {
  pending = pending
    .then(() => startAnew(context))
    .catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      void window.showErrorMessage(l10n.t("Release Gate's language server did not start: {0}", reason));
    });
  return pending;
}

async function startAnew(context: ExtensionContext): Promise<void> {
  const before = client;
  client = undefined;
  // A server that has ended by itself cannot be ended again; a new one is wanted all the same.
  await before?.dispose().catch(() => undefined);
  const settings = workspace.getConfiguration("releaseGate");
  if (!settings.get<boolean>("enable", true)) return;
  const next = createClient(context, settings.get<string>("language", "auto"));
  await next.start();
  client = next;
}
