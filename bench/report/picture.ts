/** A chart as a file of its own, that a page shows as a picture: with its style and its legend. */
import { type Chart, drawChart, escaped, markOf, WIDTH } from "./chart.ts";
import { STYLE } from "./page.ts";

const LEGEND_HEIGHT = 34;
const LEGEND_STEP = 150;

export function pictureOf(chart: Chart, columns: readonly string[]): string {
  const drawing = drawChart(chart, columns);
  if (drawing === undefined) throw new Error(`${chart.title}: nothing was measured`);
  const { body } = drawing;
  const height = Math.ceil(drawing.height) + LEGEND_HEIGHT;
  const legend = columns.map((column, k) => {
    const x = 24 + k * LEGEND_STEP;
    return `<g class="r${k}">${markOf(k, x, 16)}</g>` +
      `<text x="${x + 12}" y="20" style="text-anchor:start">${escaped(column)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" ` +
    `aria-label="${escaped(chart.title)}">`,
    `<style>${STYLE}</style>`,
    `<rect width="${WIDTH}" height="${height}" style="fill:var(--paper)"/>`,
    ...legend,
    `<g transform="translate(0 ${LEGEND_HEIGHT})">${body}</g>`,
    "</svg>\n",
  ].join("\n");
}
