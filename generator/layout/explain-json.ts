import { itemPaddings, leaves } from "./item.ts";
import type { Area, ItemLayout, Layout, Leaf, Padding } from "./model.ts";
import { typeNotation } from "./notation.ts";

/**
 * The layout as JSON with a final newline. Members keep their order and meaning while `format` is 1;
 * new ones may come. All offsets and lengths are bytes, except `i32Index`.
 */
export function explainJson(layout: Layout): string {
  return `${JSON.stringify(layoutJson(layout), null, 2)}\n`;
}

/** Offsets of a member count from its own start. */
function layoutJson(layout: Layout): object {
  const { name, structure, lineBytes, totalBytes, fingerprint } = layout;
  return {
    format: 1,
    name,
    structure,
    fingerprint,
    lineBytes,
    totalBytes,
    areas: layout.areas.map(areaJson),
    paddings: layout.paddings.map(paddingJson),
  };
}

function areaJson(area: Area) {
  const { request, byteOffset, byteLength, strideBytes, item } = area;
  const { kind, name, doc, writer } = request;
  const about = { kind, name, doc, writer, byteOffset, byteLength, strideBytes };
  if (request.kind === "words") {
    const words = area.words.map((word) => ({
      name: word.name,
      doc: word.doc,
      byteOffset: word.byteOffset,
      i32Index: word.i32Index,
    }));
    return { ...about, words };
  }
  if (request.kind === "members") {
    const members = request.alternatives.map(({ name, doc, layout }) => ({
      name,
      doc,
      layout: layoutJson(layout),
    }));
    return { ...about, members };
  }
  if (item === undefined) return { ...about, count: request.count };
  const firstBucket = request.kind === "slots" ? request.firstBucket : undefined;
  const buckets = firstBucket === undefined ? {} : { firstBucket };
  return { ...about, count: request.count, ...buckets, item: itemJson(item, strideBytes) };
}

function itemJson(item: ItemLayout, strideBytes: number) {
  return {
    type: typeNotation(item.type),
    byteLength: item.byteLength,
    alignment: item.alignment,
    leaves: leaves(item).map(({ path, doc, type, view, byteOffset, byteLength, arrays }) => ({
      path,
      doc,
      type: typeNotation(type),
      view,
      byteOffset,
      byteLength,
      arrays: arraysJson(arrays),
    })),
    paddings: itemPaddings(item, strideBytes).map((padding) => ({
      ...paddingJson(padding),
      arrays: arraysJson(padding.arrays),
    })),
  };
}

function paddingJson({ name, byteOffset, byteLength }: Padding) {
  return { name, byteOffset, byteLength };
}

function arraysJson(arrays: Leaf["arrays"]) {
  return arrays.map(({ length, strideBytes }) => ({ length, strideBytes }));
}
