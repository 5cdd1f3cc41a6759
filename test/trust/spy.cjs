// Loaded before the CLI (NODE_OPTIONS=--require): writes down which files it opens, which programs it starts and whom it calls.
const fs = require("node:fs");
const children = require("node:child_process");
const net = require("node:net");
const process = require("node:process");

const log = process.env.SPY_LOG;
// Opened before the spying begins.
const descriptor = fs.openSync(log, "a");
const note = (kind, what) => fs.writeSync(descriptor, `${JSON.stringify({ kind, what: String(what) })}\n`);

const writes = (flags) => typeof flags === "string" && /[wa+]/.test(flags);
const spied = (object, name, before) => {
  const original = object[name];
  object[name] = function (...args) {
    before(args);
    return original.apply(this, args);
  };
};
const path = (file) => (typeof file === "number" ? undefined : String(file));
const noteOpen = ([file, flags]) =>
  path(file) && note(writes(flags) || (typeof flags === "number" && (flags & 3) !== 0) ? "write" : "read", path(file));
for (const name of ["openSync", "open"]) spied(fs, name, noteOpen);
spied(fs.promises, "open", noteOpen);
for (const name of ["readFileSync", "readFile", "createReadStream"])
  spied(fs, name, ([file]) => path(file) && note("read", path(file)));
for (const name of ["writeFileSync", "appendFileSync", "mkdirSync", "rmSync", "unlinkSync", "writeFile"])
  spied(fs, name, ([file]) => path(file) && note("write", path(file)));
for (const name of ["renameSync", "rename"]) spied(fs, name, ([, to]) => note("write", to));
for (const name of ["spawn", "spawnSync", "execFile", "execFileSync", "exec", "execSync", "fork"])
  spied(children, name, ([program]) => note("run", program));
spied(net.Socket.prototype, "connect", ([first]) => {
  const to = Array.isArray(first) ? first[0] : first;
  note("send", to.path ?? `${to.host ?? "localhost"}:${to.port}`);
});
