/** A layout as a picture for people and as JSON for programs. */
import { cell, clipped, columnWidths, printable } from "./ascii.ts";
import { itemSection } from "./explain-item.ts";
import { article, memberRows, memberTitle, type Row } from "./explain-members.ts";
import type { Area, Layout, Padding, SlotsRequest } from "./model.ts";

export { explainJson } from "./explain-json.ts";

/** Leaves room for a comment's margin in 100 columns. */
const MAX_COLUMNS = 96;
/** Six edges, and a space on each side of five cells. */
const FRAME_COLUMNS = 16;

/**
 * The layout in printable ASCII, at most 96 columns wide, lines joined by `\n` without one at the
 * end: one row for each word, array and padding with who writes it, then each item's fields. It
 * holds no end of a block comment, so that it can stand in one.
 */
export function explainText(layout: Layout): string {
  const { name, structure, totalBytes, lineBytes } = layout;
  const lines = `${totalBytes / lineBytes} cache lines of ${lineBytes}`;
  return [
    `${name}, ${article(structure)}: ${totalBytes} bytes, ${lines}`,
    "",
    ...memoryTable(layout),
    ...layout.areas.flatMap((area) =>
      area.item === undefined ? [] : ["", ...itemSection(area, area.item)]
    ),
  ].map((line) => clipped(printable(line), MAX_COLUMNS)).join("\n");
}

/** One box an area, its name in the upper edge; dots are padding. */
function memoryTable({ areas, paddings }: Layout): string[] {
  const boxes = areas.map((area) => boxRows(area, paddings));
  const head = ["byte", "bytes", "i32", "contents", "written by"];
  const names = areas.map((area) => ["", "", "", titleOf(area), ""]);
  const [byteWidth = 0, bytesWidth = 0, i32Width = 0, widest = 0, writerWidth = 0] = columnWidths([
    head,
    ...names,
    ...boxes.flat(),
  ]);
  // Two more than the widest, so that a name in an edge has dashes on both sides.
  const room = MAX_COLUMNS - (byteWidth + bytesWidth + i32Width + writerWidth) - FRAME_COLUMNS;
  const contentsWidth = Math.min(widest + 2, room);
  const widths = [byteWidth, bytesWidth, i32Width, contentsWidth, writerWidth];

  const row = (values: readonly string[]) => {
    const cells = values.map((value, column) => cell(value, widths[column] ?? 0, column < 3));
    return `| ${cells.join(" | ")} |`;
  };
  const edge = (name: string) => {
    const dashes = widths.map((width) => "-".repeat(width + 2));
    const title = name === "" ? "" : `- ${clipped(printable(name), contentsWidth - 1)} `;
    dashes[3] = title.padEnd(contentsWidth + 2, "-");
    return `+${dashes.join("+")}+`;
  };
  const dotted = (values: readonly string[]) =>
    row(values.map((value) => value === DOTS ? ".".repeat(contentsWidth) : value));

  return [
    edge(""),
    row(head),
    ...areas.flatMap((area, index) => [
      edge(titleOf(area)),
      ...(boxes[index] ?? []).map(dotted),
    ]),
    edge(""),
  ];
}

/** Stands for as many dots as the column is wide. */
const DOTS = ".";

/** Byte, bytes, Int32 index, contents and writer of each row of an area. */
function boxRows(area: Area, paddings: readonly Padding[]): string[][] {
  const rows = contentsOf(area).map((
    [byteOffset, byteLength, ...texts],
  ) => [`${byteOffset}`, `${byteLength}`, ...texts]);
  const padding = paddingAfter(area, paddings);
  if (padding === undefined) return rows;
  return [...rows, [`${padding.byteOffset}`, `${padding.byteLength}`, "", DOTS, ""]];
}

function titleOf({ request }: Area): string {
  return request.kind === "members" ? memberTitle(request) : request.name;
}

function contentsOf(area: Area): readonly Row[] {
  const { request, byteOffset, byteLength, strideBytes, words } = area;
  const { writer } = request;
  switch (request.kind) {
    case "words":
      return words.map((word, index) => [
        word.byteOffset,
        strideBytes,
        `${word.i32Index}`,
        word.name,
        index === 0 ? writer : "",
      ]);
    case "wordArray": {
      const text = `${request.count} Int32 words`;
      return [[byteOffset, byteLength, `${byteOffset / strideBytes}`, text, writer]];
    }
    case "slots": {
      const { count } = request;
      const text = count === 1
        ? `1 item of ${strideBytes} bytes`
        : `${count} items, ${strideBytes} bytes apart${bucketsText(request)}`;
      return [[byteOffset, byteLength, "", text, writer]];
    }
    case "members":
      return memberRows(area, request);
  }
}

function bucketsText({ firstBucket, count }: SlotsRequest): string {
  if (firstBucket === undefined || firstBucket >= count) return "";
  return `, in buckets: ${firstBucket}, ${2 * firstBucket} ...`;
}

function paddingAfter(area: Area, paddings: readonly Padding[]): Padding | undefined {
  const end = area.byteOffset + area.byteLength;
  return paddings.find(({ byteOffset }) => byteOffset === end);
}
