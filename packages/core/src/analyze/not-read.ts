import type { Account, NotReadFile } from "../source/account.js";
import type { Migration } from "../source/migration.js";
import { compareVersions } from "../source/order.js";
import type { DeploymentOptions, Shipment } from "./deployment.js";
import type { NotRead } from "./not-known.js";

export interface NotReadOptions extends DeploymentOptions {
  readonly others?: readonly { readonly path: string | undefined; readonly asked?: boolean }[] | undefined;
}

/** The files that are not read, each with whether it belongs to what ships and was asked for. */
export function notReadOf(
  { notRead, migrations }: Account & { readonly migrations: readonly Migration[] },
  shipment: Shipment,
  older: ReadonlySet<Migration>,
  options: NotReadOptions,
): NotRead[] {
  if (notRead.length === 0) return [];
  const unasked = new Set((options.others ?? []).flatMap(({ path, asked }) => (asked === false ? [path] : [])));
  const ships = shipsBy(migrations, shipment, older, options);
  return notRead.map(({ path, why, text, note }): NotRead => {
    const asked = !unasked.has(path) && (why !== "never-run" || (options.given?.has(path) ?? true));
    return { path, why, text, ships: note !== true && asked && ships({ path, why, text }) };
  });
}

/** Whether nobody knows what a file does to the database; what its runner never runs does nothing. */
export function isUnknownSql({ why }: NotRead): boolean {
  return why !== "never-run";
}

/** What tells whether a file ships: what changed, else its number beside that of the last migration which was released. */
function shipsBy(
  migrations: readonly Migration[],
  { shipping, alone }: Shipment,
  older: ReadonlySet<Migration>,
  { changes, statistics }: NotReadOptions,
): (file: NotReadFile) => boolean {
  if (changes) return ({ path }) => changes.files.has(path) || changes.others?.has(path) === true;
  const ran = new Set(
    (statistics?.runners ?? []).flatMap((table) => table.ran.flatMap(({ name }) => name ?? [])).map(plainName),
  );
  const ups = migrations.filter(({ direction }) => direction === "up");
  const last = ups.findLast((each) => older.has(each) || (!shipping.has(each) && !alone.has(each)));
  return ({ path }) => {
    if (ran.has(plainName(path))) return false;
    const [number, released] = [numberOf(path), last?.version];
    if (number === undefined || released === undefined || !/^\d/.test(released)) return true;
    return compareVersions(number, released) > 0;
  };
}

/** The number with which a file, or the folder that it lies in, begins. */
function numberOf(path: string): string | undefined {
  const parts = path.split("/").slice(-2).toReversed();
  return parts.flatMap((part) => /^(?:[A-Za-z]+)?(\d[\d._-]*\d|\d)/.exec(part)?.[1] ?? [])[0];
}

/** As runners note a migration: without folder and endings. */
function plainName(path: string): string {
  return (path.split("/").at(-1) ?? path).replace(/\.[^.]*$/, "");
}
