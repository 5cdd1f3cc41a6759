import type { ReleaseFacts } from "./release.js";

type Variables = Readonly<Record<string, string | undefined>>;

/** What a CI system tells of a run by its variables. */
export interface CiFacts extends Pick<ReleaseFacts, "tag" | "branch" | "commit"> {
  /** The environment that its job deploys to. */
  readonly environment?: string;
}

interface CiSystem {
  readonly name: string;
  /** The variable that only this system sets. */
  readonly mark: string;
  readonly facts: (env: Variables) => Readonly<Record<keyof CiFacts, string | undefined>>;
}

const plainBranch = (ref: string | undefined): string | undefined =>
  /^refs\/heads\/(.+)$/.exec(ref ?? "")?.[1] ?? (ref?.startsWith("refs/") === false ? ref : undefined);
const plainTag = (ref: string | undefined): string | undefined => /^refs\/tags\/(.+)$/.exec(ref ?? "")?.[1];

/**
 * The variables of each CI system, as its manual documents them; compared with semantic-release/env-ci (services/*.js), which
 * itself runs git. Of a pull request the branch is the one that it comes from.
 */
const systems: readonly CiSystem[] = [
  {
    name: "GitHub Actions",
    mark: "GITHUB_ACTIONS",
    facts: (env) => ({
      tag: plainTag(env["GITHUB_REF"]),
      branch: env["GITHUB_HEAD_REF"] || plainBranch(env["GITHUB_REF"]),
      commit: env["GITHUB_SHA"],
      environment: undefined,
    }),
  },
  {
    name: "GitLab CI/CD",
    mark: "GITLAB_CI",
    facts: (env) => ({
      tag: env["CI_COMMIT_TAG"],
      branch: env["CI_MERGE_REQUEST_SOURCE_BRANCH_NAME"] || env["CI_COMMIT_BRANCH"],
      commit: env["CI_COMMIT_SHA"],
      environment: env["CI_ENVIRONMENT_NAME"],
    }),
  },
  {
    name: "CircleCI",
    mark: "CIRCLECI",
    facts: (env) => ({
      tag: env["CIRCLE_TAG"],
      branch: env["CIRCLE_BRANCH"],
      commit: env["CIRCLE_SHA1"],
      environment: undefined,
    }),
  },
  {
    name: "Azure Pipelines",
    mark: "TF_BUILD",
    facts: (env) => ({
      tag: plainTag(env["BUILD_SOURCEBRANCH"]),
      branch: plainBranch(env["SYSTEM_PULLREQUEST_SOURCEBRANCH"] || env["BUILD_SOURCEBRANCH"]),
      commit: env["BUILD_SOURCEVERSION"],
      environment: env["ENVIRONMENT_NAME"],
    }),
  },
  {
    name: "Bitbucket Pipelines",
    mark: "BITBUCKET_BUILD_NUMBER",
    facts: (env) => ({
      tag: env["BITBUCKET_TAG"],
      branch: env["BITBUCKET_BRANCH"],
      commit: env["BITBUCKET_COMMIT"],
      environment: env["BITBUCKET_DEPLOYMENT_ENVIRONMENT"],
    }),
  },
  {
    name: "Buildkite",
    mark: "BUILDKITE",
    facts: (env) => ({
      tag: env["BUILDKITE_TAG"],
      branch: env["BUILDKITE_BRANCH"],
      commit: env["BUILDKITE_COMMIT"],
      environment: undefined,
    }),
  },
  {
    name: "Woodpecker CI",
    mark: "CI_PIPELINE_NUMBER",
    facts: (env) => ({
      tag: env["CI_COMMIT_TAG"],
      branch: env["CI_COMMIT_SOURCE_BRANCH"] || env["CI_COMMIT_BRANCH"],
      commit: env["CI_COMMIT_SHA"],
      environment: env["CI_PIPELINE_DEPLOY_TARGET"],
    }),
  },
  {
    name: "Drone",
    mark: "DRONE",
    facts: (env) => ({
      tag: env["DRONE_TAG"],
      branch: env["DRONE_SOURCE_BRANCH"] || env["DRONE_BRANCH"],
      commit: env["DRONE_COMMIT_SHA"],
      environment: env["DRONE_DEPLOY_TO"],
    }),
  },
  {
    name: "Travis CI",
    mark: "TRAVIS",
    facts: (env) => ({
      tag: env["TRAVIS_TAG"],
      branch: env["TRAVIS_PULL_REQUEST_BRANCH"] || env["TRAVIS_BRANCH"],
      commit: env["TRAVIS_COMMIT"],
      environment: undefined,
    }),
  },
  {
    name: "AppVeyor",
    mark: "APPVEYOR",
    facts: (env) => ({
      tag: env["APPVEYOR_REPO_TAG_NAME"],
      branch: env["APPVEYOR_PULL_REQUEST_HEAD_REPO_BRANCH"] || env["APPVEYOR_REPO_BRANCH"],
      commit: env["APPVEYOR_REPO_COMMIT"],
      environment: undefined,
    }),
  },
  {
    name: "Jenkins",
    mark: "JENKINS_URL",
    facts: (env) => ({
      tag: env["TAG_NAME"],
      branch: env["CHANGE_BRANCH"] || env["BRANCH_NAME"] || env["GIT_BRANCH"]?.replace(/^origin\//, ""),
      commit: env["GIT_COMMIT"],
      environment: undefined,
    }),
  },
];

/** What the variables of a CI system tell; undefined where none of the known ones runs this. */
export function ciFactsOf(env: Variables): CiFacts | undefined {
  const system = systems.find(({ mark }) => (env[mark] ?? "") !== "");
  if (!system) return undefined;
  const facts = Object.entries(system.facts(env)).filter(([, value]) => value !== undefined && value !== "");
  return Object.fromEntries(facts);
}
