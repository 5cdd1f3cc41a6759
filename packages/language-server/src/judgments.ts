import { GateSession } from "@release-gate/adapters";
import { isSqlPath, UserError, type Language, type ToldOfFile } from "@release-gate/core";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Diagnostic, PublishDiagnosticsParams, TextDocuments } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { configurationError, gitNotAsked, notJudged, type PlacedDiagnostic } from "./configuration-errors.js";
import { diagnosticsOf, toldDiagnostics } from "./diagnostics.js";
import { isPolicy, policyError } from "./findings.js";
import { JudgedText } from "./judged-text.js";
import { sloFileDiagnostics } from "./slo-file.js";

/** How long a person must have stopped typing before the text is judged, in milliseconds. */
const quiet = 150;

/** Where the judgments go. */
export interface Outlet {
  publish(diagnostics: PublishDiagnosticsParams): void;
  /** A bug of ours, to be logged; the editor keeps what it shows. */
  fail(error: unknown): void;
}

/** A version of a document with what is known about it: one of the two. */
interface Judgment {
  readonly version: number;
  readonly judged?: JudgedText;
  readonly gitUnasked?: boolean;
  readonly told?: ToldOfFile | undefined;
  /** Why it cannot be judged, at the place to mend. */
  readonly wrong?: PlacedDiagnostic;
}

/** What is known about each open document, published whenever it changes. */
export class Judgments {
  readonly #documents: TextDocuments<TextDocument>;
  readonly #language: () => Language;
  readonly #outlet: Outlet;
  readonly #session: GateSession;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #known = new Map<string, Judgment>();

  constructor(
    documents: TextDocuments<TextDocument>,
    language: () => Language,
    trusted: () => boolean,
    outlet: Outlet,
  ) {
    this.#session = new GateSession({ git: trusted });
    this.#documents = documents;
    this.#language = language;
    this.#outlet = outlet;
  }

  /** The judgment of a migration as it is now; undefined where it is not open or cannot be judged. */
  of(uri: string): JudgedText | undefined {
    const document = this.#documents.get(uri);
    return document && isSql(document) ? this.#judgmentOf(document).judged : undefined;
  }

  /** Judges and publishes when the person has stopped typing. */
  refreshSoon(document: TextDocument): void {
    clearTimeout(this.#timers.get(document.uri));
    this.#timers.set(
      document.uri,
      setTimeout(() => this.#refresh(document), quiet),
    );
  }

  /** Judges and publishes every open document now: something on disk has changed. */
  refreshAll(): void {
    const policies = this.#policiesInTrouble();
    this.#known.clear();
    for (const document of this.#documents.all()) this.#refresh(document);
    for (const uri of policies) this.#publishPolicy(uri);
  }

  /** A document was closed: its diagnostics go, but for those of a policy that others need. */
  forget(uri: string): void {
    clearTimeout(this.#timers.get(uri));
    this.#timers.delete(uri);
    const wrong = this.#known.get(uri)?.wrong;
    this.#known.delete(uri);
    this.#publishPolicy(uri);
    if (wrong) this.#publishPolicy(wrong.uri);
  }

  #refresh(document: TextDocument): void {
    clearTimeout(this.#timers.get(document.uri));
    try {
      if (isSql(document)) this.#refreshMigration(document);
      else this.#refreshConfiguration();
    } catch (error) {
      this.#outlet.fail(error);
    }
  }

  /** Files of SLOs refer to each other, and the policy says which they are. */
  #refreshConfiguration(): void {
    for (const document of this.#documents.all()) if (!isSql(document)) this.#publishPolicy(document.uri);
  }

  #refreshMigration(document: TextDocument): void {
    const { uri, version } = document;
    const before = this.#known.get(uri)?.wrong;
    const { judged, wrong, gitUnasked, told } = this.#judgmentOf(document);
    const own = wrong?.uri === uri ? [wrong.diagnostic] : [notJudged(this.#language())];
    const unasked = gitUnasked === true ? [gitNotAsked(this.#language())] : [];
    const diagnostics = judged
      ? [...unasked, ...toldDiagnostics(told, this.#language()), ...diagnosticsOf(judged, this.#language())]
      : own;
    this.#outlet.publish({ uri, version, diagnostics });
    for (const policy of new Set([before?.uri, wrong?.uri])) {
      if (policy !== undefined && policy !== uri) this.#publishPolicy(policy);
    }
  }

  #judgmentOf(document: TextDocument): Judgment {
    const known = this.#known.get(document.uri);
    if (known?.version === document.version) return known;
    const judgment = this.#judge(document);
    this.#known.set(document.uri, judgment);
    return judgment;
  }

  #judge(document: TextDocument): Judgment {
    const { uri, version } = document;
    const path = pathOf(uri);
    const text = document.getText();
    try {
      const today = new Date().toISOString().slice(0, 10);
      const { file, gitUnasked, told } = this.#session.judge(path, text, { today });
      return { version, judged: new JudgedText(text, file), gitUnasked, told };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { version, wrong: configurationError(error, { path, uri }, this.#language()) };
    }
  }

  /** A policy that is open is read as it stands in the editor; for one that is not, what its migrations met counts. */
  #publishPolicy(uri: string): void {
    const document = this.#documents.get(uri);
    const diagnostics = document ? this.#policyDiagnostics(document) : this.#met(uri);
    this.#outlet.publish({ uri, diagnostics });
  }

  #policyDiagnostics(document: TextDocument): Diagnostic[] {
    const path = pathOf(document.uri);
    if (!isPolicy(path)) return sloFileDiagnostics(path, this.#textOf, this.#language()) ?? [];
    const error = policyError(path, document.getText());
    return error ? [configurationError(error, { path, uri: document.uri }, this.#language()).diagnostic] : [];
  }

  readonly #textOf = (path: string): string | undefined => this.#documents.get(pathToFileURL(path).href)?.getText();

  /** What open migrations met in a file, each thing once. */
  #met(uri: string): Diagnostic[] {
    const met = [...this.#known.values()].flatMap(({ wrong }) => (wrong?.uri === uri ? [wrong.diagnostic] : []));
    return [...new Map(met.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values()];
  }

  #policiesInTrouble(): Set<string> {
    return new Set([...this.#known].flatMap(([uri, { wrong }]) => (wrong && wrong.uri !== uri ? [wrong.uri] : [])));
  }
}

function isSql(document: TextDocument): boolean {
  return document.languageId === "sql" || isSqlPath(document.uri);
}

/** The path of a document; one that was never saved is judged as a lone file in the working directory. */
function pathOf(uri: string): string {
  return uri.startsWith("file:") ? fileURLToPath(uri) : `${process.cwd()}/${encodeURIComponent(uri)}.sql`;
}
