import type { TextDocumentPositionParams } from "vscode-languageserver/node";
import { RequestType } from "vscode-languageserver/node";

/** A statement and its facts as Markdown, or null where there is no statement. */
export interface FactsAnswer {
  readonly markdown: string;
}

/** Our own request: what PostgreSQL does to run the statement at a place. */
export const factsRequest = new RequestType<TextDocumentPositionParams, FactsAnswer | null, void>("releaseGate/facts");
