/** The cost curve of the sharing experiment, as text and as SVG. */
import type { Sharing } from "./knee.ts";

const BAR_COLUMNS = 40;

/** One row a distance: bytes, a bar to scale, nanoseconds; the measured distance is marked. */
export function sharingText({ points, distanceBytes }: Sharing): readonly string[] {
  const most = Math.max(...points.map(({ nanoseconds }) => nanoseconds));
  return points.map((point) => {
    const length = Math.round(point.nanoseconds / most * BAR_COLUMNS);
    const bytes = String(point.distanceBytes).padStart(5);
    const bar = "#".repeat(Math.max(length, 1)).padEnd(BAR_COLUMNS);
    const mark = point.distanceBytes === distanceBytes ? "  <- apart from here on" : "";
    return `${bytes} bytes  ${bar} ${point.nanoseconds.toFixed(1)} ns${mark}`;
  });
}

const WIDTH = 640;
const HEIGHT = 320;
const MARGIN = { left: 64, right: 24, top: 40, bottom: 48 };

/** A picture that needs nothing else; colours follow the reader's dark or light page. */
export function sharingSvg({ points, distanceBytes, detail }: Sharing, host: string): string {
  const most = Math.max(...points.map(({ nanoseconds }) => nanoseconds));
  const x = (index: number) =>
    MARGIN.left + index * (WIDTH - MARGIN.left - MARGIN.right) / Math.max(points.length - 1, 1);
  const y = (nanoseconds: number) =>
    HEIGHT - MARGIN.bottom - nanoseconds / most * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const line = points.map(({ nanoseconds }, k) => `${at(x(k))},${at(y(nanoseconds))}`).join(" ");
  const ticks = points.map(({ distanceBytes: bytes }, k) =>
    `<text x="${at(x(k))}" y="${HEIGHT - MARGIN.bottom + 20}" text-anchor="middle">${bytes}</text>`
  );
  const dots = points.map(({ nanoseconds, distanceBytes: bytes }, k) =>
    `<circle class="${bytes === distanceBytes ? "knee" : "dot"}" cx="${at(x(k))}" ` +
    `cy="${at(y(nanoseconds))}" r="4"><title>${bytes} bytes: ${
      nanoseconds.toFixed(1)
    } ns</title></circle>`
  );
  const said = distanceBytes === undefined ? "no answer" : `apart from ${distanceBytes} bytes on`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">`,
    `<title>${escaped(`${host}: two threads write two words: ${said}; ${detail}`)}</title>`,
    "<style>",
    "text { font: 13px system-ui, sans-serif; fill: #333 } .axis { stroke: #999 }",
    ".curve { fill: none; stroke: #2a6fdb; stroke-width: 2 } .dot { fill: #2a6fdb } .knee { fill: #d1495b }",
    "@media (prefers-color-scheme: dark) { text { fill: #ddd } .curve { stroke: #7fb0ff } .dot { fill: #7fb0ff } }",
    "</style>",
    `<text x="${MARGIN.left}" y="22">${escaped(`${host}: ${said}`)}</text>`,
    `<line class="axis" x1="${MARGIN.left}" y1="${HEIGHT - MARGIN.bottom}" x2="${
      WIDTH - MARGIN.right
    }" y2="${HEIGHT - MARGIN.bottom}"/>`,
    `<line class="axis" x1="${MARGIN.left}" y1="${MARGIN.top}" x2="${MARGIN.left}" y2="${
      HEIGHT - MARGIN.bottom
    }"/>`,
    `<text x="${MARGIN.left - 8}" y="${at(y(most) + 4)}" text-anchor="end">${
      most.toFixed(0)
    } ns</text>`,
    `<text x="${MARGIN.left - 8}" y="${HEIGHT - MARGIN.bottom + 4}" text-anchor="end">0</text>`,
    ...ticks,
    `<text x="${WIDTH / 2}" y="${
      HEIGHT - 8
    }" text-anchor="middle">bytes between the two words</text>`,
    `<polyline class="curve" points="${line}"/>`,
    ...dots,
    "</svg>",
    "",
  ].join("\n");
}

const at = (value: number): string => value.toFixed(1);

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
