/**
 * One native histogram in Prometheus's protobuf exposition format (io.prometheus.client.MetricFamily, delimited), of schema 0:
 * the bucket of index i holds what is above 2^(i-1) and at most 2^i. As much of protobuf as this needs.
 */
export function nativeHistogram(name: string, sum: number, first: number, counts: readonly number[]): Buffer {
  const deltas = counts.map((count, i) => count - (counts[i - 1] ?? 0));
  const histogram = Buffer.concat([
    whole(
      1,
      counts.reduce((all, count) => all + count, 0),
    ),
    double(2, sum),
    whole(5, zigzag(0)),
    double(6, 2 ** -128),
    whole(7, 0),
    bytes(12, Buffer.concat([whole(1, zigzag(first)), whole(2, counts.length)])),
    bytes(13, Buffer.concat(deltas.map((delta) => varint(zigzag(delta))))),
  ]);
  const histogramType = 4;
  const family = Buffer.concat([bytes(1, Buffer.from(name)), whole(3, histogramType), bytes(4, bytes(7, histogram))]);
  return Buffer.concat([varint(family.length), family]);
}

/** The content type that makes Prometheus read it. */
export const protobufType =
  "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

function varint(value: number): Buffer {
  const out: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) out.push((value % 128) | 128);
  return Buffer.from([...out, value]);
}

const zigzag = (value: number): number => (value >= 0 ? 2 * value : -2 * value - 1);
const tag = (field: number, wire: number): Buffer => varint(field * 8 + wire);
const whole = (field: number, value: number): Buffer => Buffer.concat([tag(field, 0), varint(value)]);
const bytes = (field: number, content: Buffer): Buffer =>
  Buffer.concat([tag(field, 2), varint(content.length), content]);
function double(field: number, value: number): Buffer {
  const content = Buffer.alloc(8);
  content.writeDoubleLE(value);
  return Buffer.concat([tag(field, 1), content]);
}
