export {
  configDuration,
  day,
  hour,
  minute,
  nominalLength,
  openSloDuration,
  prometheusDuration,
  proseDuration,
  roundDuration,
  second,
  shortDuration,
  week,
  type Duration,
} from "./duration.js";
export { holds, last, lengthOf, type Interval } from "./interval.js";
export {
  before,
  dayBounds,
  dayOf,
  formatInstant,
  formatLocal,
  isZone,
  localTime,
  nextDay,
  parseInstant,
  periodAt,
  previousDay,
} from "./zone.js";
