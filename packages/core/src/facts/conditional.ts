import { msg } from "../text/message.js";

/** What the statements do is known; which of them run, only the server can tell. Facts then have those of all. */
export const conditional = msg`A condition decides whether parts of the body run.`;
