import { describe, expect, it } from "vitest";
import { english, msg, render } from "../../src/index.js";

describe("a text with numbers", () => {
  it.each([
    [
      msg`${1} {0, plural, one {error} other {errors}}, ${2} {1, plural, one {warning} other {warnings}} (PostgreSQL ${18}).`,
      "1 error, 2 warnings (PostgreSQL 18).",
    ],
    [msg`${0} of ${1} {1, plural, one {event was} other {events were}} bad`, "0 of 1 event was bad"],
    [msg`${"1"} {0, plural, one {minute} other {minutes}} left`, "1 minute left"],
    [msg`${"79.7"} {0, plural, one {minute} other {minutes}} left`, "79.7 minutes left"],
    [msg`${1208674} {0, plural, one {event} other {events}}`, "1208674 events"],
    [msg`${2} {0, plural, one {policy} other {policies}}`, "2 policies"],
    [msg`${1} errors`, "1 errors"],
  ])("has the plural that ICU MessageFormat chooses in English: %#", (message, expected) => {
    expect(english(message)).toBe(expected);
  });

  it("leaves the values as they are, whatever they contain", () => {
    const path = "<b>{1}</b> '{x}' #";
    expect(english(msg`${path}: ${1} {1, plural, one {row} other {rows}}`)).toBe(`${path}: 1 row`);
    expect(english(msg`It's ${"'"}: ${1} {1, plural, one {row} other {rows}}`)).toBe("It's ': 1 row");
    expect(english(msg`a ${"{0}"}`)).toBe("a {0}");
  });

  it("puts the values of messages within messages in", () => {
    expect(english(msg`a ${msg`b ${1} {0, plural, one {event} other {events}}`} {9}`)).toBe("a b 1 event {9}");
    expect(render(msg`${1} {0, plural, one {error} other {errors}}`, "ja")).toBe(
      render(msg`${2} {0, plural, one {error} other {errors}}`, "ja").replace("2", "1"),
    );
  });
});
