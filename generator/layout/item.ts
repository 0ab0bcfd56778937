import { freeze } from "../core/fingerprint.ts";
import type { RecordType, Scalar, SlotType } from "../spec/model.ts";
import { alignUp } from "./align.ts";
import type { FieldLayout, ItemLayout, Leaf, Padding, View } from "./model.ts";
import { VIEW_BYTES } from "./model.ts";

const SCALAR_VIEWS: Readonly<Record<Scalar, View>> = {
  u8: "u8",
  i8: "i8",
  u16: "u16",
  i16: "i16",
  u32: "u32",
  i32: "i32",
  f32: "f32",
  f64: "f64",
  bool: "u8",
  // A double holds every whole number up to 2^53 - 1, and reading one makes no bigint.
  u53: "f64",
  u64: "u64",
  i64: "i64",
};

/**
 * Offsets of every piece of an item. Fields lie in descending alignment, see `placementOrder`;
 * `fields` of the result keep the order of the spec. `byteLength` ends with the last byte of data:
 * an item is not padded to its own alignment, its stride is.
 */
export function solveItem(type: SlotType): ItemLayout {
  return freeze(solveAtZero(type));
}

/** Bytes from one item to the next: up to the item's alignment, or up to whole lines. */
export function itemStrideBytes(
  item: ItemLayout,
  padding: "line" | "none",
  lineBytes: number,
): number {
  return alignUp(item.byteLength, padding === "line" ? lineBytes : item.alignment);
}

function solveAtZero(type: SlotType): ItemLayout {
  switch (type.kind) {
    case "scalar":
      return single(type, SCALAR_VIEWS[type.scalar]);
    case "union":
      return single(type, type.members.length <= 256 ? "u8" : "u16");
    case "bytes":
      return { ...compound(type, type.length, 1), view: "u8" };
    case "text":
      return solveText(type, type.bytes);
    case "array":
      return solveArray(type, solveAtZero(type.of), type.length);
    case "record":
      return solveRecord(type, type.record);
  }
}

function compound(type: SlotType, byteLength: number, alignment: number): ItemLayout {
  return {
    type,
    byteOffset: 0,
    byteLength,
    alignment,
    fields: [],
    element: undefined,
    strideBytes: 0,
    view: undefined,
    lengthView: undefined,
    dataByteOffset: 0,
  };
}

function single(type: SlotType, view: View): ItemLayout {
  return { ...compound(type, VIEW_BYTES[view], VIEW_BYTES[view]), view };
}

/** The length in UTF-8 bytes, then room for the longest text. */
function solveText(type: SlotType, capacityBytes: number): ItemLayout {
  const lengthView = capacityBytes <= 255 ? "u8" : "u16";
  const lengthBytes = VIEW_BYTES[lengthView];
  const text = compound(type, lengthBytes + capacityBytes, lengthBytes);
  return { ...text, view: "u8", lengthView, dataByteOffset: lengthBytes };
}

function solveArray(type: SlotType, element: ItemLayout, length: number): ItemLayout {
  const strideBytes = alignUp(element.byteLength, element.alignment);
  return { ...compound(type, strideBytes * length, element.alignment), element, strideBytes };
}

function solveRecord(type: SlotType, record: RecordType): ItemLayout {
  const solved = record.fields.map((field) => ({ field, layout: solveAtZero(field.type) }));
  const placed = new Map<FieldLayout, FieldLayout>();
  let end = 0;
  for (const entry of placementOrder(solved)) {
    const byteOffset = alignUp(end, entry.layout.alignment);
    placed.set(entry, { field: entry.field, layout: moved(entry.layout, byteOffset) });
    end = byteOffset + entry.layout.byteLength;
  }
  const alignment = Math.max(1, ...solved.map(({ layout }) => layout.alignment));
  const fields = solved.map((entry) => placed.get(entry) ?? entry);
  return { ...compound(type, end, alignment), fields };
}

/**
 * Descending alignment; among equals, those that end on a multiple of their alignment come first,
 * since only the others can leave a gap behind them; among those, the order of the spec.
 */
function placementOrder(fields: readonly FieldLayout[]): FieldLayout[] {
  const ragged = ({ layout }: FieldLayout) => layout.byteLength % layout.alignment === 0 ? 0 : 1;
  // Array sorting is stable since ECMAScript 2019.
  return [...fields].sort((a, b) =>
    b.layout.alignment - a.layout.alignment || ragged(a) - ragged(b)
  );
}

