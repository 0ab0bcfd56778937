/** Sweeps over sorted byte ranges; each answers what it finds wrong, in words. */
import type { View } from "./model.ts";
import { VIEW_BYTES } from "./model.ts";

/** A named byte range; `end` is the first byte after it. */
export interface Span {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly view?: View;
}

/** What one typed-array access touches, or a run of single bytes. */
export interface Access extends Span {
  readonly view: View;
}

/** Gaps and overlaps of `parts` against `whole`. */
export function tilingFaults(parts: readonly Span[], whole: Span): string[] {
  const faults = [...overlapFaults(parts)];
  let covered = whole.start;
  for (const part of sorted(parts)) {
    if (part.start > covered) {
      faults.push(`bytes ${covered} to ${part.start - 1} of ${whole.name} belong to nothing`);
    }
    covered = Math.max(covered, part.end);
  }
  if (covered < whole.end) {
    faults.push(`bytes ${covered} to ${whole.end - 1} of ${whole.name} belong to nothing`);
  }
  return [...faults, ...parts.flatMap((part) => outsideFaults(part, whole.start, whole.end))];
}

/** Bytes that belong to two of `spans`. */
export function overlapFaults(spans: readonly Span[]): string[] {
  const faults: string[] = [];
  let before: Span | undefined;
  for (const span of sorted(spans)) {
    if (before !== undefined && span.start < before.end && span.end > span.start) {
      const end = Math.min(before.end, span.end) - 1;
      faults.push(`bytes ${span.start} to ${end} are both ${label(before)} and ${label(span)}`);
    }
    if (before === undefined || span.end > before.end) before = span;
  }
  return faults;
}

function label({ name, view }: Span): string {
  return view === undefined ? name : `${name} (${view})`;
}

/** Accesses that do not start on a multiple of their view's width. */
export function alignmentFaults(accesses: readonly Access[]): string[] {
  return accesses
    .filter(({ start, view }) => start % VIEW_BYTES[view] !== 0)
    .map(({ name, start, view }) => `${name} (${view}) is not aligned at byte ${start}`);
}

/** `span`, unless it lies within `[start, end)`. */
export function outsideFaults(span: Span, start: number, end: number): string[] {
  if (span.start >= start && span.end <= end) return [];
  return [`${span.name} at bytes ${span.start} to ${span.end - 1} leaves ${start} to ${end - 1}`];
}

/** `whole`, unless it ends where the last of its parts does. */
export function endFaults(last: Span | undefined, whole: Span): string[] {
  const end = last?.end ?? whole.start;
  return end === whole.end ? [] : [`${whole.name} ends at byte ${whole.end}, its parts at ${end}`];
}

export function access(name: string, start: number, view: View): Access {
  return { name, start, end: start + VIEW_BYTES[view], view };
}

function sorted<T extends Span>(spans: readonly T[]): T[] {
  return [...spans].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Each value with the one that starts next. */
export function neighbours<T>(values: readonly T[], startOf: (value: T) => number): [T, T][] {
  const ordered = [...values].sort((a, b) => startOf(a) - startOf(b));
  return ordered.slice(1).map((value, index) => [ordered[index] ?? value, value]);
}
