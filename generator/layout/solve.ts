import { fingerprint, freeze } from "../core/fingerprint.ts";
import { alignUp } from "./align.ts";
import { itemStrideBytes, leaves, solveItem } from "./item.ts";
import type {
  Area,
  AreaRequest,
  Layout,
  LayoutRequest,
  Padding,
  SlotsRequest,
  WordsRequest,
} from "./model.ts";
import { typeNotation } from "./notation.ts";

const WORD_BYTES = Int32Array.BYTES_PER_ELEMENT;

/** 65,536 pages of 64 KiB: what a 32-bit WebAssembly memory can hold. */
export const MAX_LAYOUT_BYTES = 65_536 * 65_536;

/** A structure that no memory can hold; nothing is wrong with it but its size. */
export class LayoutTooLargeError extends Error {
  readonly totalBytes: number;
  readonly maxBytes: number;

  constructor(name: string, totalBytes: number, largest: Area) {
    const { request, byteLength, strideBytes } = largest;
    super(
      `${name} needs ${totalBytes} bytes, of which ${request.name} takes ${byteLength} ` +
        `(${byteLength / strideBytes} x ${strideBytes}); ` +
        `one WebAssembly memory holds at most ${MAX_LAYOUT_BYTES} (65536 pages of 64 KiB). ` +
        (request.kind === "slots" && request.firstBucket !== undefined
          ? `Ask for at most ${fitting(request.count, totalBytes)} items, or for smaller ones`
          : `Ask for fewer or smaller items`),
    );
    this.name = "LayoutTooLargeError";
    this.totalBytes = totalBytes;
    this.maxBytes = MAX_LAYOUT_BYTES;
  }
}

/** More than what tables take that do not grow with the number of items. */
const FIXED_BYTES = 2 ** 20;

/** How many of `count` items, which take `totalBytes` with all that belongs to them, a memory holds. */
function fitting(count: number, totalBytes: number): number {
  return Math.floor(count / totalBytes * (MAX_LAYOUT_BYTES - FIXED_BYTES));
}

/**
 * Places every area of `request`, in its order, on lines of its own, the first at byte 0. What no
 * word and no item needs up to the end of an area's last line is padding with a name.
 *
 * `lineBytes` is the distance that keeps two writers apart: a power of two, at least 32 (`check`
 * proves it). Throws {@link LayoutTooLargeError} above {@link MAX_LAYOUT_BYTES}.
 */
export function solve(request: LayoutRequest, lineBytes: number): Layout {
  const areas: Area[] = [];
  const paddings: Padding[] = [];
  let totalBytes = 0;
  for (const wanted of request.areas) {
    const area = solveArea(wanted, totalBytes, lineBytes);
    const end = area.byteOffset + area.byteLength;
    areas.push(area);
    totalBytes = alignUp(end, lineBytes);
    if (totalBytes > end) {
      paddings.push({
        name: `after ${wanted.name}`,
        byteOffset: end,
        byteLength: totalBytes - end,
      });
    }
  }
  if (totalBytes > MAX_LAYOUT_BYTES) {
    const largest = areas.reduce((a, b) => b.byteLength > a.byteLength ? b : a);
    throw new LayoutTooLargeError(request.name, totalBytes, largest);
  }
  const { name, structure } = request;
  const solved = { name, structure, lineBytes, totalBytes, areas, paddings };
  return freeze({ ...solved, fingerprint: fingerprint(identity(solved)) });
}

function solveArea(request: AreaRequest, byteOffset: number, lineBytes: number): Area {
  switch (request.kind) {
    case "words":
      return solveWords(request, byteOffset);
    case "wordArray":
      return {
        request,
        byteOffset,
        byteLength: request.count * WORD_BYTES,
        words: [],
        strideBytes: WORD_BYTES,
        item: undefined,
      };
    case "slots":
      return solveSlots(request, byteOffset, lineBytes);
    case "members": {
      const sizes = request.alternatives.map(({ layout }) => layout.totalBytes);
      const byteLength = Math.max(0, ...sizes);
      const strideBytes = byteLength;
      return { request, byteOffset, byteLength, words: [], strideBytes, item: undefined };
    }
  }
}

function solveWords(request: WordsRequest, byteOffset: number): Area {
  const words = request.words.map(({ name, doc }, index) => {
    const wordByteOffset = byteOffset + index * WORD_BYTES;
    return { name, doc, byteOffset: wordByteOffset, i32Index: wordByteOffset / WORD_BYTES };
  });
  const byteLength = words.length * WORD_BYTES;
  return { request, byteOffset, byteLength, words, strideBytes: WORD_BYTES, item: undefined };
}

function solveSlots(request: SlotsRequest, byteOffset: number, lineBytes: number): Area {
  const item = solveItem(request.item);
  const strideBytes = itemStrideBytes(item, request.padding, lineBytes);
  const byteLength = request.count * strideBytes;
  return { request, byteOffset, byteLength, words: [], strideBytes, item };
}

/**
 * What two threads have to agree on, spelt out so that neither the order of a model's properties
 * nor documentation can change it.
 */
function identity(layout: Omit<Layout, "fingerprint">): string {
  const { name, structure, lineBytes, totalBytes } = layout;
  const areas = layout.areas.map((area) => [
    area.request.kind,
    area.request.name,
    area.byteOffset,
    area.byteLength,
    area.strideBytes,
    area.words.map((word) => [word.name, word.byteOffset]),
    ...area.request.kind === "slots" && area.request.firstBucket !== undefined
      ? [area.request.firstBucket]
      : [],
    area.item === undefined ? [] : leaves(area.item).map((leaf) => [
      leaf.path,
      typeNotation(leaf.type),
      leaf.view,
      leaf.byteOffset,
      leaf.byteLength,
      leaf.arrays.map(({ length, strideBytes }) => [length, strideBytes]),
    ]),
    ...area.request.kind === "members"
      ? area.request.alternatives.map(({ name, layout }) => [
        name,
        layout.name,
        layout.structure,
        layout.fingerprint,
      ])
      : [],
  ]);
  return JSON.stringify([name, structure, lineBytes, totalBytes, areas]);
}
