import fc from "fast-check";
import { alterOther, alterTable, createTable } from "./random-alter.js";
import { changes, objects, routines, tableParts, views, younger } from "./random-objects.js";
import { create, drop, maintenance, rows } from "./random-others.js";
import { more, schema } from "./random-schema.js";

export { groundwork } from "./random-schema.js";

/** A random schema and random statements over it, mostly meaningful: names come from a small set. */
export const statements: fc.Arbitrary<string[]> = fc
  .tuple(
    schema,
    fc.array(more, { maxLength: 5 }),
    fc.array(
      fc.oneof(
        { weight: 10, arbitrary: alterTable },
        { weight: 4, arbitrary: alterOther },
        { weight: 4, arbitrary: create },
        { weight: 2, arbitrary: drop },
        { weight: 2, arbitrary: createTable },
        { weight: 2, arbitrary: maintenance },
        { weight: 2, arbitrary: rows },
        { weight: 2, arbitrary: routines },
        { weight: 2, arbitrary: tableParts },
        { weight: 2, arbitrary: objects },
        { weight: 2, arbitrary: views },
        { weight: 2, arbitrary: changes },
        { weight: 1, arbitrary: younger },
      ),
      { minLength: 3, maxLength: 15 },
    ),
  )
  .map(([tables, above, changes]) => [...tables, ...above, ...changes]);
