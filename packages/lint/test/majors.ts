import { ESLint } from "eslint";
import { ESLint as ESLint9 } from "eslint9";

/** Both majors of ESLint that the plugin works in. Their types differ where we do not look. */
export const majors = [
  { major: "10", ESLint },
  { major: "9", ESLint: ESLint9 as unknown as typeof ESLint },
] as const;
