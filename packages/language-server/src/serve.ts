import type { Language } from "@release-gate/core";
import {
  CodeActionKind,
  DidChangeWatchedFilesNotification,
  TextDocuments,
  TextDocumentSyncKind,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { fileURLToPath } from "node:url";
import { actionsFor, fixAllKind } from "./actions.js";
import { factsRequest } from "./facts-request.js";
import { factsDocument, hoverAt } from "./hover.js";
import { Judgments } from "./judgments.js";
import { loadBundledParser } from "./parser.js";

/** Answers the editor at the other end of a connection until it says exit. The caller calls `listen`. */
export function serve(connection: Connection): Connection {
  const documents = new TextDocuments(TextDocument);
  let language: Language = "en";
  let watches = false;
  let trusted = true;
  const judgments = new Judgments(
    documents,
    () => language,
    () => trusted,
    {
      publish: (diagnostics) => void connection.sendDiagnostics(diagnostics),
      fail: (error) =>
        connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    },
  );

  connection.onInitialize(async (params) => {
    language = languageOf(params);
    trusted = isTrusted(params);
    watches = params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    await loadBundledParser();
    return capabilities;
  });
  connection.onInitialized(() => {
    if (!watches) return;
    const watchers = [{ globPattern: "**/*.{yaml,yml}" }, { globPattern: "**/*.sql" }];
    void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  });
  connection.onDidChangeWatchedFiles(() => judgments.refreshAll());
  documents.onDidChangeContent(({ document }) => judgments.refreshSoon(document));
  documents.onDidSave(() => judgments.refreshAll());
  documents.onDidClose(({ document }) => judgments.forget(document.uri));
  answerRequests(connection, judgments, () => language);
  documents.listen(connection);
  return connection;
}

function answerRequests(connection: Connection, judgments: Judgments, language: () => Language): void {
  connection.onHover(async ({ textDocument, position }) => {
    const judged = judgments.of(textDocument.uri);
    if (judged) return hoverAt(judged, position, language());
    if (!/^file:.*\.ya?ml$/.test(textDocument.uri)) return null;
    // Loaded when it is asked for: pictures are heavy.
    const { sloHoverAt } = await import("./slo-hover.js");
    return sloHoverAt(fileURLToPath(textDocument.uri), position, Date.now(), language());
  });
  connection.onCodeAction((params) => {
    const judged = judgments.of(params.textDocument.uri);
    return judged ? actionsFor(judged, params, language()) : [];
  });
  connection.onRequest(factsRequest, ({ textDocument, position }) => {
    const judged = judgments.of(textDocument.uri);
    const markdown = judged && factsDocument(judged, position, language());
    return markdown === undefined ? null : { markdown };
  });
}

const capabilities: InitializeResult = {
  serverInfo: { name: "release-gate", version: "0.1.0" },
  capabilities: {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
    hoverProvider: true,
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
  },
};

/** Whether git may be run in the folders: not where an editor says that its user has not trusted them. */
function isTrusted({ initializationOptions }: InitializeParams): boolean {
  const options: unknown = initializationOptions;
  return !(typeof options === "object" && options !== null && "trusted" in options && options.trusted === false);
}

/** The language that the editor is shown in, or the one that its user chose for Release Gate. */
function languageOf({ locale, initializationOptions }: InitializeParams): Language {
  const options: unknown = initializationOptions;
  const chosen =
    typeof options === "object" && options !== null && "language" in options ? options.language : undefined;
  const asked = typeof chosen === "string" && chosen !== "auto" ? chosen : (locale ?? "en");
  return asked.toLowerCase().startsWith("ja") ? "ja" : "en";
}
