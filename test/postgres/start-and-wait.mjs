// Started by a test, and killed by it: starts PostgreSQL 18, prints its URL and waits.
import { loadTypeScript } from "../../scripts/lib/load-typescript.mjs";

const { findInstallation, startServer } = await loadTypeScript("packages/adapters/src/embedded-postgres.ts");
const running = await startServer(findInstallation(18));
console.log(running.url());
setInterval(() => undefined, 1000);
