/** What lies in a window of an area: words, elements and fields, cut to the window. */
import { article } from "../layout/explain-members.ts";
import { itemPaddings, leaves } from "../layout/item.ts";
import type { Area, ItemLayout, Layout, Leaf } from "../layout/model.ts";
import { typeNotation } from "../layout/notation.ts";
import { type Use, usersOf } from "../layout/uses.ts";
import { type About, type Cell, grouped } from "./picture.ts";

export interface Window {
  readonly start: number;
  /** The first byte behind it. */
  readonly end: number;
}

const NOBODY = { readers: [], writers: [] };

/** Cells of the area itself, in byte order; what they leave free is padding. */
export function cellsOf(area: Area, uses: readonly Use[], window: Window): readonly Cell[] {
  const { request, byteOffset, strideBytes } = area;
  switch (request.kind) {
    case "words":
      return area.words.flatMap((word) => {
        const users = usersOf(uses, (byte) => byte === word.byteOffset);
        const about = {
          ...aboutWord(word.name, word.byteOffset, request.writer),
          ...users,
          doc: word.doc,
        };
        return cut(about, word.name, word.byteOffset, strideBytes, window);
      });
    case "wordArray": {
      const users = usersOf(uses, (byte) => byte >= byteOffset && byte < endOf(area));
      return inWindow(byteOffset, strideBytes, request.count, window).flatMap((k) => {
        const at = byteOffset + k * strideBytes;
        const about = aboutWord(`${request.name} [${grouped(k)}]`, at, request.writer);
        return cut({ ...about, ...users, doc: request.doc }, `[${k}]`, at, strideBytes, window);
      });
    }
    case "slots":
      return inWindow(byteOffset, strideBytes, request.count, window).flatMap((k) =>
        area.item === undefined ? [] : itemCells(area, area.item, uses, k, window)
      );
    case "members":
      return [];
  }
}

/** A whole structure in the place of one byte range: one cell, whatever is in it. */
export function memberAbout(area: Area, name: string, layout: Layout, doc: string): About {
  return {
    name,
    byteOffset: area.byteOffset,
    byteLength: layout.totalBytes,
    index: `Int32 index ${grouped(area.byteOffset / 4)}`,
    type: `${layout.name}, ${article(layout.structure)}`,
    writer: area.request.writer,
    doc,
    member: layout.name,
    ...NOBODY,
  };
}

export function paddingCells(free: readonly Window[], name: string): readonly Cell[] {
  return free.map(({ start, end }) => ({
    kind: "padding",
    byteOffset: start,
    byteLength: end - start,
    label: "",
    isStart: false,
    about: {
      name: name === "" ? "padding" : `padding ${name}`,
      byteOffset: start,
      byteLength: end - start,
      index: "",
      type: "",
      writer: "",
      doc: "",
      member: "",
      ...NOBODY,
    },
  }));
}

export function endOf({ byteOffset, byteLength }: Area): number {
  return byteOffset + byteLength;
}

function aboutWord(name: string, byteOffset: number, writer: string): About {
  return {
    name,
    byteOffset,
    byteLength: 4,
    index: `Int32 index ${grouped(byteOffset / 4)}`,
    type: "i32",
    writer,
    doc: "",
    member: "",
    ...NOBODY,
  };
}

function itemCells(
  area: Area,
  item: ItemLayout,
  uses: readonly Use[],
  index: number,
  window: Window,
): readonly Cell[] {
  const { request: { writer, name }, byteOffset: areaStart, strideBytes } = area;
  const start = areaStart + index * strideBytes;
  const fields = leaves(item).flatMap((leaf) => {
    const isHere = (byte: number) => touches(leaf, (byte - areaStart) % strideBytes, area, byte);
    const users = usersOf(uses, isHere);
    return repeated(leaf, start, window).flatMap(({ at, bytes, indices }) => {
      const path = leaf.path.join(".");
      const label = path === "" ? `[${index}]` : `${path}${indices}`;
      const about: About = {
        name: `${name} [${grouped(index)}]${path === "" ? "" : ` ${path}${indices}`}`,
        byteOffset: at,
        byteLength: bytes,
        index: indexIn(leaf, at),
        type: typeText(leaf, bytes),
        writer,
        doc: leaf.doc,
        member: "",
        ...users,
      };
      return cut(about, label, at, bytes, window, at === start);
    });
  });
  const gaps = itemPaddings(item, strideBytes).flatMap((padding) =>
    repeated(padding, start, window).flatMap(({ at, bytes }) =>
      paddingCells(clip({ start: at, end: at + bytes }, window), padding.name)
    )
  );
  return [...fields, ...gaps].sort((a, b) => a.byteOffset - b.byteOffset);
}

