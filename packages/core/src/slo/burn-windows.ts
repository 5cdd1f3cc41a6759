import { day, hour, minute, second } from "../time/index.js";
import { exact, type Fraction } from "../metrics/index.js";

/** How urgent a burn alert is: somebody is woken, or looks at it on the next working day. */
export type Urgency = "page" | "ticket";

/** A pair of windows: both must burn faster than the factor. */
export interface BurnPair {
  /** Milliseconds. */
  readonly long: number;
  readonly short: number;
  /** The burn rate above which it fires. */
  readonly factor: Fraction;
  readonly urgency: Urgency;
}

/** A published table: which share of the budget of `period` may be spent within the long window. */
export interface BurnTable {
  readonly name: string;
  readonly source: string;
  readonly period: number;
  readonly pairs: readonly {
    readonly spend: string;
    readonly long: number;
    readonly short: number;
    readonly urgency: Urgency;
  }[];
}

const workbookPairs: BurnTable["pairs"] = [
  { spend: "0.02", long: hour, short: 5 * minute, urgency: "page" },
  { spend: "0.05", long: 6 * hour, short: 30 * minute, urgency: "page" },
  { spend: "0.1", long: day, short: 2 * hour, urgency: "ticket" },
  { spend: "0.1", long: 3 * day, short: 6 * hour, urgency: "ticket" },
];

/** The SRE workbook's recommendation for 30 days: factors 14.4, 6, 3, 1. */
export const workbook: BurnTable = {
  name: "workbook-30d",
  source: 'The Site Reliability Workbook, chapter 5 "Alerting on SLOs", table 5-8 and the rules below it',
  period: 30 * day,
  pairs: workbookPairs,
};

/** The same shares of 28 days, as sloth computes them: 13.44, 5.6, 2.8, 0.9333. */
export const sloth28d: BurnTable = {
  name: "sloth-28d",
  source: "sloth internal/alert/windows/google-28d.yaml",
  period: 28 * day,
  pairs: workbookPairs,
};

/** sloth's example of a custom catalogue for a week: 13.44, 3.5, 1.4, 0.98. */
export const sloth7d: BurnTable = {
  name: "sloth-7d",
  source: "sloth test/integration/prometheus/testdata (custom windows for 7 days)",
  period: 7 * day,
  pairs: [
    { spend: "0.08", long: hour, short: 5 * minute, urgency: "page" },
    { spend: "0.125", long: 6 * hour, short: 30 * minute, urgency: "page" },
    { spend: "0.2", long: day, short: 2 * hour, urgency: "ticket" },
    { spend: "0.42", long: 3 * day, short: 6 * hour, urgency: "ticket" },
  ],
};

/** Pyrra's windows for 28 days with the exact factors behind its rounded 14, 7, 2, 1: 14, 5.6, 2.8, 1 (pyrra PR 775). */
export const pyrra28d: BurnTable = {
  name: "pyrra-28d",
  source: "pyrra slo/rules.go and pull request 775",
  period: 28 * day,
  pairs: [
    { spend: "1/48", long: hour, short: 5 * minute, urgency: "page" },
    { spend: "0.05", long: 6 * hour, short: 30 * minute, urgency: "page" },
    { spend: "0.1", long: day, short: 2 * hour, urgency: "ticket" },
    { spend: "1/7", long: 4 * day, short: 6 * hour, urgency: "ticket" },
  ],
};

/** Our own for periods below a day, where 2 % of the budget is less than a sample: half of it within a sixth of the period. */
const shortPeriod = (period: number): BurnPair[] => [
  { long: wholly(period / 6, second), short: wholly(period / 72, second), factor: exact(3), urgency: "page" },
];

/** spend x period / long window (SRE workbook, "error budget consumed"). */
export const factorOf = (spend: Fraction, period: number, long: number): Fraction =>
  spend.mul(exact(period)).div(exact(long));

/** The pairs of a table, for its own period. */
export const pairsOf = ({ period, pairs }: BurnTable): BurnPair[] =>
  pairs.map(({ spend, long, short, urgency }) => ({
    long,
    short,
    factor: factorOf(fractionOf(spend), period, long),
    urgency,
  }));

/**
 * The pairs for a period: the published table where there is one (7, 28, 30 days; 31 as 30), else the workbook's with every
 * window scaled to the period and the factors kept, so that the same share of the budget fires.
 */
export function burnPairs(period: number): BurnPair[] {
  if (period === sloth7d.period) return pairsOf(sloth7d);
  if (period === sloth28d.period) return pairsOf(sloth28d);
  if (period >= 29 * day && period <= 31 * day) return pairsOf(workbook);
  if (period < day) return shortPeriod(period);
  const unit = period < 7 * day ? second : minute;
  return pairsOf(workbook).map(({ long, short, factor, urgency }) => ({
    long: wholly((long * period) / workbook.period, unit),
    short: wholly((short * period) / workbook.period, unit),
    factor,
    urgency,
  }));
}

const wholly = (length: number, unit: number): number => Math.max(unit, Math.round(length / unit) * unit);

function fractionOf(text: string): Fraction {
  const [top = "0", bottom = "1"] = text.split("/");
  return exact(Number(top)).div(exact(Number(bottom)));
}
