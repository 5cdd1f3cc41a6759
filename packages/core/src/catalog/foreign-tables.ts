import type { RangeVar } from "@pgsql/types";
import { builtinRelations } from "./builtin-names.js";

/** Tables that no history makes: the system's, and those of extensions in common use. */
export function isForeign(range: RangeVar): boolean {
  const [schema, name] = [range.schemaname, range.relname ?? ""];
  if (schema !== undefined) return /^(pg_|information_schema$)/.test(schema) || /^(cron|topology|tiger)$/.test(schema);
  return (
    builtinRelations.has(name) || /^(pg_|geometry_columns$|geography_columns$|spatial_ref_sys$|raster_)/.test(name)
  );
}
