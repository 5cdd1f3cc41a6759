import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { Source } from "@release-gate/core";

/**
 * The checksums that a runner takes for those of a file, any of them; undefined for a runner that keeps none. Each as the
 * source of the runner computes it.
 */
export function checksumsOf(tool: string, source: Source): readonly string[] | undefined {
  const text = (source.bom ? "\uFEFF" : "") + source.text;
  switch (tool) {
    case "prisma": // schema-engine/connectors/schema-connector/src/checksum.rs: line ends of either kind are taken
      return [text, text.replaceAll("\r\n", "\n"), text.replaceAll("\n", "\r\n")]
        .map((each) => hex("sha256", each))
        .flatMap((sum) => [sum, unpadded(sum)]);
    case "flyway": // ChecksumCalculator.java: CRC-32 over the lines without their ends, as a signed number
      return [String(crc32(source.text.replace(/\r\n|\r|\n/g, "")) | 0)];
    case "sqlx": // sqlx-core/src/migrate/migration.rs (checksum), where sqlx.toml ignores no characters (source.rs, checksum_with)
      return [hex("sha384", text)];
    case "drizzle": // drizzle-orm/src/migrator.ts
      return [hex("sha256", text)];
    case "postgres-migrations": // src/migration-file.ts: the name of the file before its text
      return [hex("sha1", (source.path.split("/").at(-1) ?? "") + text)];
    case "sqitch": // lib/App/Sqitch/Plan/Change.pm
      return [hex("sha1", text)];
    default:
      return undefined;
  }
}

function hex(algorithm: string, text: string): string {
  return createHash(algorithm).update(text, "utf8").digest("hex");
}

/** As old versions of Prisma have written it: bytes below 16 without their leading zero (format_checksum_old). */
function unpadded(sum: string): string {
  return sum.replace(/../g, (byte) => byte.replace(/^0/, ""));
}
