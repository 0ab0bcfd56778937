export interface BookDelta {
  priceWhole: number;
  priceFraction: number;
  sizeWhole: number;
  sizeFraction: number;
  time: number;
  message: number;
  ordinal: number;
  checksum: number;
  symbol: number;
  depth: number;
  priceDecimals: number;
  sizeDecimals: number;
  kind: "reset" | "level" | "check" | "best";
  side: "bid" | "ask";
}
const KINDS = ["reset", "level", "check", "best"] as const;
const NUMBERS = [
  "priceWhole",
  "priceFraction",
  "sizeWhole",
  "sizeFraction",
  "time",
  "message",
  "ordinal",
  "checksum",
  "symbol",
  "depth",
  "priceDecimals",
  "sizeDecimals",
] as const;
const WIDTH = NUMBERS.length + 2, CAPACITY = 4096;

export class BookDeltas {
  readonly handle: SharedArrayBuffer;
  #i32: Int32Array;
  #f64: Float64Array;
  constructor(handle: SharedArrayBuffer) {
    this.handle = handle;
    this.#i32 = new Int32Array(handle, 0, 4);
    this.#f64 = new Float64Array(handle, 16);
  }
  static create() {
    return new BookDeltas(new SharedArrayBuffer(16 + CAPACITY * WIDTH * 8));
  }
  static attach(handle: SharedArrayBuffer) {
    return new BookDeltas(handle);
  }
  get size() {
    return (Atomics.load(this.#i32, 1) - Atomics.load(this.#i32, 0)) | 0;
  }
  get closed() {
    return Atomics.load(this.#i32, 2) === 1;
  }
  close() {
    Atomics.store(this.#i32, 2, 1);
  }
  tryPush(item: BookDelta): boolean {
    if (this.closed) throw new Error("closed");
    if (this.size === CAPACITY) return false;
    const tail = Atomics.load(this.#i32, 1), at = (tail & (CAPACITY - 1)) * WIDTH;
    NUMBERS.forEach((n, i) => this.#f64[at + i] = item[n]);
    this.#f64[at + 12] = KINDS.indexOf(item.kind);
    this.#f64[at + 13] = item.side === "bid" ? 0 : 1;
    Atomics.store(this.#i32, 1, tail + 1 | 0);
    return true;
  }
  tryPop(into: BookDelta = {} as BookDelta): BookDelta | undefined {
    if (this.size === 0) return undefined;
    const head = Atomics.load(this.#i32, 0), at = (head & (CAPACITY - 1)) * WIDTH;
    NUMBERS.forEach((n, i) => into[n] = this.#f64[at + i]!);
    into.kind = KINDS[this.#f64[at + 12]!]!;
    into.side = this.#f64[at + 13] === 0 ? "bid" : "ask";
    Atomics.store(this.#i32, 0, head + 1 | 0);
    return into;
  }
  #wait<T>(attempt: () => T | undefined, timeoutMs: number): T | undefined {
    const end = performance.now() + timeoutMs;
    for (;;) {
      const r = attempt();
      if (r !== undefined) return r;
      if (performance.now() > end) return undefined;
      Atomics.wait(this.#i32, 3, 0, 1);
    }
  }
  push(item: BookDelta, timeoutMs = Infinity): boolean {
    return this.#wait(() => this.tryPush(item) || undefined, timeoutMs) ?? false;
  }
  pop(into?: BookDelta, timeoutMs = Infinity): BookDelta | undefined {
    const r = this.#wait(
      () => this.tryPop(into) ?? (this.closed && this.size === 0 ? null : undefined),
      timeoutMs,
    );
    return r ?? undefined;
  }
  pushMany(items: readonly BookDelta[], from = 0, count = items.length - from): number {
    let n = 0;
    while (n < count && this.tryPush(items[from + n]!)) n++;
    return n;
  }
  popMany(into: BookDelta[], from = 0, count = into.length - from): number {
    let n = 0;
    while (n < count && this.tryPop(into[from + n]!)) n++;
    return n;
  }
}
