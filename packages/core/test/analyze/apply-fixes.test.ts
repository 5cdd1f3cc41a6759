import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compatibleEdits, fixedText, msg, type Edit, type Finding } from "@release-gate/core";

const edit = (start: number, end: number, text: string): Edit => ({ span: { start, end }, text });

function finding(fix: readonly Edit[], suppressed = false): Finding {
  return {
    rule: "x",
    severity: "error",
    message: msg`Found.`,
    advice: msg`Mend it.`,
    span: { start: 0, end: 1 },
    statement: 0,
    basis: "predicted",
    fix,
    ...(suppressed ? { suppressed: { by: "comment", reason: "" } } : {}),
  };
}

describe("the fixes of a text", () => {
  it("are made together, in the order of the text", () => {
    expect(fixedText("abcdef", [finding([edit(4, 5, "E")]), finding([edit(0, 1, "A"), edit(2, 2, "-")])])).toBe(
      "Ab-cdEf",
    );
  });

  it("are whole or not at all: one that touches an earlier one waits", () => {
    const first = finding([edit(1, 3, "X")]);
    expect(fixedText("abcdef", [first, finding([edit(2, 4, "Y"), edit(5, 6, "F")])])).toBe("aXdef");
    expect(fixedText("abcdef", [finding([edit(2, 2, "X")]), finding([edit(2, 2, "Y")])])).toBe("abXcdef");
    expect(compatibleEdits([first, finding([edit(4, 5, "Z")])])).toHaveLength(2);
  });

  it("leave what is suppressed", () => {
    expect(fixedText("abc", [finding([edit(0, 1, "X")], true)])).toBe("abc");
  });
});

describe("however many there are", () => {
  const edits = fc.array(fc.tuple(fc.nat(60), fc.nat(3)), { minLength: 1, maxLength: 2 }).map((places) => {
    const [[at, length] = [0, 0], other] = places;
    const first = edit(at, at + length, "x");
    return other ? [first, edit(at + length + 1 + other[0], at + length + 1 + other[0] + other[1], "y")] : [first];
  });

  it("those are taken that touch none before them", () => {
    fc.assert(
      fc.property(fc.array(edits, { maxLength: 40 }), (all) => {
        const taken: Edit[] = [];
        const touch = ({ span: a }: Edit, { span: b }: Edit) => a.start <= b.end && b.start <= a.end;
        for (const fix of all) if (!fix.some((each) => taken.some((other) => touch(each, other)))) taken.push(...fix);
        const expected = taken.toSorted((a, b) => a.span.start - b.span.start);
        expect(compatibleEdits(all.map((fix) => finding(fix)))).toEqual(expected);
      }),
    );
  });
});
