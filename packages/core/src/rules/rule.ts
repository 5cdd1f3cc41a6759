import type { Catalog } from "../catalog/catalog.js";
import type { ApplicationChange, Deployment, Step } from "./step.js";
import type { Message } from "../text/message.js";
import type { Span } from "../text/span.js";
import type { Migration } from "../source/migration.js";
import type { NamedRule, Suppression } from "../source/suppression.js";
import type { NodeKind, PostgresMajor } from "../sql/statement.js";

export type Severity = "error" | "warning";

/** One replacement of a fix; offsets of the source. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** What a rule's check says: where, and what happened here. */
export interface RuleReport {
  readonly span: Span;
  readonly message: Message;
  /** What to do here, where it differs from the rule's `instead`. */
  readonly advice?: Message;
  readonly severity?: Severity;
  readonly fix?: readonly Edit[];
  /** At the end of a deployment: the migration that the span is in. */
  readonly migration?: Migration;
}

/** An example of a rule. All three parts run on a real PostgreSQL in the tests; `bad` is found, `good` is silent. */
export interface Example {
  /** Earlier migrations, already released. */
  readonly history?: string;
  /** What the file of `bad` or `good` was when it was released, where editing it is the point. */
  readonly released?: string;
  readonly bad: string;
  readonly good: string;
  /** What changes in the application in the same deployment as `bad` and `good`. */
  readonly application?: readonly ApplicationChange[];
  /** The versions that the example is about, where not all. */
  readonly postgres?: readonly PostgresMajor[];
  /** The exact version that the server tells, where the example is about it. */
  readonly server?: string;
  /** How the runner runs `bad` and `good`; "file" where not given. */
  readonly transaction?: "file" | "none";
  readonly goodTransaction?: "file" | "none";
  /** SQLSTATE that the server raises for `bad`, where failing is the point. */
  readonly badFails?: string;
  /** The version of `bad` where that is the point: its history has the version 1, in files as golang-migrate names them. */
  readonly badVersion?: string;
  /** The framework that reads the files, where that is the point; sections of a file may then be down migrations. */
  readonly framework?: string;
}

/** The end of a migration, with all its steps, or of the deployment, with those steps of its up migrations that contract. */
export interface End {
  readonly of: "migration" | "deployment";
  readonly migration?: Migration;
  readonly deployment: Deployment;
  readonly steps: readonly Step[];
  /** Of a down migration: the migration that it undoes, and the schema before that. */
  readonly undoes?: Undone;
  /** Of a deployment: all migrations that were read, in their order, history and down migrations too. */
  readonly all?: readonly Migration[];
}

/** What a down migration undoes. */
export interface Undone {
  readonly migration: Migration;
  /** The schema before that migration, and after it. */
  readonly before: Catalog;
  readonly after: Catalog;
}

/** A comment that silences rules, with what became of it. */
export interface JudgedSuppression extends Suppression {
  /** Whether the last day on which it counted is over. */
  readonly expired: boolean;
  /** The rules that it names, that were run where it reaches, and that had nothing to say there. */
  readonly unused: readonly NamedRule[];
  /** The names that are no rule, with what was probably meant. */
  readonly unknown: readonly { readonly named: NamedRule; readonly meant: string | undefined }[];
}

/** A rule: what it finds, what that does to users, what to do instead, and the check. One file each. */
export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** False for style: off until a policy turns it on. */
  readonly default: boolean;
  /** Rows of the catalogue of unsafe operations. */
  readonly covers: readonly number[];
  readonly why: Message;
  readonly instead: Message;
  readonly examples: readonly Example[];
  readonly fixable: boolean;
  /** The options that a policy can set. */
  readonly options?: Readonly<Record<string, RuleOption>>;
  /** Whether it judges down migrations too; most do not: a down migration is an emergency exit. */
  readonly down?: boolean;
  /** Whether it judges migrations of the history too, at their end: what has become of their files. */
  readonly history?: boolean;
  /** The kinds of statements that `check` is asked about; all where left out. */
  readonly kinds?: readonly NodeKind[];
  check?(step: Step, options: RuleOptions): readonly RuleReport[];
  atEnd?(end: End, options: RuleOptions): readonly RuleReport[];
  /** What it says of a comment that silences rules; asked when all rules have spoken. */
  aboutComment?(comment: JudgedSuppression): readonly RuleReport[];
}

/** An option of a rule: a whole number from 1 on, true or false, or a time as PostgreSQL writes it ("5s"). */
export interface RuleOption {
  readonly type: "count" | "flag" | "duration";
  readonly default: number | boolean | string;
  readonly about: Message;
}

/** A rule's options from the policy: plain values, each rule reads its own with its own default. */
export type RuleOptions = Readonly<Record<string, unknown>>;

/** Fills what a rule leaves out: on by default, not fixable. */
export function defineRule(rule: Omit<Rule, "default" | "fixable"> & Partial<Pick<Rule, "default" | "fixable">>): Rule {
  return { default: true, fixable: false, ...rule };
}

/** A finding: the judgment of a rule in its place. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: Message;
  readonly advice: Message;
  readonly span: Span;
  /** Index of the statement in its migration; undefined for a finding about the migration as a whole. */
  readonly statement: number | undefined;
  readonly basis: "predicted" | "observed";
  readonly fix?: readonly Edit[];
  readonly suppressed?: Suppressed;
}

/** By which comment or file a finding is silenced. */
export interface Suppressed {
  readonly by: string;
  readonly reason: string;
  readonly owner?: string;
  readonly expires?: string;
}
