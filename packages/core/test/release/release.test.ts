import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAmong } from "../../src/release/environment.js";
import { ciFactsOf } from "../../src/release/ci.js";
import { english, levelOf, parseFacts, parseRelease, releaseOf, UserError } from "../../src/index.js";

function errorOf(run: () => unknown): UserError {
  try {
    run();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("no error");
}

describe("release.yaml", () => {
  it("tells the facts of a release", () => {
    const text = "version: 2.0.0-rc.1\ntag: v2.0.0-rc.1\ntype: hotfix\nseverity: P1\nchanges: [database, api]\n";
    expect(parseRelease(text, "release.yaml")).toMatchObject({
      ...{ version: "2.0.0-rc.1", tag: "v2.0.0-rc.1", type: "hotfix", severity: "P1" },
      changes: ["database", "api"],
    });
  });

  // The examples of https://semver.org/spec/v2.0.0.html, items 2, 9 and 10, and what it calls invalid.
  it.each(["1.9.0", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-0.3.7", "1.0.0-x-y-z.--", "1.0.0-beta+exp.sha.5114f85"])(
    "takes the version %s",
    (version) => expect(parseRelease(`version: "${version}"\n`, "r").version).toBe(version),
  );

  it.each(["1", "1.2", "01.1.1", "v1.2.3", "1.2.3-", "1.0.0-alpha..1", " 1.2.3", "1.2.3 "])(
    "refuses the version %j",
    (version) => {
      const { text, place } = errorOf(() => parseRelease(`type: config\nversion: "${version}"\n`, "release.yaml"));
      expect(english(text)).toContain("A version is MAJOR.MINOR.PATCH");
      expect(place).toMatchObject({ path: "release.yaml", line: 2 });
    },
  );

  it("refuses one without a version, with an unknown key, empty, and two of them", () => {
    expect(english(errorOf(() => parseRelease("type: hotfix\n", "r")).text)).toBe('The key "version" is missing.');
    expect(english(errorOf(() => parseRelease("version: 1.0.0\nserverity: P1\n", "r")).hint!)).toBe(
      'Did you mean "severity"?',
    );
    expect(english(errorOf(() => parseRelease("# nothing\n", "r")).text)).toBe("r is empty.");
    const two = errorOf(() => parseRelease("version: 1.0.0\n---\nversion: 2.0.0\n", "r"));
    expect(english(two.text)).toBe("r holds two releases.");
    expect(two.place).toMatchObject({ line: 2 });
  });
});

describe("--set", () => {
  it("gives single facts, and lists by naming one several times", () => {
    expect(parseFacts(["version=1.4.0,type=hotfix", "authors=a@x.y", "authors=b@x.y"])).toEqual({
      ...{ version: "1.4.0", type: "hotfix", authors: ["a@x.y", "b@x.y"] },
    });
    expect(parseFacts(["risk=high"])).toEqual({ risk: "high" });
  });

  it.each([
    [["verson=1.4.0"], 'Did you mean "version"?'],
    [["version"], "Write version=VALUE."],
    [["type=hotfx"], "Use one of: regular, hotfix, security, config, infrastructure."],
    [
      ["version=1"],
      "A version is MAJOR.MINOR.PATCH, with -PRERELEASE or +BUILD where there is one, as 1.4.0 or 2.0.0-rc.1.",
    ],
    [["version=1.0.0", "version=1.0.1"], "Give each fact of the release once."],
    [["commit=xyz"], "Write at least seven digits of the commit."],
  ])("refuses %j and says what to write", (given, hint) => {
    expect(english(errorOf(() => parseFacts(given)).hint!)).toBe(hint);
  });
});

describe("a release", () => {
  it("takes each fact from the first that knows it: a flag, the file, CI, git", () => {
    const release = releaseOf({
      flag: { version: "1.4.1" },
      file: { version: "1.4.0", type: "config" },
      ci: { branch: "main", tag: "v1.4.1" },
      git: { branch: "other", commit: "a".repeat(40) },
    });
    expect(release).toMatchObject({ version: "1.4.1", type: "config", branch: "main", tag: "v1.4.1" });
    expect(release?.from).toEqual({ version: "flag", type: "file", branch: "ci", tag: "ci", commit: "git" });
  });

  it("is none where only git and CI tell what every commit has", () => {
    expect(releaseOf({ ci: { branch: "main" }, git: { commit: "a".repeat(40) } })).toBeUndefined();
  });

  it("has the level of the last part of its version that is not zero", () => {
    expect(["1.0.0", "1.4.0", "1.4.2", "2.0.0-rc.1", undefined].map(levelOf)).toEqual([
      ...["major", "minor", "patch", "major", undefined],
    ]);
  });
});

describe("the variables of CI", () => {
  const sha = "1234567890123456789012345678901234567890";

  it.each([
    [
      { GITHUB_ACTIONS: "true", GITHUB_SHA: sha, GITHUB_REF: "refs/tags/v1" },
      { tag: "v1", commit: sha },
    ],
    [
      { GITHUB_ACTIONS: "true", GITHUB_SHA: sha, GITHUB_REF: "refs/heads/a/b" },
      { branch: "a/b", commit: sha },
    ],
    [
      { GITHUB_ACTIONS: "true", GITHUB_SHA: sha, GITHUB_REF: "refs/pull/7/merge", GITHUB_HEAD_REF: "feature" },
      { branch: "feature", commit: sha },
    ],
    [
      { GITLAB_CI: "true", CI_COMMIT_SHA: sha, CI_COMMIT_TAG: "v1", CI_ENVIRONMENT_NAME: "production" },
      { tag: "v1", commit: sha, environment: "production" },
    ],
    [
      { TF_BUILD: "True", BUILD_SOURCEVERSION: sha, BUILD_SOURCEBRANCH: "refs/heads/main" },
      { branch: "main", commit: sha },
    ],
    [
      { BITBUCKET_BUILD_NUMBER: "1", BITBUCKET_COMMIT: sha, BITBUCKET_BRANCH: "main", BITBUCKET_TAG: "" },
      { branch: "main", commit: sha },
    ],
    [
      { JENKINS_URL: "http://j", GIT_COMMIT: sha, GIT_BRANCH: "origin/main" },
      { branch: "main", commit: sha },
    ],
    [{ HOME: "/root" }, undefined],
  ])("%j tell %j", (variables, told) => {
    expect(ciFactsOf(variables)).toEqual(told);
  });
});

describe("the branches of an environment", () => {
  it.each([
    ["release/1.4", ["main", "release/*"], true],
    ["release/1.4/x", ["release/*"], false],
    ["release/1.4/x", ["release/**"], true],
    ["main2", ["main"], false],
    ["hotfix/A-1-b", ["hotfix/*-*"], true],
    ["a+b", ["a+b"], true],
  ])("%s is among %j: %s", (branch, patterns, among) => {
    expect(isAmong(branch, patterns)).toBe(among);
  });

  it("are found in a time that does not multiply with the stars", () => {
    expect(isAmong(`${"a".repeat(2000)}b`, [`${"*a".repeat(200)}*c`])).toBe(false);
  });

  it("take every name that a star stands for", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9.-]{0,12}$/), fc.stringMatching(/^[a-z/]{0,6}$/), (part, prefix) =>
        isAmong(`${prefix}/${part}`, [`${prefix}/*`]),
      ),
    );
  });
});
