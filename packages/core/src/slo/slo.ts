import type { Fraction } from "../metrics/index.js";
import type { Comparison } from "../metrics/index.js";
import type { Message } from "../text/message.js";
import type { Duration } from "../time/index.js";

/** A place in a file that a check can point at. */
export interface FilePlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** Where a metric is read: a query in the words of its source ("Prometheus", "Datadog"), or a selection of a snapshot ("jsonl"). */
export interface MetricSource {
  /** In small letters. */
  readonly type: string;
  readonly spec: Readonly<Record<string, unknown>>;
  /** The DataSource that it refers to, with how to connect. */
  readonly dataSource?: { readonly name: string; readonly connection: unknown };
  readonly place: FilePlace;
}

/** What an objective measures. */
export type Indicator =
  | {
      readonly kind: "ratio";
      readonly counter: boolean;
      readonly numerator: "good" | "bad";
      readonly part: MetricSource;
      readonly total: MetricSource;
    }
  | { readonly kind: "raw"; readonly of: "success" | "failure"; readonly ratio: MetricSource }
  | { readonly kind: "threshold"; readonly metric: MetricSource; readonly op: Comparison; readonly value: number };

export type BudgetingMethod = "Occurrences" | "Timeslices" | "RatioTimeslices";

/** One indicator with its target. An ordinary SLO has one part, a composite one has several. */
export interface Part {
  readonly indicator: Indicator;
  /** The share that must be good: 999/1000. */
  readonly target: Fraction;
  /** Milliseconds of a slice, and the share of it that must be good for the slice to count as good. */
  readonly slice?: { readonly length: number; readonly target: Fraction };
  readonly weight: Fraction;
  readonly place: FilePlace;
}

export type SloWindow =
  | { readonly rolling: true; readonly text: string; readonly duration: Duration; readonly place: FilePlace }
  | {
      readonly rolling: false;
      readonly text: string;
      readonly duration: Duration;
      readonly start: number;
      readonly zone: string;
      readonly place: FilePlace;
    };

/** Texts by name, as Prometheus, Alertmanager and Kubernetes know them. */
export type Labels = Readonly<Record<string, string>>;

/** What an alert takes with it, so that it is routed and read as its file asks. */
export interface AlertWords {
  readonly labels: Labels;
  readonly annotations: Labels;
}

/** What a file says of the burn alerts of one urgency (sloth's `page_alert` and `ticket_alert`). */
export interface BurnAlert extends AlertWords {
  /** It is switched off: it never fires. */
  readonly off: boolean;
}

/** What a file says of its SLO's burn alerts (sloth's `alerting`). */
export interface Alerting {
  /** What they are called. */
  readonly name?: string;
  readonly page: BurnAlert;
  readonly ticket: BurnAlert;
}

/** Something that a file asks for and that nothing here carries out. */
export interface NotCarriedOut {
  readonly what: Message;
  readonly place: FilePlace;
}

/** So many groups of an SLO are judged where nothing says otherwise. */
export const mostGroups = 50;

/** One document, one budget for each value of some labels (each cluster, tenant, handler). */
export interface GroupBy {
  readonly labels: readonly [string, ...string[]];
  /** So many groups are judged at most; more hold. */
  readonly most: number;
  /** Groups that must be there (each the values of the labels in their order): one without data holds. */
  readonly always?: readonly (readonly string[])[];
  /** Groups that ended on purpose: they are not judged. */
  readonly gone?: readonly (readonly string[])[];
}

/** A burn-rate alert that the file itself declares (OpenSLO's AlertCondition): one window, no pair. */
export interface DeclaredAlert extends AlertWords {
  readonly name: string;
  readonly severity: string;
  readonly op: Comparison;
  readonly threshold: Fraction;
  /** Milliseconds. */
  readonly lookback: number;
  /** How long it must breach without a break before it fires. */
  readonly after: number;
  /** Its policy's `alertWhenBreaching`: where it is false, it never fires. */
  readonly whenBreaching: boolean;
  /** Its policy's `alertWhenNoData`: silence fires it. */
  readonly whenNoData: boolean;
  readonly place: FilePlace;
}

/** A service level objective with one error budget. A file's SLO with several objectives on one indicator becomes several. */
export interface Slo {
  /** The name of the file's object; with "/2" and so on where it has several objectives. Unique. */
  readonly id: string;
  readonly title?: string;
  readonly service: string;
  readonly method: BudgetingMethod;
  readonly window: SloWindow;
  readonly parts: readonly [Part, ...Part[]];
  readonly alerts: readonly DeclaredAlert[];
  /** Labels of the SLO and its service: everything that is made of it carries them. */
  readonly labels?: Labels;
  /** Annotations of the SLO: its alerts carry them. */
  readonly annotations?: Labels;
  readonly alerting?: Alerting;
  /** One budget for each value of these labels. */
  readonly groupBy?: GroupBy;
  /** The SLO that this one is a group of. */
  readonly groupOf?: string;
  readonly notCarriedOut?: readonly NotCarriedOut[];
  readonly place: FilePlace;
}
