import type { Catalog } from "../catalog/catalog.js";
import type { Rule } from "../rules/rule.js";
import type { Deployment } from "../rules/step.js";
import type { OtherFile } from "../source/account.js";
import type { Marks } from "../source/marks.js";
import type { Source, TransactionMode } from "../source/migration.js";
import type { OrderOptions } from "../source/order.js";
import type { PostgresMajor } from "../sql/statement.js";
import type { Baseline } from "./baseline.js";
import type { DeploymentOptions } from "./deployment.js";
import type { Allowed } from "./not-known.js";
import type { RuleSetting } from "./run-rules.js";
import type { StartOptions } from "./starting-catalog.js";
import type { SizeOptions } from "./statistics/sizes.js";

/** How files are read as migrations: what their runner does with them. */
export interface MigrationOptions extends OrderOptions {
  /** Name of the framework; detected from the files where not given. */
  readonly framework?: string | undefined;
  readonly transaction?: TransactionMode | undefined;
  /** Files by which frameworks are detected and configured. */
  readonly sidecars?: readonly Source[] | undefined;
  /** Values of placeholders, by name. */
  readonly placeholders?: Readonly<Record<string, string>> | undefined;
  /** What the comments of the files say to a runner of the project's own. */
  readonly marks?: Marks | undefined;
  /** The files among them that are no SQL; each is accounted for. */
  readonly others?: readonly OtherFile[] | undefined;
}

/** What ships, and with what of the application. */
export interface ShippingOptions extends Omit<DeploymentOptions, "statistics"> {
  /** What ships with the migrations besides them, where it is known. */
  readonly application?: Deployment["application"] | undefined;
}

/** The server, and its schema before the first migration. */
export interface StateOptions extends StartOptions, Pick<SizeOptions, "statistics" | "statisticsMaxAge"> {
  /** The server's major version. */
  readonly postgres: PostgresMajor;
  readonly catalog?: Catalog | undefined;
}

/** Which rules are asked, and what of their findings counts. */
export interface JudgingOptions {
  readonly rules?: readonly Rule[] | undefined;
  readonly settings?: ReadonlyMap<string, RuleSetting> | undefined;
  /** Settings that count instead of `settings` for the files of some paths. */
  readonly settingsByPath?: ReadonlyMap<string, ReadonlyMap<string, RuleSetting>> | undefined;
  /** Findings that do not count, because they were there when the project began. */
  readonly baseline?: Baseline | undefined;
  /** Whether there may be migrations that were not read, so that the baseline may have entries of them. */
  readonly partial?: boolean | undefined;
  /** What the policy lets pass though nobody knows what it does; nothing where not given. */
  readonly allowed?: Allowed | undefined;
}

/** The server before the first migration, as `startingState` makes it. */
export interface StartingState extends Pick<SizeOptions, "statistics" | "statisticsMaxAge"> {
  readonly catalog: Catalog;
  /** Whether the schema is that of a dump: what it does not have does not exist, whatever was not read. */
  readonly dumped: boolean;
  /** Whether it has what the released migrations made: they are then not replayed on it. */
  readonly released: boolean;
}

/** What the judgment of some migrations depends on besides their texts. `State` is `StateOptions` while it is only read. */
export interface LintOptions<State = StartingState> {
  readonly migrations?: MigrationOptions;
  readonly deployment?: ShippingOptions;
  readonly state: State;
  readonly judging?: JudgingOptions;
  /** Today as YYYY-MM-DD, for suppressions that expire and statistics that age; neither happens where it is not given. */
  readonly today?: string | undefined;
  /** Whether the time for this run is over: what is left is then not judged. Asked often. */
  readonly isTimeOver?: (() => boolean) | undefined;
  /** False where nobody asks for the steps of the report: they take more memory than all else. */
  readonly steps?: boolean | undefined;
}
