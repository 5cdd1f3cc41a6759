export { loadProject } from "@release-gate/adapters";
