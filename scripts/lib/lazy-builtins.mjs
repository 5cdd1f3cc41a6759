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
      // Not `require`, which esbuild would resolve again. The proxy is for CommonJS packages: they ask for a module long
      // before they use it.
      contents: `
        let loaded;
        const module_ = () => (loaded ??= globalThis.process.getBuiltinModule(${JSON.stringify(path)}));
        module.exports = new Proxy({}, {
          get: (_, name) => module_()[name],
          has: (_, name) => name in module_(),
          ownKeys: () => Reflect.ownKeys(module_()),
          getOwnPropertyDescriptor: (_, name) => ({ ...Object.getOwnPropertyDescriptor(module_(), name), configurable: true }),
        });`,
      loader: "js",
    }));
  },
};
