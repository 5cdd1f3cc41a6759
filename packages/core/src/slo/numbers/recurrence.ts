import { msg } from "../../text/message.js";
import { UserError, type Place } from "../../text/user-error.js";
import { formatLocal, localTime } from "../../time/index.js";
import type { Exclusion } from "../tally.js";

/** An exclusion comes again at most so often: more than every hour of two years. */
const mostOften = 20_000;

/**
 * The exclusions up to a moment, those that recur as often as they came. The rules are read by ical.js, Mozilla's own library
 * for calendars; loaded only where one recurs.
 * @param placeOf where the rule of an exclusion stands, by its index.
 * @throws UserError for a rule that is none.
 */
export async function withRecurrences(
  exclusions: readonly Exclusion[],
  now: number,
  placeOf: (index: number) => Place | undefined = () => undefined,
): Promise<readonly Exclusion[]> {
  if (exclusions.every(({ recur }) => recur === undefined)) return exclusions;
  const { default: ical } = await import("ical.js");
  return exclusions.flatMap((each, index) => {
    const { recur, ...exclusion } = each;
    if (recur === undefined) return [exclusion];
    const { start, end } = exclusion;
    // The clock's time without its zone: the hour of a rule stays when clocks change.
    const first = `${formatLocal(start, recur.zone).replace(" ", "T")}:${String(Math.floor(start / 1000) % 60).padStart(2, "0")}`;
    const times: number[] = [];
    try {
      const steps = ical.Recur.fromString(recur.rule).iterator(ical.Time.fromDateTimeString(first));
      for (let time = steps.next() as { toString(): string } | null; time !== null; time = steps.next()) {
        const at = localTime(time.toString(), recur.zone);
        if (at === undefined || at > now || times.length >= mostOften) break;
        times.push(at);
      }
    } catch {
      const place = placeOf(index);
      throw new UserError(msg`"${recur.rule}" is not a recurrence rule.`, {
        ...(place === undefined ? {} : { place }),
        hint: msg`Write it as iCalendar does (RFC 5545), such as FREQ=WEEKLY;BYDAY=SU.`,
      });
    }
    return times.map((at) => ({ ...exclusion, start: at, end: at + (end - start) }));
  });
}
