export { burnDown, burnDownSize, type BurnDown, type BurnDownPoint } from "./burn-down.js";
export {
  burnRate,
  burnRateHeight,
  burnRateWidth,
  type BurnRate,
  type BurnRateRow,
  type WindowRate,
} from "./burn-rate.js";
export { escapeXml, type Words } from "./svg.js";
