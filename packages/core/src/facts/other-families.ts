import type { Families } from "./family.js";

/** CREATE, DROP, indexes, views, types, privileges, maintenance and data statements. */
export const otherFamilies: Families = {};
