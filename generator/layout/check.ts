/**
 * Proves a finished layout from its bytes alone. Shares no arithmetic with `solve`: it expands
 * areas, items and accesses to byte ranges and sweeps over them.
 */
import type { Area, Layout, MemberLayout } from "./model.ts";
import { accessesOf } from "./item-accesses.ts";
import type { Span } from "./spans.ts";
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
 * - slots follow each other without overlap, in lines of their own where the request says so;
 * - buckets begin with a power of two of slots, and nothing lies behind the area that grows;
 * - every member is proved in the same way, its lines are lines here, and the largest of those in
 *   one place fills it.
 *
 * Items of an area repeat with one stride, so that the first two and the last stand for all.
 */
export function check(layout: Layout): string[] {
  return [
    ...frameFaults(layout),
    ...coverFaults(layout),
    ...isolationFaults(layout),
    ...growthFaults(layout),
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

function growthFaults({ areas }: Layout): string[] {
  return areas.flatMap(({ request, byteOffset }) => {
    if (request.kind !== "slots" || request.firstBucket === undefined) return [];
    const behind = areas.filter((other) => other.byteOffset > byteOffset);
    const faults = behind.map((other) =>
      `${other.request.name} lies behind ${request.name}, which grows`
    );
    if (Number.isInteger(Math.log2(request.firstBucket))) return faults;
    const first = `the first bucket of ${request.name} has ${request.firstBucket} slots`;
    return [...faults, `${first}, which is not a power of two`];
  });
}

function areaFaults(area: Area, lineBytes: number): string[] {
  switch (area.request.kind) {
    case "words":
      return wordFaults(area);
    case "wordArray":
      return wordArrayFaults(area, area.request.count);
    case "slots":
      return slotFaults(area, area.request.count, area.request.padding, lineBytes);
    case "members":
      return memberFaults(area, area.request.alternatives, lineBytes);
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

function memberFaults(
  area: Area,
  alternatives: readonly MemberLayout[],
  lineBytes: number,
): string[] {
  const ends = alternatives.map(({ layout }) => layout.totalBytes);
  const faults = alternatives.flatMap(({ name, layout }) => {
    const found = check(layout).map((fault) => `${name}: ${fault}`);
    if (lineBytes % layout.lineBytes !== 0) {
      found.push(
        `${name} has lines of ${layout.lineBytes} bytes, which do not fit lines of ${lineBytes}`,
      );
    }
    return found;
  });
  if (alternatives.length === 0) faults.push(`${area.request.name} has no member`);
  const end = Math.max(0, ...ends);
  if (end !== area.byteLength) {
    faults.push(`${area.request.name} has ${area.byteLength} bytes, its largest member ${end}`);
  }
  return faults;
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
