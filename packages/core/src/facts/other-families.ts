import { commentFamilies } from "./comments.js";
import { createIndexFamilies } from "./create-index.js";
import { createTableFamilies } from "./create-table.js";
import { dataFamilies } from "./data.js";
import { dropFamilies } from "./drop.js";
import { extensionFamilies } from "./extensions.js";
import type { Families } from "./family.js";
import { importSchemaFamilies } from "./import-schema.js";
import { maintenanceFamilies } from "./maintenance.js";
import { ownedFamilies } from "./owned.js";
import { privilegeFamilies } from "./privileges.js";
import { programFamilies } from "./programs.js";
import { roleFamilies } from "./roles.js";
import { routineFamilies } from "./routines.js";
import { serverWideFamilies } from "./server-wide.js";
import { setConstraintsFamilies } from "./set-constraints.js";
import { subscriptionFamilies } from "./subscriptions.js";
import { tablePartFamilies } from "./table-parts.js";
import { untouchedFamilies } from "./untouched.js";
import { vacuumFamilies } from "./vacuum.js";
import { viewFamilies } from "./views.js";

/** CREATE, DROP, indexes, views, types, privileges, maintenance and data statements. */
export const otherFamilies: Families = {
  ...untouchedFamilies,
  ...commentFamilies,
  ...createIndexFamilies,
  ...createTableFamilies,
  ...dataFamilies,
  ...dropFamilies,
  ...extensionFamilies,
  ...importSchemaFamilies,
  ...maintenanceFamilies,
  ...ownedFamilies,
  ...privilegeFamilies,
  ...programFamilies,
  ...roleFamilies,
  ...routineFamilies,
  ...serverWideFamilies,
  ...setConstraintsFamilies,
  ...subscriptionFamilies,
  ...tablePartFamilies,
  ...vacuumFamilies,
  ...viewFamilies,
};
