import type { SentValue } from "./recorded.js";

/** Numbers of types, of pg_type.dat: what drivers send in binary form. */
const types = {
  bool: 16,
  bytea: 17,
  int8: 20,
  int2: 21,
  int4: 23,
  oid: 26,
  json: 114,
  float4: 700,
  float8: 701,
  date: 1082,
  timestamp: 1114,
  timestamptz: 1184,
  numeric: 1700,
  uuid: 2950,
  jsonb: 3802,
} as const;

const numeric: ReadonlySet<number> = new Set([
  types.int2,
  types.int4,
  types.int8,
  types.oid,
  types.float4,
  types.float8,
  types.numeric,
]);

/** A value as text, as the server's output functions write it; undefined for null, and for a binary form that nobody reads here. */
export function textOf(value: SentValue): string | undefined {
  if (value.text !== undefined || !value.binary) return value.text;
  const { binary, type } = value;
  const view = new DataView(binary.buffer, binary.byteOffset, binary.byteLength);
  const size = binary.byteLength;
  switch (type) {
    case types.bool:
      return binary[0] === 0 ? "f" : "t";
    case types.int2:
      return size === 2 ? String(view.getInt16(0)) : undefined;
    case types.int4:
      return size === 4 ? String(view.getInt32(0)) : undefined;
    case types.oid:
      return size === 4 ? String(view.getUint32(0)) : undefined;
    case types.int8:
      return size === 8 ? String(view.getBigInt64(0)) : undefined;
    case types.float4:
      return size === 4 ? String(view.getFloat32(0)) : undefined;
    case types.float8:
      return size === 8 ? String(view.getFloat64(0)) : undefined;
    case types.numeric:
      return size >= 8 ? numericText(view) : undefined;
    case types.bytea:
      return `\\x${hex(binary)}`;
    case types.uuid:
      return hex(binary).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    case types.date:
      return size === 4 ? moment(BigInt(view.getInt32(0)) * 86_400_000_000n)?.slice(0, 10) : undefined;
    case types.timestamp:
      return size === 8 ? moment(view.getBigInt64(0)) : undefined;
    case types.timestamptz:
      return size === 8 ? withZone(moment(view.getBigInt64(0))) : undefined;
    default:
      return undefined;
  }
}

/** Digits of base 10,000 after their number, the weight of the first, sign and scale (src/backend/utils/adt/numeric.c, numeric_recv). */
function numericText(view: DataView): string | undefined {
  const [count, weight, sign, scale] = [view.getInt16(0), view.getInt16(2), view.getUint16(4), view.getInt16(6)];
  if (sign === 0xc000) return "NaN";
  if ((sign !== 0 && sign !== 0x4000) || count < 0 || scale < 0 || view.byteLength !== 8 + 2 * count) return undefined;
  const digitAt = (place: number): string => {
    const at = weight - place;
    return at >= 0 && at < count ? String(view.getInt16(8 + 2 * at)).padStart(4, "0") : "0000";
  };
  let whole = "";
  for (let place = Math.max(weight, 0); place >= 0; place--) whole += digitAt(place);
  let fraction = "";
  for (let place = -1; fraction.length < scale; place--) fraction += digitAt(place);
  const shown = whole.replace(/^0+(?=\d)/, "") + (scale > 0 ? `.${fraction.slice(0, scale)}` : "");
  return sign === 0x4000 ? `-${shown}` : shown;
}

/** A value as a literal in SQL that stands for the parameter; undefined where it is not known. */
export function literalOf(value: SentValue): string | undefined {
  if (value.text === undefined && value.binary === undefined) return "NULL";
  const text = textOf(value);
  if (text === undefined || text.includes("\0")) return undefined;
  if (numeric.has(value.type) && /^\d+(?:\.\d+)?$/.test(text)) return text;
  if (value.type === types.bool) return /^t/i.test(text) || text === "1" ? "TRUE" : "FALSE";
  const quoted = `${text.includes("\\") ? "E" : ""}'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
  const type = casts[value.type];
  return type === undefined ? quoted : `${quoted}::${type}`;
}

/** A literal has no type of its own; where the parameter had one of these, another function or operator could be taken. */
const casts: Readonly<Record<number, string>> = {
  [types.int2]: "smallint",
  [types.int4]: "integer",
  [types.int8]: "bigint",
  [types.oid]: "oid",
  [types.float4]: "real",
  [types.float8]: "double precision",
  [types.bytea]: "bytea",
  [types.json]: "json",
  [types.jsonb]: "jsonb",
  [types.date]: "date",
  [types.timestamp]: "timestamp",
  [types.timestamptz]: "timestamptz",
  [types.uuid]: "uuid",
  [types.numeric]: "numeric",
};

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Microseconds since 2000-01-01, as timestamps and dates are sent (src/include/datatype/timestamp.h); no text for infinity. */
function moment(micros: bigint): string | undefined {
  const rest = ((micros % 1000n) + 1000n) % 1000n;
  const millis = Number((micros - rest) / 1000n) + Date.UTC(2000, 0, 1);
  if (!Number.isFinite(millis) || Math.abs(millis) > 8.64e15) return undefined;
  const text = new Date(millis).toISOString().slice(0, -1).replace("T", " ");
  return /^\d{4}-/.test(text) ? `${text}${String(rest).padStart(3, "0")}` : undefined;
}

const withZone = (text: string | undefined): string | undefined => (text === undefined ? undefined : `${text}+00`);
