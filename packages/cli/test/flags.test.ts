import { describe, expect, it } from "vitest";
import { failsOnWarning, outputsOf } from "../src/flags.js";
import { localeLanguage } from "../src/locale.js";

describe("the language where --lang is left out", () => {
  it("is the locale's, and English where Release Gate does not speak it", () => {
    expect(localeLanguage({ LANG: "ja_JP.UTF-8" })).toBe("ja");
    expect(localeLanguage({ LANG: "ja" })).toBe("ja");
    expect(localeLanguage({ LANG: "de_DE.UTF-8" })).toBe("en");
    expect(localeLanguage({ LANG: "C.UTF-8" })).toBe("en");
    expect(localeLanguage({})).toBe("en");
    expect(localeLanguage({ LANG: "jam_JM.UTF-8" })).toBe("en");
  });

  it("follows LC_ALL before LC_MESSAGES before LANG; an empty variable counts as unset", () => {
    expect(localeLanguage({ LC_ALL: "C", LC_MESSAGES: "ja_JP", LANG: "ja_JP" })).toBe("en");
    expect(localeLanguage({ LC_ALL: "", LC_MESSAGES: "ja_JP", LANG: "en_US" })).toBe("ja");
  });
});

describe("--fail-on", () => {
  it("takes warn, and warning as reports write it", () => {
    expect(failsOnWarning("warn")).toBe(true);
    expect(failsOnWarning("warning")).toBe(true);
    expect(failsOnWarning("error")).toBe(false);
    expect(failsOnWarning(undefined)).toBe(false);
    expect(() => failsOnWarning("info")).toThrow();
  });
});

describe("--format", () => {
  it("lets annotations and the readable report share the terminal, so that a CI log has both", () => {
    expect(outputsOf(["github", "pretty", "json=report.json"]).map(({ format, path }) => [format, path])).toEqual([
      ["github", undefined],
      ["pretty", undefined],
      ["json", "report.json"],
    ]);
  });

  it("refuses to mix a report that a program reads whole with another one", () => {
    expect(() => outputsOf(["json", "pretty"])).toThrow();
    expect(() => outputsOf(["html", "github"])).toThrow();
    expect(outputsOf(["json"])).toHaveLength(1);
  });
});
