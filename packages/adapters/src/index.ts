export { cacheFolder, findInstallation, startServer, type Installation, type RunningServer } from "./embedded-postgres.js";
export { observe, type ObserveOptions } from "./observe.js";
export { openPglite } from "./pglite.js";
export { connectPostgres } from "./postgres.js";
export { ServerError, type Notice, type Row, type Session } from "./session.js";
