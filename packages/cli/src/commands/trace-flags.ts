import { inClearNote, postgresUrl, type TraceTarget } from "@release-gate/adapters";
import { msg, render, UserError } from "@release-gate/core";
import type { CommandEnvironment } from "../environment.js";
import type { OutputOptions } from "../flags.js";
import type { TraceFlags } from "./trace-command.js";

/** The scratch database of `--url`; undefined where none was given. */
export function scratchOf({ url, scratch }: TraceFlags): Extract<TraceTarget, { readonly kind: "url" }> | undefined {
  if (url === undefined) return undefined;
  return { kind: "url", url: postgresUrl("--url", url), ...(scratch === true ? { use: "scratch" as const } : {}) };
}

/** Tells where the password of a target goes through the network as it is. */
export function tellInClear(target: TraceTarget, env: CommandEnvironment, { language }: OutputOptions): void {
  const inClear = target.kind === "url" ? inClearNote(target.url) : undefined;
  if (inClear !== undefined) env.tell(`${render(inClear, language)}\n`);
}

/** Milliseconds of `--time-limit`. */
export function timeLimitMs(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value * 1000;
  throw new UserError(msg`--time-limit cannot be "${text}".`, { hint: msg`Write a number of seconds.` });
}
