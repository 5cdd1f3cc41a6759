import { describe, expect, it } from "vitest";
import { english, msg, render } from "../../src/index.js";

describe("a text with numbers", () => {
  it.each([
    [
      msg`${1} errors, ${2} warnings in ${1} files, ${1} statements (PostgreSQL ${18}).`,
      "1 error, 2 warnings in 1 file, 1 statement (PostgreSQL 18).",
    ],
    [
      msg`${1} events are too few to judge (at least ${1} are needed)`,
      "1 event is too few to judge (at least 1 is needed)",
    ],
    [msg`${0} of ${1} events were bad`, "0 of 1 event was bad"],
    [msg`${"1"} minutes, ${"12"} events left`, "1 minute, 12 events left"],
    [msg`${1} are of the future`, "1 is of the future"],
    [msg`Next: ${1} more samples are needed.`, "Next: 1 more sample is needed."],
    [msg`${11} rows of ${21} SLOs: ${"x"}`, "11 rows of 21 SLOs: x"],
    [msg`${"1"} are the names of columns`, "1 are the names of columns"],
    [msg`${1} eventsource`, "1 eventsource"],
  ])("has the singular after one: %#", (message, expected) => {
    expect(english(message)).toBe(expected);
  });

  it("puts the values of messages within messages in", () => {
    expect(english(msg`a ${msg`b ${1} events`} {9}`)).toBe("a b 1 event {9}");
    expect(render(msg`${1} errors`, "ja")).toBe(render(msg`${2} errors`, "ja").replace("2", "1"));
  });
});
