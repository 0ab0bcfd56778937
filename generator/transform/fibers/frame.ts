/** Places in the frame: bytes are shared by what never lives at the same suspension. */
import type { Block, Suspension, Variable } from "./ir.ts";
import type { CompiledFiber, FramePlace } from "./model.ts";
import { bytesOf } from "./slots.ts";

/** Bytes of the state, in front of everything else. */
const STATE_BYTES = 4;

export interface FramePlan {
  /** Byte offset of each variable that lives across a suspension, and of each parameter. */
  readonly offsets: ReadonlyMap<Variable, number>;
  /** Byte offset of the frame of each fiber that is called, by the fiber's name. */
  readonly callees: ReadonlyMap<string, number>;
  readonly frameBytes: number;
  readonly places: readonly FramePlace[];
}

/** A suspension and what lives across it. */
export interface Stop {
  readonly suspension: Suspension;
  readonly block: Block;
  readonly resume: Block;
  readonly across: ReadonlySet<Variable>;
}

interface Item {
  readonly key: Variable | string;
  readonly bytes: number;
  readonly alignment: number;
}

export function planFrame(
  parameters: readonly Variable[],
  stops: readonly Stop[],
  compiled: ReadonlyMap<string, CompiledFiber>,
  resultBytes: number,
): FramePlan {
  const groups: Set<Item["key"]>[] = [new Set(parameters)];
  for (const { suspension, across } of stops) {
    const group = new Set<Item["key"]>(across);
    if (suspension.kind === "fiber") group.add(suspension.name);
    groups.push(group);
  }
  const keys = new Set(groups.flatMap((group) => [...group]));
  const items = [...keys].map((key): Item => {
    if (typeof key === "string") {
      return { key, bytes: compiled.get(key)?.frameBytes ?? 0, alignment: 8 };
    }
    const bytes = bytesOf(key.type ?? "f64");
    return { key, bytes, alignment: bytes };
  });
  // Parameters keep their order at the front; then large before small, so that holes get filled.
  const rank = ({ key, bytes }: Item) =>
    typeof key !== "string" && key.kind === "parameter" ? 1e9 : bytes;
  const placed = new Map<Item["key"], { readonly offset: number; readonly end: number }>();
  for (const item of items.toSorted((a, b) => rank(b) - rank(a))) {
    const near = groups.filter((group) => group.has(item.key));
    const taken = [...placed].filter(([key]) => near.some((group) => group.has(key)));
    let offset = aligned(STATE_BYTES, item.alignment);
    for (;;) {
      const end = offset + item.bytes;
      const clash = taken.find(([, other]) => other.offset < end && other.end > offset);
      if (clash === undefined) break;
      offset = aligned(clash[1].end, item.alignment);
    }
    placed.set(item.key, { offset, end: offset + item.bytes });
  }
  const offsets = new Map<Variable, number>();
  const callees = new Map<string, number>();
  for (const [key, { offset }] of placed) {
    if (typeof key === "string") callees.set(key, offset);
    else offsets.set(key, offset);
  }
  const ends = [...placed.values()].map(({ end }) => end);
  const last = Math.max(STATE_BYTES, resultBytes, ...ends);
  return {
    offsets,
    callees,
    frameBytes: aligned(last, 8),
    places: placesOf(items, placed, stops),
  };
}

const aligned = (offset: number, alignment: number): number =>
  Math.ceil(offset / alignment) * alignment;

function placesOf(
  items: readonly Item[],
  placed: ReadonlyMap<Item["key"], { readonly offset: number }>,
  stops: readonly Stop[],
): readonly FramePlace[] {
  const places = items.map(({ key, bytes }): FramePlace => {
    const held = stops.filter(({ across, suspension }) =>
      typeof key === "string" ? suspension.name === key : across.has(key)
    );
    const lines = held.map(({ suspension }) => suspension.line);
    const first = typeof key === "string" ? Math.min(...lines) : key.line;
    return {
      name: typeof key === "string" ? key : key.emitted,
      type: typeof key === "string" ? "frame" : key.type ?? "f64",
      byteOffset: placed.get(key)?.offset ?? 0,
      bytes,
      aliveFromLine: first,
      aliveToLine: Math.max(first, ...lines),
    };
  });
  return places.toSorted((a, b) =>
    a.byteOffset - b.byteOffset || a.aliveFromLine - b.aliveFromLine
  );
}
