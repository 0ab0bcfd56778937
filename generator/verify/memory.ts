/**
 * The simulated memory: sequentially consistent, over real bytes and the real `Atomics`, so that
 * conversions and widths are the engine's own. Contents are numbered, which makes them cheap to keep,
 * to compare and to go back to.
 */
import type { Program, Request, Value } from "../core/machine.ts";
import { createVectorSet } from "./vectors.ts";

/** A request that reads or changes memory. */
export type Access = Extract<
  Request,
  { kind: "load" | "store" | "rmw" | "compareExchange" }
>;

/** Bytes that an access touches. */
export interface Range {
  readonly start: number;
  /** The byte behind the last. */
  readonly end: number;
  readonly writes: boolean;
}

export interface Memory {
  readonly buffer: ArrayBuffer;
  /** From here on contents are numbered; what the memory holds now is number 0. */
  freeze(): void;
  /** Number of the present contents. */
  save(): number;
  /** Goes back to contents that `save` has numbered. */
  restore(id: number): void;
  /** Does what is asked and gives the answer; throws OutsideError for an index beyond the structure. */
  perform(access: Access): Value;
  /** What `Atomics.load` would give. */
  peek(view: string, index: number): Value;
}

/** An access to what is no part of the structure. */
export class OutsideError extends Error {
  constructor(view: string, index: number, length: number) {
    super(`${view}[${index}] is outside the structure, which has ${length} elements of that width`);
    this.name = "OutsideError";
  }
}

type Numbers =
  | Int8Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>;
type BigInts = BigInt64Array<ArrayBuffer> | BigUint64Array<ArrayBuffer>;
type Floats = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** A view, by what it may hold: `Atomics` takes no floating-point array. */
type View =
  | { readonly kind: "number"; readonly array: Numbers }
  | { readonly kind: "bigint"; readonly array: BigInts }
  | { readonly kind: "float"; readonly array: Floats };

const MAKE_VIEW: Readonly<Record<string, (buffer: ArrayBuffer) => View>> = {
  i8: (buffer) => ({ kind: "number", array: new Int8Array(buffer) }),
  u8: (buffer) => ({ kind: "number", array: new Uint8Array(buffer) }),
  i16: (buffer) => ({ kind: "number", array: new Int16Array(buffer) }),
  u16: (buffer) => ({ kind: "number", array: new Uint16Array(buffer) }),
  i32: (buffer) => ({ kind: "number", array: new Int32Array(buffer) }),
  u32: (buffer) => ({ kind: "number", array: new Uint32Array(buffer) }),
  f32: (buffer) => ({ kind: "float", array: new Float32Array(buffer) }),
  f64: (buffer) => ({ kind: "float", array: new Float64Array(buffer) }),
  i64: (buffer) => ({ kind: "bigint", array: new BigInt64Array(buffer) }),
  u64: (buffer) => ({ kind: "bigint", array: new BigUint64Array(buffer) }),
};

/** Bytes of an access; for `wait` and `notify` those of the word. */
export function rangeOf(
  program: Program,
  request: { readonly view: string; readonly index: number },
  writes: boolean,
): Range {
  const bytes = program.views[request.view]?.bytesPerElement ?? 1;
  const start = request.index * bytes;
  return { start, end: start + bytes, writes };
}

