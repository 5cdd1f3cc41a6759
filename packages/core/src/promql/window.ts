/** Where sloth and Grafana put the window into a query: no PromQL, so it is filled in before a query is parsed. */
const places = /\{\{\s*\.?window\s*\}\}|\$__(?:rate_)?interval|\$window/g;

/** A stretch of a text, in UTF-16 units. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A query with a window in its places, and where they are. */
export function withWindow(given: string, window: string): { readonly query: string; readonly windows: Stretch[] } {
  const windows: Stretch[] = [];
  let query = "";
  let done = 0;
  for (const { index, 0: place } of given.matchAll(places)) {
    query += given.slice(done, index);
    windows.push({ from: query.length, to: query.length + window.length });
    query += window;
    done = index + place.length;
  }
  return { query: query + given.slice(done), windows };
}

/** A text with other texts in the place of some of its stretches, which lie one after the other. */
export function replaced(text: string, parts: readonly (Stretch & { readonly by: string })[]): string {
  let result = "";
  let done = 0;
  for (const { from, to, by } of parts) {
    result += text.slice(done, from) + by;
    done = to;
  }
  return result + text.slice(done);
}

/** A query with a duration of the same length in each place for the window, so that what is found in it stands where it was. */
export const filled = (given: string): string => given.replace(places, (place) => `1m`.padStart(place.length, "0"));
