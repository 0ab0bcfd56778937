/** One structure as SVG elements: cache lines as rows, everything in them to scale. */
import { CHARACTER_PIXELS, clipped, labelsOf, wrapped } from "./labels.ts";
import { escaped, tag } from "./markup.ts";
import { grouped, type Picture, plural, type Section } from "./picture.ts";
import { type DrawOptions, MARGIN, ROW, rowMarkup } from "./rows.ts";
import { writerClass } from "./style.ts";

export interface Drawing {
  /** Elements whose upper left corner is 0, 0. */
  readonly markup: string;
  readonly width: number;
  readonly height: number;
}

const ROW_STEP = 30;
const TEXT_STEP = 17;
const SECTION_GAP = 12;
const STRIP = 10;
const SWATCH = 18;
/** Of a character, in the widest of the usual fonts. */
const TITLE_PIXELS = 9.8;
const NAME_PIXELS = 7.8;
const NOTE_PIXELS = 6.6;
/** Between two strokes. */
const HATCH = 7;

export function draw(picture: Picture, options: DrawOptions): Drawing {
  const rowWidth = options.rowBytes * options.pixelsPerByte;
  const width = MARGIN + rowWidth + 2;
  const parts: string[] = [];
  let y = 18;
  const title = clipped(picture.heading, Math.floor(width / TITLE_PIXELS));
  parts.push(tag("text", { class: "name", x: 0, y }, escaped(title)));
  const columns = Math.floor(width / NOTE_PIXELS);
  for (const line of wrapped(picture.summary.split("; "), columns)) {
    y += TEXT_STEP;
    parts.push(tag("text", { class: "note", x: 0, y }, escaped(line)));
  }
  y += 8;
  parts.push(strip(picture, { y, width: rowWidth }));
  y += STRIP + 2;
  for (const section of picture.sections) {
    y += SECTION_GAP + 10;
    parts.push(heading(section, y, width));
    y += 7;
    const labels = labelsOf(section, options.pixelsPerByte);
    for (const [k, row] of section.rows.entries()) {
      if (row.kind === "gap") {
        parts.push(
          tag("text", { class: "note gap", x: MARGIN, y: y + 13 }, escaped(`⋮ ${row.text}`)),
        );
        y += 20;
        continue;
      }
      parts.push(rowMarkup(row, { y, labelOf: labels.of, options }));
      const next = section.rows[k + 1];
      // The rows of one line touch.
      y += next?.kind === "row" && !next.isLineStart ? ROW : ROW_STEP;
    }
    for (const line of wrapped(labels.legend, Math.floor(rowWidth / CHARACTER_PIXELS))) {
      parts.push(tag("text", { class: "legend", x: MARGIN, y: y + 10 }, escaped(line)));
      y += TEXT_STEP;
    }
  }
  return { markup: tag("g", { class: "structure" }, parts.join("\n")), width, height: y + 6 };
}

/** The pattern of padding; once for a file. */
export function hatching(): string {
  const line = tag("line", { class: "hatch", x1: 0, y1: 0, x2: 0, y2: HATCH });
  const pattern = tag("pattern", {
    id: "padding",
    width: HATCH,
    height: HATCH,
    patternUnits: "userSpaceOnUse",
    patternTransform: "rotate(45)",
  }, line);
  return tag("defs", {}, pattern);
}

/** All of the structure in one line: areas, and the padding behind them, to scale. */
function strip(
  { sections, totalBytes }: Picture,
  { y, width }: { readonly y: number; readonly width: number },
): string {
  const scale = width / totalBytes;
  const parts = sections.map(({ name, writer, byteOffset, byteLength, paddedBytes }) => {
    const said = `${name}: ${plural(paddedBytes, "byte")} of ${grouped(totalBytes)}`;
    const box = (className: string, bytes: number, from: number, fill?: string) =>
      tag("rect", {
        class: className,
        x: MARGIN + from * scale,
        y,
        width: bytes * scale,
        height: STRIP,
        fill,
      });
    const behind = paddedBytes - byteLength;
    return tag(
      "g",
      { class: "share" },
      tag("title", {}, escaped(said)),
      box(writerClass(writer), byteLength, byteOffset),
      behind === 0 ? "" : box("pad", behind, byteOffset + byteLength, "url(#padding)"),
    );
  });
  const rim = tag("rect", { class: "rim", x: MARGIN, y, width, height: STRIP });
  return tag("text", { class: "at", x: MARGIN - 8, y: y + 9 }, "whole") + parts.join("") + rim;
}

/** A swatch, the area's name and who writes it. */
function heading(section: Section, y: number, width: number): string {
  const { writer, doc } = section;
  const name = clipped(section.name, Math.floor((width - SWATCH) / NAME_PIXELS));
  const about = [writer === "member" ? "" : `written by ${writer}`, doc.replace(/\s+/g, " ")]
    .filter((part) => part !== "").join(" · ");
  const nameWidth = name.length * NAME_PIXELS;
  const room = Math.floor((width - SWATCH - nameWidth - 10) / NOTE_PIXELS);
  const text = escaped(name) +
    (room > 12 && about !== ""
      ? tag("tspan", { class: "note", dx: 10 }, escaped(clipped(about, room)))
      : "");
  return tag("rect", { class: writerClass(writer), x: 0, y: y - 9, width: 11, height: 11, rx: 2 }) +
    tag("text", { class: "area", x: SWATCH, y }, text);
}
