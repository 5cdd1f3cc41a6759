/**
 * An esbuild plugin: heavy built-in modules of Node are loaded by the module that uses them when it runs. As imports they
 * would all be loaded before the first line of a bundle in one file, by every command.
 */
export const lazyBuiltins = {
  name: "lazy-builtins",
  setup({ onResolve, onLoad }) {
    const heavy =
      "child_process|crypto|http|https|net|tls|zlib|readline|stream|stream/promises|timers/promises|worker_threads";
    onResolve({ filter: new RegExp(`^(?:node:)?(?:${heavy})$`) }, ({ path, namespace }) =>
      namespace === "lazy-builtin"
        ? undefined
        : { path: path.replace(/^(?:node:)?/, "node:"), namespace: "lazy-builtin" },
    );
    onLoad({ filter: /.*/, namespace: "lazy-builtin" }, ({ path }) => ({
      // The banner's `require`, called by another name, so that esbuild leaves it alone.
      contents: `module.exports = globalThis.process.getBuiltinModule(${JSON.stringify(path)});`,
      loader: "js",
    }));
  },
};
