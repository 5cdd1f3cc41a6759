import * as z from "zod";
import type { PathKey } from "./yaml.js";

/** The keys that a schema knows at a path; empty where it takes any key. Used for "did you mean". */
export function knownKeys(schema: z.ZodType, path: readonly PathKey[]): string[] {
  let current: z.core.$ZodType[] = unwrap(schema);
  for (const key of path) current = current.flatMap((type) => step(type, key)).flatMap(unwrap);
  return [
    ...new Set(current.flatMap((type) => (type instanceof z.core.$ZodObject ? Object.keys(type._zod.def.shape) : []))),
  ];
}

/** The types that a value of this type may have once optionality, defaults, transforms and unions are taken off. */
function unwrap(type: z.core.$ZodType): z.core.$ZodType[] {
  if (type instanceof z.core.$ZodUnion) return type._zod.def.options.flatMap(unwrap);
  if (type instanceof z.core.$ZodIntersection) return [...unwrap(type._zod.def.left), ...unwrap(type._zod.def.right)];
  if (type instanceof z.core.$ZodLazy) return unwrap(type._zod.def.getter());
  if (type instanceof z.core.$ZodPipe) {
    return [
      ...(type._zod.def.in instanceof z.core.$ZodTransform ? unwrap(type._zod.def.out) : unwrap(type._zod.def.in)),
    ];
  }
  if (
    type instanceof z.core.$ZodOptional ||
    type instanceof z.core.$ZodNullable ||
    type instanceof z.core.$ZodDefault ||
    type instanceof z.core.$ZodPrefault ||
    type instanceof z.core.$ZodReadonly ||
    type instanceof z.core.$ZodCatch ||
    type instanceof z.core.$ZodNonOptional
  ) {
    return unwrap(type._zod.def.innerType);
  }
  return [type];
}

function step(type: z.core.$ZodType, key: PathKey): z.core.$ZodType[] {
  if (type instanceof z.core.$ZodObject) {
    const child = (type._zod.def.shape as Readonly<Record<string, z.core.$ZodType>>)[String(key)];
    return child === undefined ? [] : [child];
  }
  if (type instanceof z.core.$ZodArray) return [type._zod.def.element];
  if (type instanceof z.core.$ZodRecord) return [type._zod.def.valueType];
  if (type instanceof z.core.$ZodTuple) {
    const child = type._zod.def.items[Number(key)];
    return child === undefined ? [] : [child];
  }
  return [];
}
