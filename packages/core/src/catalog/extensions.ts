import type { Catalog, Volatility } from "./catalog.js";

/** Type -> the extension that brings it (contrib, postgis, pgvector). */
export const extensionTypes: Readonly<Record<string, string>> = {
  citext: "citext",
  hstore: "hstore",
  ghstore: "hstore",
  ltree: "ltree",
  lquery: "ltree",
  ltxtquery: "ltree",
  cube: "cube",
  seg: "seg",
  isbn: "isn",
  isbn13: "isn",
  issn: "isn",
  issn13: "isn",
  ismn: "isn",
  ismn13: "isn",
  upc: "isn",
  ean13: "isn",
  lo: "lo",
  query_int: "intarray",
  geometry: "postgis",
  geography: "postgis",
  box2d: "postgis",
  box3d: "postgis",
  raster: "postgis_raster",
  vector: "vector",
  halfvec: "vector",
  sparsevec: "vector",
};

/** Function -> volatility, for functions of extensions that defaults and checks use. */
export const extensionFunctions: Readonly<Record<string, Volatility>> = {
  uuid_generate_v1: "volatile",
  uuid_generate_v1mc: "volatile",
  uuid_generate_v3: "immutable",
  uuid_generate_v4: "volatile",
  uuid_generate_v5: "immutable",
  uuid_nil: "immutable",
  gen_random_bytes: "volatile",
  gen_salt: "volatile",
  crypt: "immutable",
  digest: "immutable",
  hmac: "immutable",
  unaccent: "stable",
  similarity: "immutable",
  show_trgm: "immutable",
};

/** The schema that an extension makes for itself when CREATE EXTENSION names none (control files with `schema`). */
export const extensionSchemas: Readonly<Record<string, string>> = {
  plpgsql: "pg_catalog",
  adminpack: "pg_catalog",
};

/** Extensions that bring no table or view (measured by CREATE EXTENSION on 14 to 18). */
const plainExtensions = new Set(
  "plpgsql pgcrypto citext uuid-ossp pg_trgm btree_gin btree_gist hstore unaccent fuzzystrmatch ltree intarray tablefunc cube earthdistance vector postgres_fdw file_fdw".split(
    " ",
  ),
);

/** Whether an object of a kind that the replay follows may be there unseen: an extension's, or one that EXECUTE made. */
export function mayHoldUnseen(catalog: Catalog): boolean {
  return catalog.unseen === true || bringsUnseen(catalog);
}

/** Whether an extension may have brought what the replay did not see. */
export function bringsUnseen(catalog: Catalog): boolean {
  return catalog.extensions.keys().some((name) => !plainExtensions.has(name));
}
