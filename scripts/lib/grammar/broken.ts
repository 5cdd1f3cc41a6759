import { tokens, type Token } from "../../../packages/core/src/sql/tokens.js";
import { sampleOf, type Sample } from "./samples.js";

/**
 * Each statement once more with one small mistake in it: a token left out, said twice, in its neighbour's place, or one that
 * another statement has. The same seed makes the same mistakes. What falls into several statements by it is left out.
 */
export function broken(samples: readonly Sample[], seed: number): Sample[] {
  const random = randomFrom(seed);
  const different = new Map<string, Sample>();
  let others: readonly Token[] = [];
  for (const sample of samples) {
    const own = tokens(sample.text).filter(({ kind, text }) => kind !== "comment" && text !== ";");
    const changed = own.length === 0 ? undefined : changedText(sample.text, own, others, random);
    others = own;
    const made = changed === undefined ? undefined : sampleOf(changed, `${sample.place} (broken)`);
    if (made !== undefined) different.set(made.text, made);
  }
  return [...different.values()];
}

/** Each statement once more with a comment between all of its tokens, of both kinds by turns; the seed tells which is first. */
export function commented(samples: readonly Sample[], seed: number): Sample[] {
  const different = new Map<string, Sample>();
  for (const { text, place } of samples) {
    const parts = tokens(text).filter(({ kind }) => kind !== "comment");
    const last = parts.length - 1;
    const told = parts.map((token, at) =>
      at === last ? token.text : `${token.text} ${(at + seed) % 2 === 0 ? "/* é */" : "-- é\n"} `,
    );
    const made = sampleOf(told.join(""), `${place} (commented)`);
    if (made !== undefined) different.set(made.text, made);
  }
  return [...different.values()];
}

function changedText(
  text: string,
  own: readonly Token[],
  others: readonly Token[],
  random: (below: number) => number,
): string | undefined {
  const at = random(own.length);
  const [token, next, other] = [own[at], own[at + 1], others[random(Math.max(1, others.length))]];
  if (token === undefined) return undefined;
  const { start, end } = token.span;
  const [before, after] = [text.slice(0, start), text.slice(end)];
  const change = random(4);
  if (change === 0) return `${before}${after}`;
  if (change === 1) return `${before}${token.text} ${token.text}${after}`;
  if (change === 2 && next !== undefined)
    return `${before}${next.text}${text.slice(end, next.span.start)}${token.text}${text.slice(next.span.end)}`;
  return other === undefined ? undefined : `${before}${other.text} ${token.text}${after}`;
}

/** Whole numbers below a bound, the same for the same seed (a linear congruential generator). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
