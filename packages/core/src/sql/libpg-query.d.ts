/** The emscripten factory inside libpg-query, which ships no types for it. */
declare module "libpg-query/wasm/libpg-query.js" {
  const factory: (options: object) => Promise<import("./wasm.js").Instance>;
  export default factory;
}
