import { describe, expect, it } from "vitest";
import {
  builtinTypes,
  immutableFunctions,
  mixedFunctions,
  stableFunctions,
  volatileFunctions,
} from "../../packages/core/src/catalog/builtin-names.js";
import { postgresMajors } from "../../packages/core/src/sql/statement.js";
import { available, server, stopServersAfterwards } from "../postgres/server.js";

stopServersAfterwards();

const lists = { i: immutableFunctions, s: stableFunctions, v: volatileFunctions } as const;

describe.each(postgresMajors.map((major) => ({ major })))(
  "the list of built-in functions, on PostgreSQL $major",
  ({ major }) => {
    it.skipIf(!available(major))("says of no function another volatility than the server does", async () => {
      const session = await (await server(major)).connect();
      const rows = await session.run(
        `SELECT proname::text AS name, array_to_string(array_agg(DISTINCT provolatile), '') AS classes FROM pg_proc
       WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind IN ('f', 'w') GROUP BY proname`,
      );
      const types = await session.run(
        "SELECT typname::text AS name FROM pg_type WHERE typnamespace = 'pg_catalog'::regnamespace AND typrelid = 0 AND typname !~ '^_'",
      );
      await session.close();
      const wrong = rows.filter(({ name, classes }) =>
        (["i", "s", "v"] as const).some((each) => lists[each].has(String(name)) && classes !== each),
      );
      expect(wrong).toEqual([]);
      const mixed = rows.filter(({ classes }) => String(classes).length > 1).map(({ name }) => String(name));
      expect(mixed.filter((name) => !mixedFunctions.has(name))).toEqual([]);
      expect(types.map(({ name }) => String(name)).filter((name) => !builtinTypes.has(name))).toEqual([]);
      expect(rows.length).toBeGreaterThan(2000);
    });
  },
);
