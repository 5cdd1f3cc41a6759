import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OffsetMap } from "../../src/text/bytes.js";

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

describe("the map from byte and code point offsets to UTF-16 offsets", () => {
  it("gives the start of the character for every byte inside of it", () => {
    const map = new OffsetMap("aé€😀b");
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 99].map((byte) => map.fromByte(byte))).toEqual([
      0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 5, 6, 6,
    ]);
    expect([0, 1, 2, 3, 4, 5, 9].map((point) => map.fromCodePoint(point))).toEqual([0, 1, 2, 3, 5, 6, 6]);
  });

  it("gives the start of the last character for a byte inside of it", () => {
    const map = new OffsetMap("a😀");
    expect([1, 2, 3, 4, 5].map((byte) => map.fromByte(byte))).toEqual([1, 1, 1, 1, 3]);
  });

  it("undoes the encoding of every text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const map = new OffsetMap(text);
        let offset = 0;
        let point = 0;
        for (const character of text) {
          expect(map.fromByte(bytesOf(text.slice(0, offset)))).toBe(offset);
          expect(map.fromCodePoint(point++)).toBe(offset);
          offset += character.length;
        }
        expect(map.fromByte(bytesOf(text))).toBe(text.length);
      }),
    );
  });
});
