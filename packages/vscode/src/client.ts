import { workspace, type ExtensionContext } from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";

/** The client of the language server that comes with the extension; not started yet. */
export function createClient(context: ExtensionContext, language: string): LanguageClient {
  const module = context.asAbsolutePath("dist/server/server.mjs");
  return new LanguageClient(
    "releaseGate",
    "Release Gate",
    { module, transport: TransportKind.ipc },
    {
      // Which files of YAML have SLOs, the policy says.
      documentSelector: [{ language: "sql" }, { scheme: "file", pattern: "**/*.{yaml,yml}" }],
      initializationOptions: { language, trusted: workspace.isTrusted },
      // Hovers name what somebody else wrote: no link in them runs a command, and none of their text is HTML.
      markdown: { isTrusted: false, supportHtml: false },
    },
  );
}
