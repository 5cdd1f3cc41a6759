import { isMapping, type PathKey, type Problem } from "../../document/index.js";
import { msg, type Message } from "../../text/message.js";

interface Known {
  readonly is: (value: Readonly<Record<string, unknown>>) => boolean;
  readonly text: Message;
  readonly advice: Message;
}

const version = (value: Readonly<Record<string, unknown>>): string => String(value["apiVersion"] ?? "");

/** Files that people have beside those that are read, told by name: what they are, and what to do. */
const known: readonly Known[] = [
  {
    is: (value) => /^sre\.google\.com\//.test(version(value)),
    text: msg`This is a file of Google's slo-generator, which is not read.`,
    advice: msg`Write it as OpenSLO v1: "filter_good" becomes "good", "filter_valid" becomes "total", "goal" becomes "target"; "release-gate init --slo" writes one to begin with.`,
  },
  {
    is: (value) => /^n9\//.test(version(value)),
    text: msg`This is a file of Nobl9, which is not read.`,
    advice: msg`Write it as OpenSLO v1: "countMetrics" becomes "ratioMetric", "rawMetric" becomes "thresholdMetric"; "release-gate init --slo" writes one to begin with.`,
  },
  {
    is: (value) => /^openslo(?:\.com)?\/v2/.test(version(value)),
    text: msg`OpenSLO v2alpha is work in progress and not read.`,
    advice: msg`Write it as openslo/v1.`,
  },
  {
    is: (value) => value["kind"] === "AlertWindows",
    text: msg`These are burn windows of sloth, not SLOs.`,
    advice: msg`Write them as "windows" under "slo:" of release-gate.yaml.`,
  },
  {
    is: (value) => /^monitoring\.coreos\.com\//.test(version(value)) || Array.isArray(value["groups"]),
    text: msg`These are rules of Prometheus, not SLOs.`,
    advice: msg`Name the file that they were made from (OpenSLO, sloth, Pyrra) in "files".`,
  },
  {
    is: (value) => "spec_version" in value && "objectives" in value,
    text: msg`This is a file of Keptn's quality gates, which is not read.`,
    advice: msg`Write its objectives as OpenSLO v1; "release-gate init --slo" writes one to begin with.`,
  },
];

/** What is told of an object that is none of the formats that are read. */
export function formatProblem(value: unknown, at: readonly PathKey[]): Problem {
  const object = isMapping(value) ? value : {};
  const path = "apiVersion" in object ? [...at, "apiVersion"] : at;
  const told = known.find(({ is }) => is(object));
  if (told !== undefined) return { path, text: told.text, advice: told.advice };
  return {
    path,
    text:
      "apiVersion" in object
        ? msg`"${version(object)}" is not the apiVersion of a format that is read.`
        : msg`This document does not say which format it is written in.`,
    advice: msg`Write "apiVersion: openslo/v1"; also read are OpenSLO v1alpha, sloth (prometheus/v1, sloth.slok.dev/v1) and Pyrra (pyrra.dev/v1alpha1).`,
  };
}
