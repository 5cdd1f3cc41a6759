/** What vitest makes of the call: the modules of the files that a pattern matches, by their paths. */
interface ImportMeta {
  glob<Module>(pattern: string, options: { readonly eager: true }): Record<string, Module>;
}
