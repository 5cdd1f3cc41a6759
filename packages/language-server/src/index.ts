export { serve } from "./serve.js";
export { factsRequest, type FactsAnswer } from "./facts-request.js";
