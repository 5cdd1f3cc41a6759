import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import {
  msg,
  parseRecording,
  recordingText,
  UserError,
  type MigrationEvidence,
  type Recording,
} from "@release-gate/core";
import * as z from "zod";
import { checksumsOf } from "./checksums.js";
import { reasonOf } from "./reason.js";

/** The version of the form of recordings. */
const form = 1;

/** Around a recording: what tells that it is one, and whole. The hash shows an edit by mistake; it keeps no forger out. */
const envelope = z.object({
  "release-gate-recording": z.number(),
  program: z.string(),
  sha256: z.string(),
  evidence: z.string(),
});

/**
 * A recording as the text of a file.
 * @param program the version of the program that judged.
 */
export function recordingFile(recording: Recording, program: string): string {
  const evidence = recordingText(recording);
  const value = { "release-gate-recording": form, program, sha256: hashOf(evidence), evidence };
  return `${JSON.stringify(value, null, 1)}\n`;
}

export interface ReadRecording {
  readonly recording: Recording;
  /** The version of the program that wrote it. */
  readonly program: string;
}

/**
 * Reads a recording.
 * @param path absolute; `shown` is how it was named.
 * @throws UserError for a file that is not there, is no recording, is of another form, or was changed.
 */
export function readRecording(path: string, shown: string): ReadRecording {
  const none = (hint = msg`Write one with "release-gate check --record FILE".`): UserError =>
    new UserError(msg`${shown} is no recording of a check.`, { hint });
  const read = envelope.safeParse(valueOf(path, shown));
  if (!read.success) throw none();
  const { program, sha256, evidence } = read.data;
  const version = read.data["release-gate-recording"];
  if (version !== form) {
    throw new UserError(msg`${shown} is a recording of version ${version}, and this program reads version ${form}.`, {
      hint: msg`Replay it with the release-gate that wrote it: ${program}.`,
    });
  }
  if (hashOf(evidence) !== sha256) {
    throw new UserError(msg`${shown} was changed after it was written.`, {
      hint: msg`Replay the file as it was written; evidence that somebody edited proves nothing.`,
    });
  }
  const recording = parseRecording(evidence, shown);
  const { migrations } = recording.evidence;
  const whole = migrations ? { migrations: withChecksums(migrations) } : {};
  return { recording: { ...recording, evidence: { ...recording.evidence, ...whole } }, program };
}

/** How checksums are computed is code, which is not recorded. */
function withChecksums(evidence: MigrationEvidence): MigrationEvidence {
  const { options, apart } = evidence;
  return {
    ...evidence,
    options: options.state.statistics ? { ...options, deployment: { ...options.deployment, checksumsOf } } : options,
    ...(apart ? { apart: withChecksums(apart) } : {}),
  };
}

function valueOf(path: string, shown: string): unknown {
  if (!existsSync(path)) {
    throw new UserError(msg`The recording ${shown} does not exist.`, { hint: msg`Correct the path after --replay.` });
  }
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(msg`Cannot read ${shown}: ${reasonOf(error)}.`, {
      hint: msg`Check the path and its permissions.`,
    });
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");
