import { commands, EventEmitter, l10n, Uri, window, workspace, type Disposable, type TextEditor } from "vscode";
import { RequestType, type LanguageClient, type TextDocumentPositionParams } from "vscode-languageclient/node";

const scheme = "release-gate-facts";
const address = Uri.parse(`${scheme}:facts.md`);

/** The server's own request; see `facts-request.ts` of the language server. */
const factsRequest = new RequestType<TextDocumentPositionParams, { readonly markdown: string } | null, void>(
  "releaseGate/facts",
);

/** A file's name as Markdown shows it on one line. The server does the same to all that it answers. */
const plain = (name: string): string => name.replace(/\s+/g, " ").replace(/[\\`*_{}[\]()#<>|~!&$]/g, "\\$&");

/** A preview beside the migration: what PostgreSQL does to run the statement at the cursor. */
export class FactsView implements Disposable {
  readonly #client: () => LanguageClient | undefined;
  readonly #changed = new EventEmitter<Uri>();
  readonly #provider: Disposable;
  #text = "";

  constructor(client: () => LanguageClient | undefined) {
    this.#client = client;
    this.#provider = workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: () => this.#text,
    });
  }

  async show(editor: TextEditor | undefined): Promise<void> {
    const client = this.#client();
    if (!editor) return;
    if (!client?.isRunning()) {
      void window.showWarningMessage(
        l10n.t("Release Gate is not running: it is switched off, or its language server has ended."),
      );
      return;
    }
    const textDocument = client.code2ProtocolConverter.asTextDocumentIdentifier(editor.document);
    const position = client.code2ProtocolConverter.asPosition(editor.selection.active);
    const answer = await client.sendRequest(factsRequest, { textDocument, position });
    if (!answer) {
      void window.showInformationMessage(l10n.t("There is no SQL statement of a migration at the cursor."));
      return;
    }
    this.#text = `#### ${plain(workspace.asRelativePath(editor.document.uri))}:${position.line + 1}\n\n${answer.markdown}`;
    this.#changed.fire(address);
    await commands.executeCommand("markdown.showPreviewToSide", address);
  }

  dispose(): void {
    this.#provider.dispose();
    this.#changed.dispose();
  }
}