export function createMemory(program: Program): Memory {
  const buffer = new ArrayBuffer(Math.ceil(program.totalBytes / 8) * 8);
  const words = new Int32Array(buffer);
  const views: Record<string, View> = {};
  for (const name of Object.keys(program.views)) {
    const make = MAKE_VIEW[name];
    if (make === undefined) throw new Error(`the program uses an unknown view, ${name}`);
    views[name] = make(buffer);
  }
  views["i32"] ??= { kind: "number", array: words };

  let initial = words.slice();
  /** Words that were accessed since `freeze`; only these are kept, as differences from `initial`. */
  let tracked: number[] = [];
  let isTracked = new Uint8Array(words.length);
  let contents = createVectorSet(8);
  let vector = new Int32Array(8);
  let current = 0;
  let isDirty = false;

  const freeze = () => {
    initial = words.slice();
    tracked = [];
    isTracked = new Uint8Array(words.length);
    contents = createVectorSet(8);
    vector = new Int32Array(8);
    current = contents.add(vector);
    isDirty = false;
  };

  /** Room for one more tracked word; numbers stay, since vectors are added again in their order. */
  const widen = () => {
    const wider = createVectorSet(contents.stride * 2);
    const room = new Int32Array(wider.stride);
    for (let id = 0; id < contents.size(); id++) {
      contents.read(id, room);
      wider.add(room);
    }
    contents = wider;
    vector = room;
  };

  const track = (start: number, end: number) => {
    for (let word = start >> 2; word < (end + 3) >> 2; word++) {
      if (isTracked[word] === 1) continue;
      if (tracked.length === contents.stride) widen();
      isTracked[word] = 1;
      tracked.push(word);
    }
  };

  const save = (): number => {
    if (!isDirty) return current;
    vector.fill(0);
    for (let k = 0; k < tracked.length; k++) {
      const word = tracked[k]!;
      vector[k] = words[word]! ^ initial[word]!;
    }
    isDirty = false;
    return current = contents.add(vector);
  };

  const restore = (id: number) => {
    if (id === current && !isDirty) return;
    contents.read(id, vector);
    for (let k = 0; k < tracked.length; k++) {
      const word = tracked[k]!;
      words[word] = vector[k]! ^ initial[word]!;
    }
    current = id;
    isDirty = false;
  };

  const viewFor = (name: string, index: number): View => {
    const view = views[name];
    if (view === undefined) throw new OutsideError(name, index, 0);
    const { length, BYTES_PER_ELEMENT } = view.array;
    if (!(Number.isInteger(index) && index >= 0 && index < length)) {
      throw new OutsideError(name, index, length);
    }
    track(index * BYTES_PER_ELEMENT, (index + 1) * BYTES_PER_ELEMENT);
    return view;
  };

  const perform = (access: Access): Value => {
    const { index } = access;
    const view = viewFor(access.view, index);
    if (access.kind === "load") return view.array[index]!;
    isDirty = true;
    switch (view.kind) {
      case "number":
        return changeNumbers(view.array, access);
      case "bigint":
        return changeBigInts(view.array, access);
      case "float":
        return changeFloats(view.array, access);
    }
  };

  const peek = (name: string, index: number): Value => viewFor(name, index).array[index];

  return { buffer, freeze, save, restore, perform, peek };
}

type Change = Exclude<Access, { kind: "load" }>;

function changeNumbers(array: Numbers, change: Change): number {
  const { index } = change;
  switch (change.kind) {
    case "store":
      return Atomics.store(array, index, asNumber(change.value));
    case "compareExchange":
      return Atomics.compareExchange(
        array,
        index,
        asNumber(change.expected),
        asNumber(change.replacement),
      );
    case "rmw":
      return Atomics[change.operation](array, index, asNumber(change.value));
  }
}

function changeBigInts(array: BigInts, change: Change): bigint {
  const { index } = change;
  switch (change.kind) {
    case "store":
      return Atomics.store(array, index, asBigInt(change.value));
    case "compareExchange":
      return Atomics.compareExchange(
        array,
        index,
        asBigInt(change.expected),
        asBigInt(change.replacement),
      );
    case "rmw":
      return Atomics[change.operation](array, index, asBigInt(change.value));
  }
}

function changeFloats(array: Floats, change: Change): number {
  if (change.kind !== "store" || change.atomic) {
    throw new TypeError(`Atomics does not take a floating-point array (${change.view})`);
  }
  return array[change.index] = asNumber(change.value);
}

/** As a store converts: true and false are stored as 1 and 0. */
function asNumber(value: Value): number {
  return Number(value);
}

function asBigInt(value: Value): bigint {
  if (typeof value !== "bigint") throw new TypeError(`${String(value)} is stored as a bigint`);
  return value;
}
