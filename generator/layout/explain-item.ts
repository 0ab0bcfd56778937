import { cell, columnWidths } from "./ascii.ts";
import type { ItemPadding } from "./item.ts";
import { itemPaddings, leaves } from "./item.ts";
import type { Area, ItemLayout, Leaf } from "./model.ts";
import { typeNotation } from "./notation.ts";

const MAP_ROW_BYTES = 64;
/** Above four rows a map says less than the table below it. */
const MAX_MAP_BYTES = 256;
const MAP_KEYS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

type Piece = { readonly key: string } & (Leaf | ItemPadding);

/** A map with a character for each byte, where it is small enough, and a table of the fields. */
export function itemSection({ request, strideBytes }: Area, item: ItemLayout): string[] {
  const pieces = piecesOf(item, strideBytes);
  const drawn = strideBytes <= MAX_MAP_BYTES && pieces.every(({ key }) => key !== "");
  return [
    `${request.name}: one item, ${item.byteLength} bytes of data in ${strideBytes}`,
    "",
    ...(drawn ? [...byteMap(pieces, strideBytes), ""] : []),
    ...fieldTable(pieces, drawn),
  ];
}

/** Leaves and paddings by byte, with the character that stands for each in the map. */
function piecesOf(item: ItemLayout, strideBytes: number): Piece[] {
  const inByteOrder = leaves(item).sort((a, b) => a.byteOffset - b.byteOffset);
  const data = inByteOrder.map((leaf, index) => ({ ...leaf, key: MAP_KEYS.charAt(index) }));
  const rest = itemPaddings(item, strideBytes).map((padding) => ({ ...padding, key: "." }));
  return [...data, ...rest].sort((a, b) => a.byteOffset - b.byteOffset);
}

/** A character a byte, a cache line of 64 bytes a row. */
function byteMap(pieces: readonly Piece[], strideBytes: number): string[] {
  const bytes = new Array<string>(strideBytes).fill("?");
  for (const { key, byteOffset, byteLength, arrays } of pieces) {
    for (const start of starts(byteOffset, arrays)) {
      bytes.fill(key, start, start + byteLength);
    }
  }
  const rowBytes = Math.min(strideBytes, MAP_ROW_BYTES);
  const ruler = Array.from({ length: Math.ceil(rowBytes / 8) }, (_, i) => `${i * 8}`.padEnd(8));
  const rows = [`  byte   ${ruler.join("").trimEnd()}`];
  for (let start = 0; start < strideBytes; start += rowBytes) {
    rows.push(`  ${`${start}`.padStart(4)}   ${bytes.slice(start, start + rowBytes).join("")}`);
  }
  return rows;
}

/** Where each element of nested arrays puts a piece whose first one is at `byteOffset`. */
function starts(byteOffset: number, arrays: Leaf["arrays"]): number[] {
  return arrays.reduce(
    (found, { length, strideBytes }) =>
      found.flatMap((start) => Array.from({ length }, (_, i) => start + i * strideBytes)),
    [byteOffset],
  );
}

function fieldTable(pieces: readonly Piece[], drawn: boolean): string[] {
  const rows = pieces.map((piece) => [
    piece.key,
    `${piece.byteOffset}`,
    `${piece.byteLength}`,
    "view" in piece ? piece.view : "",
    "view" in piece ? piece.path.join(".") || "item" : `(${piece.name})`,
    ["view" in piece ? typeOf(piece) : "", repetition(piece)].filter(Boolean).join(", "),
  ]);
  const table = [["key", "byte", "bytes", "view", "field", "type"], ...rows];
  const widths = columnWidths(table);
  return table.map((values) => {
    const cells = values.map((value, column) =>
      cell(value, widths[column] ?? 0, column === 1 || column === 2)
    );
    return `  ${cells.slice(drawn ? 0 : 1).join("  ")}`.trimEnd();
  });
}

/** Empty where the view says it all. */
function typeOf({ type, view }: Leaf): string {
  const notation = typeNotation(type);
  return notation === view ? "" : notation;
}

function repetition({ arrays }: Piece): string {
  if (arrays.length === 0) return "";
  const times = arrays.map(({ length }) => length).join(" x ");
  const apart = arrays.map(({ strideBytes }) => strideBytes).join(" and ");
  return `${times} times, ${apart} bytes apart`;
}
