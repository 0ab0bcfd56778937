/**
 * Proves a finished layout from its bytes alone. Shares no arithmetic with `solve`: it expands
 * areas, items and accesses to byte ranges and sweeps over them.
 */
import type { Area, ItemLayout, Layout } from "./model.ts";
import type { Access, Span } from "./spans.ts";
import {
  access,
  alignmentFaults,
  endFaults,
  neighbours,
  outsideFaults,
  overlapFaults,
  tilingFaults,
} from "./spans.ts";

/**
 * Every way in which `layout` breaks a rule, in words; empty means proved:
 *
 * - the line is a power of two of at least 32 bytes, the total a whole number of lines up to 4 GiB;
 * - areas and paddings cover `[0, totalBytes)` exactly once;
 * - every area starts on a line and shares none with another area;
 * - the words of an area tile it, and `i32Index` says the same as `byteOffset`;
 * - in an item every access is aligned, lies inside, overlaps no other, so that each byte has one
 *   access width, and its view can hold the type;
 * - slots follow each other without overlap, in lines of their own where the request says so.
 *
 * Items of an area repeat with one stride, so that the first two and the last stand for all.
 */
export function check(layout: Layout): string[] {
  return [
    ...frameFaults(layout),
    ...coverFaults(layout),
    ...isolationFaults(layout),
    ...layout.areas.flatMap((area) => areaFaults(area, layout.lineBytes)),
  ];
}

function frameFaults({ lineBytes, totalBytes }: Layout): string[] {
  const faults: string[] = [];
  if (!Number.isInteger(Math.log2(lineBytes)) || lineBytes < 32) {
    faults.push(`a line of ${lineBytes} bytes is not a power of two of at least 32`);
  }
  if (!Number.isInteger(totalBytes / lineBytes)) {
    faults.push(`the total of ${totalBytes} bytes is not a whole number of lines of ${lineBytes}`);
  }
  if (totalBytes > 2 ** 32) faults.push(`the total of ${totalBytes} bytes is above 4 GiB`);
  return faults;
}

function coverFaults({ areas, paddings, totalBytes }: Layout): string[] {
  const parts = [
    ...areas.map(areaSpan),
    ...paddings.map(({ name, byteOffset, byteLength }) => ({
      name: `padding ${name}`,
      start: byteOffset,
      end: byteOffset + byteLength,
    })),
  ];
  return tilingFaults(parts, { name: "the layout", start: 0, end: totalBytes });
}

function isolationFaults({ areas, lineBytes }: Layout): string[] {
  const used = areas.filter((area) => area.byteLength > 0);
  const faults = used
    .filter((area) => area.byteOffset % lineBytes !== 0)
    .map((area) => `${area.request.name} starts inside a line, at byte ${area.byteOffset}`);
  for (const [first, second] of neighbours(used, (area) => area.byteOffset)) {
    const line = lineOf(second.byteOffset, lineBytes);
    if (lineOf(first.byteOffset + first.byteLength - 1, lineBytes) < line) continue;
    const [a, b] = [first.request, second.request];
    const who = a.writer === b.writer ? a.writer : `${a.writer} and ${b.writer}`;
    faults.push(`${a.name} and ${b.name} (${who}) share the line at byte ${line * lineBytes}`);
  }
  return faults;
}

function areaFaults(area: Area, lineBytes: number): string[] {
  switch (area.request.kind) {
    case "words":
      return wordFaults(area);
    case "wordArray":
      return wordArrayFaults(area, area.request.count);
    case "slots":
      return slotFaults(area, area.request.count, area.request.padding, lineBytes);
  }
}

function wordFaults(area: Area): string[] {
  const asked = area.request.kind === "words" ? area.request.words : [];
  const faults: string[] = [];
  if (asked.map(({ name }) => name).join() !== area.words.map(({ name }) => name).join()) {
    faults.push(`${area.request.name} has other words than were asked for`);
  }
  for (const { name, byteOffset, i32Index } of area.words) {
    if (i32Index * 4 !== byteOffset) {
      faults.push(`${name} has Int32 index ${i32Index} but starts at byte ${byteOffset}`);
    }
  }
  const accesses = area.words.map(({ name, byteOffset }) => access(name, byteOffset, "i32"));
  return [...faults, ...alignmentFaults(accesses), ...tilingFaults(accesses, areaSpan(area))];
}

function wordArrayFaults(area: Area, count: number): string[] {
  const accesses = sampled(count).map((index) =>
    access(`${area.request.name}[${index}]`, area.byteOffset + index * area.strideBytes, "i32")
  );
  return [
    ...alignmentFaults(accesses),
    ...overlapFaults(accesses),
    ...endFaults(accesses.at(-1), areaSpan(area)),
  ];
}

