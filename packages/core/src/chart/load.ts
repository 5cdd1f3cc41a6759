/** The pictures, values to SVG text; loaded when one is drawn, as d3 is heavier than the rest of a start. */
export const loadCharts = (): Promise<typeof import("./index.js")> => import("./index.js");
