import { describe, expect, it } from "vitest";
import { sourceOf } from "@release-gate/core";
import { checksumsOf } from "../src/checksums.js";

const sums = (tool: string, text: string) => checksumsOf(tool, sourceOf("1_a.sql", text));

describe("the checksums that Prisma takes for a file", () => {
  it("are its SHA-256 in hexadecimal", () => {
    // The value that prisma-engines itself tests: format_checksum_does_not_strip_zeros in checksum.rs.
    expect(sums("prisma", "hello")).toContain("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
  });

  it("are also those of other line ends, and those that old versions wrote without zeros", () => {
    expect(sums("prisma", "a;\r\nb;\r\n")).toEqual(expect.arrayContaining([...(sums("prisma", "a;\nb;\n") ?? [])]));
    // The bytes 0e and 04 of the sum above, each without its zero.
    expect(sums("prisma", "hello")).toContain("2cf24dba5fb0a3e26e83b2ac5b9e29e1b161e5c1fa7425e7343362938b9824");
  });
});

describe("the checksums of other runners", () => {
  it("depend on each byte for sqlx, and on no line end for Flyway", () => {
    expect(sums("sqlx", "a;\n")).not.toEqual(sums("sqlx", "a;\r\n"));
    expect(sums("flyway", "a;\nb;")).toEqual(sums("flyway", "a;\r\nb;\r\n"));
  });

  it("are none where the runner keeps none", () => {
    expect(sums("goose", "a")).toBeUndefined();
  });
});
