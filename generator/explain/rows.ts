/** One row of a drawing: boxes to scale, labels, and what is said of each box. */
import { CHARACTER_PIXELS, clipped, type Label, type Labels, widthOf } from "./labels.ts";
import { anchor, escaped, tag } from "./markup.ts";
import { type About, type Cell, type Row, sentenceOf } from "./picture.ts";
import { writerClass } from "./style.ts";

export interface DrawOptions {
  readonly pixelsPerByte: number;
  /** Bytes of a full row. */
  readonly rowBytes: number;
  /** With the attributes that the script of a page shows; an SVG by itself has titles only. */
  readonly isInPage: boolean;
}

/** For the offsets at the left of the rows. */
export const MARGIN = 96;
export const ROW = 26;

export interface RowContext {
  readonly y: number;
  readonly labelOf: Labels["of"];
  readonly options: DrawOptions;
}

export function rowMarkup(row: Row, context: RowContext): string {
  const { y, options } = context;
  const isMember = row.cells.some(({ kind }) => kind === "member");
  // Members have no common scale with lines: the longest of them has the whole row.
  const pixels = isMember
    ? options.rowBytes * options.pixelsPerByte / row.byteLength
    : options.pixelsPerByte;
  const x = (byte: number) => MARGIN + (byte - row.byteOffset) * pixels;
  const places = row.cells.map((cell) => ({
    cell,
    x: x(cell.byteOffset),
    y,
    width: cell.byteLength * pixels,
  }));
  const cells = places.map((place) => cellMarkup(place, options));
  // Behind all cells: a label may stand in the padding next to its cell.
  const labels = places.map((place, k) =>
    labelMarkup(place, context.labelOf(place.cell, row.cells[k + 1]))
  );
  const starts = row.cells
    .filter(({ isStart, byteOffset }) => isStart && byteOffset > row.byteOffset)
    .map(({ byteOffset }) =>
      tag("line", { class: "start", x1: x(byteOffset), y1: y, x2: x(byteOffset), y2: y + ROW })
    );
  return [
    tag("text", { class: "at", x: MARGIN - 8, y: y + 17 }, String(row.byteOffset)),
    ...cells,
    ...labels,
    ...starts,
    tag("rect", {
      class: "rim",
      x: MARGIN,
      y,
      width: row.byteLength * pixels,
      height: ROW,
    }),
  ].join("\n");
}

interface Place {
  readonly cell: Cell;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

function cellMarkup({ cell, x, y, width }: Place, { isInPage }: DrawOptions): string {
  const { kind, about } = cell;
  const said = sentenceOf(about);
  const isPadding = kind === "padding";
  const box = tag("rect", {
    class: `box ${isPadding ? "pad" : writerClass(about.writer)}`,
    x,
    y,
    width,
    height: ROW,
    fill: isPadding ? "url(#padding)" : undefined,
  });
  const group = tag(
    "g",
    {
      class: "cell",
      "data-byte": cell.byteOffset,
      "data-bytes": cell.byteLength,
      ...isInPage ? pageAttributes(about, said) : {},
    },
    tag("title", {}, escaped(said)),
    box,
  );
  return about.member === "" ? group : tag("a", { href: `#${anchor(about.member)}` }, group);
}

function labelMarkup({ cell, x, y, width }: Place, { text, isBehind }: Label): string {
  if (cell.kind === "member") {
    const shown = clipped(cell.label, Math.floor((width - 4) / CHARACTER_PIXELS));
    return labelAt(x + width / 2, y, shown);
  }
  if (!isBehind) return labelAt(x + width / 2, y, text);
  const room = widthOf(text) + 6;
  const left = x + width + 3;
  return tag("rect", { class: "paper", x: left, y: y + 4, width: room, height: ROW - 8 }) +
    labelAt(left + room / 2, y, text);
}

function labelAt(middle: number, y: number, text: string): string {
  return text === "" ? "" : tag("text", { class: "label", x: middle, y: y + 17 }, escaped(text));
}

/** What the panel of a page shows. */
function pageAttributes(about: About, said: string): Readonly<Record<string, string>> {
  return {
    role: "img",
    tabindex: "-1",
    "aria-label": said,
    "data-about": JSON.stringify({
      name: about.name,
      byte: about.byteOffset,
      bytes: about.byteLength,
      index: about.index,
      type: about.type,
      writer: about.writer,
      writers: about.writers,
      readers: about.readers,
      doc: about.doc,
    }),
  };
}
