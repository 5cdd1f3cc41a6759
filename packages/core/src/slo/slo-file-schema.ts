import * as z from "zod";
import { openSloKinds, openSloSchemas } from "./openslo-schema.js";
import { openSloV1alphaSchemas } from "./formats/openslo-v1alpha.js";
import { pyrraSchema } from "./formats/pyrra.js";
import { slothKubernetesSchema } from "./formats/sloth-kubernetes.js";
import { slothSchema } from "./sloth.js";

const openSloObject = z.union([
  openSloSchemas.SLO,
  ...openSloKinds.filter((kind) => kind !== "SLO").map((kind) => openSloSchemas[kind]),
]);

/**
 * A document of a file with SLOs, as `findSlos` reads it: an object of OpenSLO v1 or a list of them, or another format's. For
 * the published JSON Schema; what fields say together (`indicator` or `indicatorRef`) only the reading itself tells.
 */
export const sloFileSchema = z.union([
  openSloObject,
  z.array(openSloObject),
  slothSchema,
  slothKubernetesSchema,
  pyrraSchema,
  openSloV1alphaSchemas.SLO,
  openSloV1alphaSchemas.Service,
]);
