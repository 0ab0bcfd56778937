/** Layouts as one SVG that needs nothing else. */
import type { Pair, Sides } from "./compare.ts";
import { describe, type Explained } from "./describe.ts";
import { draw, type Drawing, hatching } from "./drawing.ts";
import { escaped, tag } from "./markup.ts";
import { drawingStyle } from "./style.ts";

/** Rows of more bytes would leave too little room for a label. */
export const MAX_ROW_BYTES = 128;
/** Pixels of a full row. */
export const ROW_PIXELS = 768;
/** Of each side of a comparison. */
export const SIDE_ROW_BYTES = 64;
export const SIDE_PIXELS = 448;

const EDGE = 16;
const BETWEEN = 36;
const HEAD = 28;

export function explainSvg(explained: readonly Explained[]): string {
  const drawings = explained.map((one) => drawAlone(one, false));
  return sheet(drawings.map((drawing) => [drawing]), explained.map(({ layout }) => layout.name));
}

/** The same structures of two specs or for two lines, each pair in a row, to one scale. */
export function compareSvg(pairs: readonly Pair[], sides: Sides): string {
  const rows = pairs.map(({ left, right }) =>
    [left, right].map((one) => one === undefined ? undefined : drawSide(one, pairs, false))
  );
  return sheet(rows, pairs.map(({ name }) => name), sides);
}

export function drawAlone(one: Explained, isInPage: boolean): Drawing {
  const rowBytes = Math.min(one.layout.lineBytes, MAX_ROW_BYTES);
  const picture = describe(one, { maxRowBytes: rowBytes });
  return draw(picture, { rowBytes, pixelsPerByte: ROW_PIXELS / rowBytes, isInPage });
}

export function drawSide(one: Explained, pairs: readonly Pair[], isInPage: boolean): Drawing {
  const lines = pairs.flatMap(({ left, right }) => [left, right])
    .flatMap((side) => side === undefined ? [] : [side.layout.lineBytes]);
  const rowBytes = Math.min(SIDE_ROW_BYTES, ...lines);
  const picture = describe(one, { maxRowBytes: rowBytes });
  return draw(picture, { rowBytes, pixelsPerByte: SIDE_PIXELS / rowBytes, isInPage });
}

/** Drawings in rows; a place without one stays empty. */
function sheet(
  rows: readonly (readonly (Drawing | undefined)[])[],
  names: readonly string[],
  heads: readonly string[] = [],
): string {
  const columns = Math.max(1, ...rows.map((row) => row.length));
  const widest = Math.max(0, ...rows.flat().map((drawing) => drawing?.width ?? 0));
  const width = EDGE * 2 + columns * widest + (columns - 1) * BETWEEN;
  const parts: string[] = [];
  const left = (column: number) => EDGE + column * (widest + BETWEEN);
  let y = EDGE;
  if (heads.length > 0) {
    y += HEAD;
    heads.forEach((head, column) =>
      parts.push(tag("text", { class: "name", x: left(column), y: y - 12 }, escaped(head)))
    );
  }
  for (const row of rows) {
    row.forEach((drawing, column) => {
      if (drawing === undefined) return;
      parts.push(tag("g", { transform: `translate(${left(column)} ${y})` }, drawing.markup));
    });
    y += Math.max(...row.map((drawing) => drawing?.height ?? 0)) + BETWEEN;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="layout" role="img" width="${width}" ` +
    `height="${y}" viewBox="0 0 ${width} ${y}">`,
    tag("title", {}, escaped(`Layout of ${names.join(", ")}`)),
    tag("style", {}, drawingStyle()),
    hatching(),
    tag("rect", { class: "paper", width, height: y }),
    ...parts,
    "</svg>",
    "",
  ].join("\n");
}
