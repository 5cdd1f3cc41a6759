import { existsSync } from "node:fs";

/** A chromium of this machine; undefined where there is none. */
export const chromiumPath: string | undefined = [
  process.env["CHROMIUM"] ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path !== "" && existsSync(path));
