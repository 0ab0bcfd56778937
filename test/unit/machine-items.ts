/** Items of queues, each a function of a number, and the arguments that operations take. */
import type { Random } from "../threads/random.ts";

/** Makes the item with this number; equal numbers make equal items. */
export type MakeItem = (n: number) => unknown;

export const makeNumber: MakeItem = (n) => n;

export const PACKET = `
interface Corner { x: i16; y: u8 }
interface Packet {
  id: u32; stamp: u64; offset: i64; ratio: f64; last: bool; color: "red" | "green";
  label: Text<20>; raw: Bytes<9>; weights: FixedArray<f32, 3>; corners: FixedArray<Corner, 2>;
}
`;

export const makePacket: MakeItem = (n) => ({
  id: n,
  stamp: BigInt(n) << 33n,
  offset: -BigInt(n),
  ratio: n / 3,
  last: n % 2 === 1,
  color: n % 3 === 0 ? "red" : "green",
  label: `${n}é→😀`.slice(0, n % 7),
  raw: Uint8Array.from({ length: 9 }, (_, k) => n + k),
  weights: Float32Array.from({ length: 3 }, (_, k) => n / (k + 2)),
  corners: [{ x: -n, y: n & 255 }, n % 5 === 4 ? faulty(n) : { x: n, y: 1 }],
});

/** Throws when `x` is read for the second time: between the claim of a slot and its publication. */
function faulty(n: number): { x: number; y: number } {
  let reads = 0;
  return {
    get x() {
      if (++reads === 2) throw new RangeError("read twice");
      return n;
    },
    y: 2,
  };
}

/** Of the committed modules, by class. */
export const COMMITTED: Readonly<Record<string, MakeItem>> = {
  Samples: makeNumber,
  Jobs: (n) => ({
    id: n,
    kind: ["resize", "encode", "upload"][n % 3],
    file: `a/${n}.txt`,
    window: Uint32Array.from([n, n + 1, n + 2, n + 3]),
  }),
  BookDeltas: (n) => ({
    priceWhole: n,
    priceFraction: n * 2,
    sizeWhole: n * 3,
    sizeFraction: n * 4,
    time: n / 7,
    message: n,
    ordinal: n,
    checksum: n * 0x10001,
    symbol: n,
    depth: 10,
    priceDecimals: 2,
    sizeDecimals: 8,
    kind: ["reset", "level", "check", "best"][n % 4],
    side: n % 2 === 0 ? "bid" : "ask",
  }),
  Readings: (n) => ({
    takenAt: BigInt(n),
    serial: BigInt(n) << 40n,
    board: `board ${n} é`,
    level: ["debug", "info", "warning", "error"][n % 4],
    valid: n % 2 === 0,
    temperature: n % 100,
    loudness: -n,
    acceleration: { x: n / 2, y: n / 4, z: n / 8 },
    cells: Uint16Array.from({ length: 12 }, (_, k) => n + k),
    wheels: Array.from({ length: 4 }, (_, k) => ({ speed: n / (k + 2), slip: k })),
    position: { east: n / 3, north: n / 5 },
    raw: Uint8Array.from({ length: 32 }, (_, k) => n + k),
  }),
};

/** Arguments of a call, and what a callback among them was given. */
export interface Arguments {
  readonly args: unknown[];
  readonly seen: unknown[];
}

/** Random arguments of an operation of a queue; the same for the same random numbers. */
export function argumentsOf(
  operation: string,
  make: MakeItem,
  capacity: number,
  random: Random,
): Arguments {
  const seen: unknown[] = [];
  const item = () => random(12) === 0 ? undefined : make(random(1000));
  const items = () => Array.from({ length: random(capacity + 2) }, item);
  const into = () => make(0) === 0 || random(2) === 0 ? undefined : make(random(200) * 5);
  const targets = () => Array.from({ length: random(capacity + 2) }, into);
  const timeoutMs = () => [0, 0, 1, 25, -1][random(5)];
  const part = () => random(3) === 0 ? [random(2), random(capacity + 2)] : [];
  const slot = () => random(8) === 0 ? -1 : random(Math.min(capacity, 4));
  const args = ((): unknown[] => {
    switch (operation) {
      case "tryPush":
        return [item()];
      case "tryPop":
        return [into()];
      case "push":
        return [item(), timeoutMs()];
      case "pop":
        return [into(), timeoutMs()];
      case "pushAsync":
        return [item(), { timeoutMs: 0 }];
      case "popAsync":
        return [into(), { timeoutMs: 0 }];
      case "pushMany":
        return [items(), ...part()];
      case "popMany":
        return [targets(), ...part()];
      case "drain":
        return [
          (given: unknown) => {
            seen.push(structuredClone(given));
            if (random(9) === 0) throw new Error("enough");
          },
          random(capacity + 2),
        ];
    }
    const [, kind, name] = /^(set|get)(.*)$/.exec(operation) ?? [];
    if (kind === undefined || name === undefined) return [];
    const leaf = leavesOf(make(random(900) * 5), "").find((one) => one.name === name);
    const index = leaf?.isElement === true ? [random(5)] : [];
    return [slot(), ...index, ...kind === "set" ? [leaf?.value] : []];
  })();
  return { args, seen };
}

interface Leaf {
  readonly name: string;
  readonly value: unknown;
  readonly isElement: boolean;
}

/** What the setters of an item set, named after them. */
function leavesOf(value: unknown, name: string): Leaf[] {
  if (ArrayBuffer.isView(value) && !(value instanceof Uint8Array)) {
    return [{ name, value: Reflect.get(value, "1"), isElement: true }];
  }
  if (Array.isArray(value)) {
    return leavesOf(value[0], name).map((leaf) => ({ ...leaf, isElement: true }));
  }
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) {
    return [{ name: name || "Value", value, isElement: false }];
  }
  return Object.entries(value).flatMap(([field, inner]) =>
    leavesOf(inner, name + field.charAt(0).toUpperCase() + field.slice(1))
  );
}
