import { day } from "../time/index.js";
import type { Lane } from "./lane.js";

/** All rows under one value of a label ended, while there are rows under its other values. */
export interface Stopped {
  /** The label's name, and how many values it has. */
  readonly key: string;
  readonly values: number;
  /** `region="eu"`. */
  readonly label: string;
  /** When the last of its rows ended. */
  readonly at: number;
}

/** Rows of one value of a label: as many lanes as there are other labels. */
interface Group {
  first: number;
  last: number;
  /** Rows in a millisecond of the lane that has the most. */
  density: number;
  /** The usual distance of that lane's rows. */
  step: number;
}

/** A value of a label that had rows for less of the time than this share was never one to be missed. */
const leastLife = 0.5;
/** So much thinner than others may be what is missed: rows that come only when something happens are not. */
const leastDensity = 0.75;
/** What ended longer ago than this is known, or was meant to. */
const newsFor = day;
/** A label of more values tells users or requests apart, no places. */
const mostValues = 100;

/**
 * What was there all the time and then no more, as a region whose exporter is gone: the sum over all labels goes on, so that
 * nothing else would tell. A new value in its place (a pod after a deployment) takes over; what is rare is not missed.
 */
export function stoppedOf(lanes: readonly Lane[]): readonly Stopped[] {
  const [first, newest] = extentOf(lanes);
  const groups = groupsOf(lanes.filter(({ rows }) => rows > 1));
  return [...groups].flatMap(([key, values]) => {
    if (values.size < 2 || values.size > mostValues) return [];
    const all = [...values.values()];
    const densest = Math.max(...all.map(({ density }) => density));
    return [...values].flatMap(([value, { first: from, last, density, step }]): Stopped[] => {
      const isOver = newest - last > 3 * step && newest - last <= newsFor;
      const wasMissed = last - from >= leastLife * (newest - first) && density >= leastDensity * densest;
      const isReplaced = all.some((other) => other.first > from + step && other.first >= last - 3 * step);
      if (!isOver || !wasMissed || isReplaced) return [];
      return [{ key, values: values.size, label: `${key}=${JSON.stringify(value)}`, at: last }];
    });
  });
}

function extentOf(lanes: readonly Lane[]): readonly [first: number, newest: number] {
  let [first, newest] = [Infinity, -Infinity];
  for (const lane of lanes) {
    if (lane.first < first) first = lane.first;
    if (lane.last > newest) newest = lane.last;
  }
  return [first, newest];
}

/** The rows under each value of each label. */
function groupsOf(lanes: readonly Lane[]): ReadonlyMap<string, ReadonlyMap<string, Group>> {
  const groups = new Map<string, Map<string, Group>>();
  for (const { labels, rows, first, last } of lanes) {
    const step = (last - first) / (rows - 1);
    const density = step > 0 ? 1 / step : 0;
    for (const [key, value] of Object.entries(labels)) {
      let values = groups.get(key);
      if (values === undefined) groups.set(key, (values = new Map()));
      const group = values.get(value);
      if (group === undefined) values.set(value, { first, last, density, step });
      else {
        group.first = Math.min(group.first, first);
        group.last = Math.max(group.last, last);
        if (density > group.density) Object.assign(group, { density, step });
      }
    }
  }
  return groups;
}
