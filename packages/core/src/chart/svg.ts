/** What XML 1.0 has no character for ("Char"): most controls, lone surrogates, two noncharacters. */
const forbidden = /(?![\t\n\r\x7f-\x9f])\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/gu;

/** A text as it may stand in XML and HTML, in attributes too; characters that XML cannot have become U+FFFD. */
export function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (mark) => entities[mark] ?? mark).replace(forbidden, "\uFFFD");
}

/** One SVG element; attributes that are undefined are left out. `content` is markup, escaped where it is text. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  content = "",
): string {
  const given = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escapeXml(typeof value === "number" ? short(value) : value)}"`],
  );
  return content === "" ? `<${name}${given.join("")}/>` : `<${name}${given.join("")}>${content}</${name}>`;
}

/** A text element; its words are escaped. */
export const label = (
  x: number,
  y: number,
  words: string,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
): string => element("text", { x, y, ...attributes }, escapeXml(words));

/** At most two decimals: a hundredth of a unit cannot be seen. */
export const short = (value: number): string => String(Number(value.toFixed(2)));

/**
 * Colours that a page may set (`--chart-...`), with defaults that can be told apart on white and on black. No picture needs
 * colour to be understood.
 */
export const colors = {
  line: "var(--chart-line,#3b78d8)",
  second: "var(--chart-second,#8a8fa0)",
  bound: "var(--chart-bound,#d0454c)",
  grid: "var(--chart-grid,#88888855)",
  shade: "var(--chart-shade,#88888830)",
} as const;

/** What every picture says to those who do not see it. */
export interface Words {
  /** Unique in the page that the picture stands in. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Shown in place of what there are no data for. */
  readonly noData: string;
}

/** A picture of this size in user units; it scales with the page. */
export function picture({ id, title, description }: Words, width: number, height: number, content: string): string {
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-labelledby": `${id}-title ${id}-description`,
      "font-family": "system-ui, sans-serif",
      "font-size": 12,
      fill: "currentColor",
    },
    element("title", { id: `${id}-title` }, escapeXml(title) || " ") +
      element("desc", { id: `${id}-description` }, escapeXml(description) || " ") +
      content,
  );
}
