/**
 * libpg-query's WASM asks for 128 MB at its start, of which it needs the data and the stack; V8 counts all of it and
 * collects garbage twice because of it, for a tenth of a short process's time. The memory grows when it has to. Gives the
 * binary with as little as it can start with: up to its heap, and one MB of that.
 *
 * @param {Buffer} wasm
 */
export function withSmallerMemory(wasm) {
  const sections = sectionsOf(wasm);
  const memory = reader(wasm, sections.get(5).start);
  if (memory.number() !== 1) throw new Error("The parser's WASM has not one memory.");
  memory.number(); // whether there is a maximum
  const from = memory.at();
  const asked = memory.number();
  const length = memory.at() - from;
  const pages = Math.ceil(heapStart(wasm, sections.get(6)) / 65_536) + 16;
  if (pages >= asked) return wasm;
  const smaller = Buffer.from(wasm);
  for (let i = 0; i < length; i++) smaller[from + i] = ((pages >> (7 * i)) & 127) | (i < length - 1 ? 128 : 0);
  return smaller;
}

/** Section number -> where its content starts (WebAssembly core specification, 5.5.2). */
function sectionsOf(wasm) {
  const sections = new Map();
  for (let at = 8; at < wasm.length;) {
    const size = reader(wasm, at + 1);
    const length = size.number();
    sections.set(wasm[at], { start: size.at() });
    at = size.at() + length;
  }
  return sections;
}

/** Emscripten's first global is the stack pointer; the stack grows down from where the heap begins. */
function heapStart(wasm, globals) {
  const global = reader(wasm, globals.start);
  if (global.number() === 0) throw new Error("The parser's WASM has no stack pointer.");
  const [type, mutable, constant] = [global.byte(), global.byte(), global.byte()];
  if (type !== 0x7f || mutable !== 1 || constant !== 0x41) throw new Error("The parser's first global is no pointer.");
  return global.number();
}

/** Reads bytes and LEB128 numbers from a place on. */
function reader(wasm, place) {
  let at = place;
  const byte = () => wasm[at++];
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const part = byte();
      value += (part & 127) * 2 ** shift;
      if (part < 128) return value;
    }
  };
  return { at: () => at, byte, number };
}