/** Whether an access of the area's first element at `inItem` is one of this field. */
function touches(leaf: Leaf, inItem: number, area: Area, byte: number): boolean {
  if (byte < area.byteOffset || byte >= endOf(area)) return false;
  const length = leaf.arrays.reduce(
    (bytes, { length, strideBytes }) => bytes + (length - 1) * strideBytes,
    leaf.byteLength,
  );
  const inLeaf = inItem - leaf.byteOffset;
  if (inLeaf < 0 || inLeaf >= length) return false;
  // Of an array of records, the field of each.
  const inElement = leaf.arrays.reduce((bytes, { strideBytes }) => bytes % strideBytes, inLeaf);
  return inElement < leaf.byteLength;
}

interface Repeat {
  readonly at: number;
  readonly bytes: number;
  /** `[3]`, `[2][0…4]`; empty outside arrays. */
  readonly indices: string;
}

/** Where a piece of an item lies; elements without gaps between them are one run. */
function repeated(
  { byteOffset, byteLength, arrays }: Pick<Leaf, "byteOffset" | "byteLength" | "arrays">,
  start: number,
  window: Window,
): readonly Repeat[] {
  const last = arrays.at(-1);
  const isRun = last !== undefined && last.strideBytes === byteLength;
  const bytes = isRun ? last.length * byteLength : byteLength;
  const around = isRun ? arrays.slice(0, -1) : arrays;
  const found = around.reduce<readonly Repeat[]>(
    (places, { length, strideBytes }, depth) => {
      const inner = around.slice(depth + 1).reduce(
        (sum, one) => sum + (one.length - 1) * one.strideBytes,
        bytes,
      );
      return places.flatMap((place) =>
        inWindow(place.at, strideBytes, length, { ...window, start: window.start - inner })
          .map((k) => ({
            ...place,
            at: place.at + k * strideBytes,
            indices: `${place.indices}[${k}]`,
          }))
      );
    },
    [{ at: start + byteOffset, bytes, indices: "" }],
  );
  return isRun
    ? found.map((place) => ({ ...place, indices: `${place.indices}[0…${last.length - 1}]` }))
    : found;
}

/** Numbers of the elements that lie at least partly in the window. */
function inWindow(first: number, strideBytes: number, count: number, window: Window): number[] {
  const from = Math.max(0, Math.floor((window.start - first) / strideBytes));
  const to = Math.min(count, Math.ceil((window.end - first) / strideBytes));
  return Array.from({ length: Math.max(0, to - from) }, (_, k) => from + k);
}

function cut(
  about: About,
  label: string,
  byteOffset: number,
  byteLength: number,
  window: Window,
  isStart = false,
): readonly Cell[] {
  return clip({ start: byteOffset, end: byteOffset + byteLength }, window).map((
    { start, end },
  ) => ({
    kind: "data" as const,
    byteOffset: start,
    byteLength: end - start,
    label,
    isStart: isStart && start === byteOffset,
    about,
  }));
}

function clip(range: Window, window: Window): readonly Window[] {
  const start = Math.max(range.start, window.start);
  const end = Math.min(range.end, window.end);
  return start < end ? [{ start, end }] : [];
}

const VIEW_NAMES: Readonly<Record<string, readonly [name: string, bytes: number]>> = {
  u8: ["Uint8", 1],
  i8: ["Int8", 1],
  u16: ["Uint16", 2],
  i16: ["Int16", 2],
  u32: ["Uint32", 4],
  i32: ["Int32", 4],
  f32: ["Float32", 4],
  f64: ["Float64", 8],
  u64: ["BigUint64", 8],
  i64: ["BigInt64", 8],
};

function indexIn({ view }: Leaf, byteOffset: number): string {
  const [name, bytes] = VIEW_NAMES[view] ?? [view, 1];
  return `${name} index ${grouped(byteOffset / bytes)}`;
}

function typeText({ type, view, byteLength }: Leaf, bytes: number): string {
  const notation = typeNotation(type);
  const stored = notation === view ? notation : `${notation}, stored as ${view}`;
  return bytes === byteLength ? stored : `${bytes / byteLength} times ${stored}`;
}
