/** The emitted vectors that run here, and what their elements tell of themselves. */
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { kebabCase } from "../../generator/core/identifiers.ts";
import { generateFiles } from "../support/generated.ts";
import type { Emitted } from "./queues.ts";

/** A vector that shrinks; `compareExchange` where elements are one number. */
export interface TestVector<Item> {
  readonly handle: unknown;
  readonly size: number;
  readonly capacity: number;
  pushBack(item: Item): number;
  popBack(): Item | undefined;
  get(index: number): Item | undefined;
  set(index: number, item: Item): void;
  compareExchange(index: number, expected: Item, replacement: Item): Item;
  detach(): void;
}

/** Every field tells the id. */
export interface Entry {
  id: number;
  half: number;
  name: string;
  copies: Uint16Array;
}

export type Kind = "Numbers" | "Entries";

const SPEC = `import type { FixedArray, SecVec, Text, f64, u16, u32 } from "amph-gen/spec";
export interface Entry { id: u32; half: f64; name: Text<12>; copies: FixedArray<u16, 5>; }
export type Numbers = SecVec<u32, { maxLength: 1_000_000; threads: 16 }>;
export type Entries = SecVec<Entry, { maxLength: 1_000_000; threads: 16 }>;
`;

export async function emitVector(kind: Kind): Promise<Emitted> {
  const file = (await generateFiles(SPEC)).find((path) =>
    basename(path) === `${kebabCase(kind)}.gen.ts`
  );
  if (file === undefined) throw new Error(`no module of ${kind} was generated`);
  return { className: kind, href: pathToFileURL(file).href };
}

/** Elements of one kind: made from an id, and read back. */
export interface Elements<Item> {
  make(id: number): Item;
  /** Throws where the fields do not belong together. */
  idOf(item: Item): number;
}

export const NUMBERS: Elements<number> = { make: (id) => id, idOf: (item) => item };

export const ENTRIES: Elements<Entry> = {
  make: (id) => ({
    id,
    half: id / 2,
    name: `entry ${id % 1000}`,
    copies: new Uint16Array(5).fill(id),
  }),
  idOf({ id, half, name, copies }) {
    const isWhole = half === id / 2 && name === `entry ${id % 1000}` &&
      copies.every((copy) => copy === (id & 0xffff));
    if (!isWhole) throw new Error(`torn: ${id}, ${half}, ${name}, ${copies.join()}`);
    return id;
  },
};

/** Ids of worker k are k * 2^18 + 0, 1, 2 … */
export const IDS_OF_A_WORKER = 2 ** 18;