/** Elements of arrays count from their own start, so they stay. */
export function moved(item: ItemLayout, byBytes: number): ItemLayout {
  return {
    ...item,
    byteOffset: item.byteOffset + byBytes,
    dataByteOffset: item.dataByteOffset + byBytes,
    fields: item.fields.map(({ field, layout }) => ({ field, layout: moved(layout, byBytes) })),
  };
}

/** Arrays around a piece of an item, outermost first. */
type Arrays = Leaf["arrays"];

/**
 * The pieces that a typed array reaches, in the order of the spec. A text gives two: its length
 * word, a scalar with `"length"` added to the path, then its bytes.
 */
export function leaves(item: ItemLayout): Leaf[] {
  return leavesOf(item, [], "", 0, []);
}

function leavesOf(
  item: ItemLayout,
  path: readonly string[],
  doc: string,
  baseBytes: number,
  arrays: Arrays,
): Leaf[] {
  if (item.element !== undefined) {
    const around = [...arrays, arrayAround(item)];
    return leavesOf(item.element, path, doc, baseBytes + item.byteOffset, around);
  }
  if (item.view === undefined) {
    return item.fields.flatMap(({ field, layout }) =>
      leavesOf(layout, [...path, field.name], field.doc, baseBytes, arrays)
    );
  }
  const { type, view, lengthView } = item;
  const byteOffset = baseBytes + item.dataByteOffset;
  const byteLength = item.byteOffset + item.byteLength - item.dataByteOffset;
  const data: Leaf = { path, doc, type, view, byteOffset, byteLength, arrays };
  if (lengthView === undefined) return [data];
  const length: Leaf = {
    ...data,
    path: [...path, "length"],
    type: { kind: "scalar", scalar: lengthView },
    view: lengthView,
    byteOffset: baseBytes + item.byteOffset,
    byteLength: VIEW_BYTES[lengthView],
  };
  return [length, data];
}

/** Padding inside an item; where it lies in arrays, `byteOffset` is that of the first element's. */
export interface ItemPadding extends Padding {
  readonly arrays: Arrays;
}

/** Every byte of an item's stride that no leaf covers, named after the field in front of it. */
export function itemPaddings(item: ItemLayout, strideBytes: number): ItemPadding[] {
  const last = inByteOrder(item.fields).at(-1);
  const path = last === undefined ? [] : [last.field.name];
  return [
    ...paddingsOf(item, [], 0, []),
    ...padding(path, item.byteOffset + item.byteLength, item.byteOffset + strideBytes, []),
  ];
}

function paddingsOf(
  item: ItemLayout,
  path: readonly string[],
  baseBytes: number,
  arrays: Arrays,
): ItemPadding[] {
  if (item.element !== undefined) {
    const { element, strideBytes } = item;
    const around = [...arrays, arrayAround(item)];
    const base = baseBytes + item.byteOffset;
    return [
      ...paddingsOf(element, path, base, around),
      ...padding(path, base + element.byteLength, base + strideBytes, around),
    ];
  }
  const fields = inByteOrder(item.fields);
  return fields.flatMap(({ field, layout }, index) => {
    const inner = [...path, field.name];
    const end = layout.byteOffset + layout.byteLength;
    const next = fields[index + 1]?.layout.byteOffset ?? end;
    return [
      ...paddingsOf(layout, inner, baseBytes, arrays),
      ...padding(inner, baseBytes + end, baseBytes + next, arrays),
    ];
  });
}

function arrayAround({ byteLength, strideBytes }: ItemLayout): Arrays[number] {
  return { length: byteLength / strideBytes, strideBytes };
}

function inByteOrder(fields: readonly FieldLayout[]): FieldLayout[] {
  return [...fields].sort((a, b) => a.layout.byteOffset - b.layout.byteOffset);
}

function padding(
  path: readonly string[],
  start: number,
  end: number,
  arrays: Arrays,
): ItemPadding[] {
  const name = `after ${path.join(".") || "item"}`;
  return end > start ? [{ name, byteOffset: start, byteLength: end - start, arrays }] : [];
}
