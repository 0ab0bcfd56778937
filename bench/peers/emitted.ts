/** The emitted modules, which are made when the bench starts. */

export interface Queue<Item> {
  readonly handle: unknown;
  tryPush(item: Item): boolean;
  push(item: Item): boolean;
  pushMany(items: ArrayLike<Item>, from?: number, count?: number): number;
  /** Only where items are published in runs. */
  flush?(): void;
}

export interface NumberQueue extends Queue<number> {
  tryPop(): number | undefined;
  pop(): number | undefined;
  pushAsync(item: number): Promise<boolean>;
  popAsync(): Promise<number | undefined>;
  popMany(into: Uint32Array, from?: number, count?: number): number;
}

export interface RecordQueue<Item> extends Queue<Item> {
  tryPop(into?: Item): Item | undefined;
  pop(into?: Item): Item | undefined;
  popMany(into: Item[], from?: number, count?: number): number;
}

/** A `SecVec` of either form. */
export interface Vector<Item> {
  readonly handle: { readonly memory?: WebAssembly.Memory };
  readonly size: number;
  pushBack(item: Item): number;
  pushMany(items: ArrayLike<Item>): number;
  get(index: number, into?: Item): Item | undefined;
  /** Where elements are numbers, and only appended. */
  view?(bucket: number): Float64Array | Uint32Array;
  /** Gives back the thread's seat; only in the form that shrinks. */
  detach?(): void;
  [Symbol.iterator](): Iterator<Item>;
}

interface EmittedClass<Opened> {
  create(): Opened;
  attach(handle: unknown): Opened;
}

const FOLDER = new URL("../../.amph/bench/", import.meta.url);

/** `SpscLine` is exported by `.amph/bench/spsc-line.gen.ts`. */
export async function emittedClass<Opened>(
  className: string | undefined,
): Promise<EmittedClass<Opened>> {
  if (className === undefined) throw new Error("the job names no class of an emitted module");
  const file = className.replace(/\B[A-Z]/g, "-$&").toLowerCase();
  const module: Readonly<Record<string, EmittedClass<Opened>>> = await import(
    new URL(`${file}.gen.ts`, FOLDER).href
  );
  const found = module[className];
  if (found === undefined) throw new Error(`${file}.gen.ts does not export ${className}`);
  return found;
}
