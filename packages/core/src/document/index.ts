export {
  isMapping,
  keyPositionOf,
  keySpanOf,
  parseDocument,
  positionOf,
  spanOf,
  withoutNulls,
  type PathKey,
  type YamlDocument,
} from "./yaml.js";
export { inTextOrder, pathText, problemError, problemPosition, problemSpan, type Problem } from "./problem.js";
export { closestTo, read, validate, type Validated } from "./read.js";
export { translated } from "./translated.js";
export { knownKeys } from "./schema-walk.js";