function slotFaults(
  area: Area,
  count: number,
  padding: "line" | "none",
  lineBytes: number,
): string[] {
  const { item } = area;
  if (item === undefined) return [`${area.request.name} has slots but no item`];
  const shape = accessesOf(item, 0, "item");
  const strides = sampled(count).map((index) => {
    const start = area.byteOffset + index * area.strideBytes;
    return { name: `${area.request.name}[${index}]`, start, end: start + area.strideBytes };
  });
  const slots = strides.map((slot) => ({ ...slot, end: slot.start + item.byteLength }));
  const accesses = slots.flatMap((slot) =>
    shape.accesses.map(({ name, start, end, view }) => ({
      name: `${slot.name} ${name}`,
      start: slot.start + start,
      end: slot.start + end,
      view,
    }))
  );
  const faults = [
    ...shape.faults,
    ...shape.accesses.flatMap((part) => outsideFaults(part, 0, item.byteLength)),
    ...alignmentFaults(accesses),
    ...overlapFaults(accesses),
    ...slots.flatMap((slot) => outsideFaults(slot, area.byteOffset, endOf(area))),
    ...endFaults(strides.at(-1), areaSpan(area)),
  ];
  if (item.byteLength === 0) faults.push(`${area.request.name} has items of no bytes`);
  return padding === "line" ? [...faults, ...lineFaults(slots, lineBytes)] : faults;
}

function lineFaults(slots: readonly Span[], lineBytes: number): string[] {
  const faults = slots
    .filter((slot) => slot.start % lineBytes !== 0)
    .map((slot) => `${slot.name} starts inside a line, at byte ${slot.start}`);
  for (const [first, second] of neighbours(slots, (slot) => slot.start)) {
    if (lineOf(first.end - 1, lineBytes) < lineOf(second.start, lineBytes)) continue;
    faults.push(`${first.name} and ${second.name} share a line`);
  }
  return faults;
}

/** Every access of an item that starts at `base`, arrays expanded, and where the tree is wrong. */
function accessesOf(
  item: ItemLayout,
  base: number,
  name: string,
): { accesses: Access[]; faults: string[] } {
  const start = base + item.byteOffset;
  const { type, view } = item;
  const found = (...accesses: Access[]) => ({ accesses, faults: [] as string[] });
  const wrong = (fault: string) => ({ accesses: [], faults: [`${name}: ${fault}`] });

  switch (type.kind) {
    case "scalar": {
      const stored = type.scalar === "bool" ? "u8" : type.scalar === "u53" ? "f64" : type.scalar;
      if (view !== stored) return wrong(`${type.scalar} cannot be stored as ${view}`);
      return found(access(name, start, view));
    }
    case "union": {
      const enough = view === "u8" ? 2 ** 8 : view === "u16" ? 2 ** 16 : 0;
      if (view === undefined || type.members.length > enough) {
        return wrong(`${type.members.length} members cannot be stored as ${view}`);
      }
      return found(access(name, start, view));
    }
    case "bytes":
      return found({ name, start, end: start + type.length, view: "u8" });
    case "text": {
      const longest = item.lengthView === "u8" ? 255 : item.lengthView === "u16" ? 65_535 : 0;
      if (item.lengthView === undefined || type.bytes > longest) {
        return wrong(`a length of ${type.bytes} cannot be stored as ${item.lengthView}`);
      }
      const data = base + item.dataByteOffset;
      return found(
        access(`${name}.length`, start, item.lengthView),
        { name, start: data, end: data + type.bytes, view: "u8" },
      );
    }
    case "array": {
      const { element, strideBytes } = item;
      if (element === undefined) return wrong("an array without an element");
      return joined(
        Array.from(
          { length: type.length },
          (_, index) => accessesOf(element, start + index * strideBytes, `${name}[${index}]`),
        ),
      );
    }
    case "record": {
      const { fields } = type.record;
      if (
        fields.length !== item.fields.length ||
        fields.some((field, index) => field.name !== item.fields[index]?.field.name)
      ) return wrong("other fields than the type has");
      return joined(
        item.fields.map(({ field, layout }) => accessesOf(layout, base, `${name}.${field.name}`)),
      );
    }
  }
}

function joined(
  parts: readonly { accesses: Access[]; faults: string[] }[],
): { accesses: Access[]; faults: string[] } {
  return {
    accesses: parts.flatMap((part) => part.accesses),
    faults: parts.flatMap((part) => part.faults),
  };
}

function areaSpan(area: Area): Span {
  return { name: area.request.name, start: area.byteOffset, end: endOf(area) };
}

function endOf(area: Area): number {
  return area.byteOffset + area.byteLength;
}

function lineOf(byte: number, lineBytes: number): number {
  return Math.floor(byte / lineBytes);
}

function sampled(count: number): number[] {
  return [...new Set([0, 1, count - 1])].filter((index) => index >= 0 && index < count);
}
