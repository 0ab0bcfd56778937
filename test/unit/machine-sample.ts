/**
 * A module of the form of an emitted one, with each construct that a machine has in a method of its
 * own. The tests run it as it is, and as machines.
 */

/** Bytes of the structure. */
const TOTAL_BYTES = 128;
const WORD = 3;
const PAIRS: readonly (readonly [number, number])[] = [[1, 10], [2, 20], [3, 30]];

export class Sample {
  readonly handle: { readonly buffer: SharedArrayBuffer; readonly byteOffset: number };
  readonly #i32: Int32Array;
  readonly #u8: Uint8Array;
  readonly #f64: Float64Array;
  readonly #i64: BigInt64Array;
  #count = 0;
  #last: number;
  #part: Uint8Array = new Uint8Array(0);

  private constructor(buffer: SharedArrayBuffer, byteOffset: number) {
    this.handle = { buffer, byteOffset };
    this.#i32 = new Int32Array(buffer, byteOffset, TOTAL_BYTES / 4);
    this.#u8 = new Uint8Array(buffer, byteOffset, TOTAL_BYTES / 1);
    this.#f64 = new Float64Array(buffer, byteOffset, TOTAL_BYTES / 8);
    this.#i64 = new BigInt64Array(buffer, byteOffset, TOTAL_BYTES / 8);
    const last = Atomics.load(this.#i32, WORD);
    this.#last = last;
  }

  static create(): Sample {
    const buffer = new SharedArrayBuffer(TOTAL_BYTES);
    const i32 = new Int32Array(buffer);
    for (let k = 0; k < 8; k++) i32[k] = k * 7 - 5;
    return new Sample(buffer, 0);
  }

  atomics(a: number, b: number): number[] {
    const i32 = this.#i32;
    return [
      Atomics.load(i32, a),
      Atomics.store(i32, a, b),
      Atomics.add(i32, a, b),
      Atomics.sub(i32, a, 3),
      Atomics.and(i32, a, 0xff),
      Atomics.or(i32, a, 6),
      Atomics.xor(i32, a, b),
      Atomics.exchange(i32, a, b * 2),
      Atomics.compareExchange(i32, a, b * 2, -b),
      Atomics.compareExchange(i32, a, 12345, 1),
      Atomics.notify(i32, a),
    ];
  }

  flags(a: number): number {
    return CAN_BLOCK ? a : -a;
  }

  parts(a: number): unknown[] {
    const before = this.#part[a];
    const half = a / 2;
    this.#part = this.#u8.subarray(a, a + 4);
    const length = this.#part.length;
    return [before, this.#part[0], this.#part[half], this.#part[3], this.#part[a - 4], length];
  }

  order(a: number): string {
    let text = "";
    const say = 1;
    let n = a;
    text += `${n++}${this.#i32[n]} ${n += 2}${this.#i32[n & 7]}`;
    n = n + Atomics.add(this.#i32, n & 7, n = 1) + n + say;
    return `${text} ${n}`;
  }

  fieldsBeforeStops(a: number): number {
    this.#count = a;
    const sum = this.#count + this.#raise(5) + this.#count;
    return sum * 100 + this.#last;
  }

  #raise(by: number): number {
    this.#count += Atomics.add(this.#i32, 0, by) & 3;
    this.#last++;
    return this.#count;
  }

  shortCircuits(a: number, b: number): unknown[] {
    const i32 = this.#i32;
    const and = a > 0 && Atomics.add(i32, 1, 1) > b;
    const or = a > 0 || Atomics.add(i32, 1, 2);
    const nullish = this.maybe(a) ?? Atomics.add(i32, 1, 4);
    const either = a > b ? Atomics.add(i32, 1, 8) : b > 2 ? i32[1] : a;
    const both = (a || i32[2]) && (i32[3] || b);
    return [and, or, nullish, either, both, !(a && i32[2])];
  }

  maybe(a: number): number | undefined {
    if (a > 1) return Atomics.load(this.#i32, a & 7);
    return undefined;
  }

  assignments(a: number): unknown[] {
    const u8 = this.#u8;
    const box: { n: number; list: number[]; m?: number | undefined } = { n: a, list: [a, a] };
    box.n += u8[a & 7]!;
    box.list[u8[1]! & 1] = box.n - (box.n = 4) + u8[2]!;
    box.m ??= u8[3];
    box.m ||= u8[4];
    box.m &&= u8[5];
    let n = a;
    n -= u8[6]! * (n = 2);
    n **= 2;
    u8[a & 7] = 300 + a;
    u8[a & 7]! += 5;
    u8[a & 7]! <<= 1;
    const before = u8[a & 7]!++;
    const after = --u8[a & 7]!;
    let at = 8;
    u8[at++] = u8[at++] = at;
    return [box, n, before, after, at, u8[8], u8[9], this.#count ||= u8[9]!, n ||= u8[2]!];
  }

  wideViews(a: number): unknown[] {
    const f64 = this.#f64;
    const i64 = this.#i64;
    f64[8] = a / 3;
    i64[9] = BigInt(a) << 40n;
    i64[9]!++;
    f64[10] = i64[9] > 5n ? f64[8]! : -f64[8]!;
    return [f64[8], i64[9], f64[10], this.#u8.length, i64.BYTES_PER_ELEMENT];
  }

  wrongKind(a: number): unknown {
    this.#i32[0] = 1;
    const value: unknown = a > 0 ? a : 3n;
    this.#f64[8] = value as number;
    this.#i64[9] = value as bigint;
    return this.#f64[8];
  }

  loops(a: number): number[] {
    const seen: number[] = [];
    const i32 = this.#i32;
    for (let k = 0; k < a; k++) {
      if (k === 1) continue;
      if (k > 5) break;
      seen.push(i32[k]!);
    }
    let k = 0;
    while (Atomics.add(i32, 0, 1) < a + 5) seen.push(k++);
    do {
      seen.push(i32[k & 7]!, -k);
    } while (k-- > 0);
    for (const [key, value] of PAIRS) seen.push(key + i32[key]!, value);
    outer:
    for (let x = 0; x < 4; x++) {
      for (let y = 0;; y++) {
        if (y > i32[0]! % 5) continue outer;
        if (x + y > a) break outer;
        seen.push(x * 10 + y);
      }
    }
    for (const byte of new Uint8Array([1, 2])) seen.push(byte + i32[byte]!);
    return seen;
  }

  switches(a: number): string {
    let text = "";
    const i32 = this.#i32;
    for (let k = 0; k < 4; k++) {
      switch (i32[k]! + a) {
        case -5:
          text += "a";
          // Falls through to the next one.
        case i32[2]: {
          text += i32[1];
          break;
        }
        default:
          text += "d";
          if (k === 2) continue;
          break;
        case 3:
          text += Atomics.add(i32, 5, 1);
          return text;
      }
      text += ";";
    }
    return text;
  }

  labelledBlock(a: number): number {
    let n = this.#i32[0]!;
    leave: {
      n += 1;
      if (a > n) break leave;
      n += Atomics.load(this.#i32, 1);
      {
        const n = 3;
        if (a === n) break leave;
      }
      n += 100;
    }
    return n;
  }

  caught(a: number): unknown[] {
    const seen: unknown[] = [];
    try {
      seen.push(this.#i32[0]);
      this.thrower(a);
      seen.push("went on");
    } catch (error) {
      seen.push(Atomics.add(this.#i32, 0, 1));
      if (error instanceof OddError) seen.push(error.message, error.name);
      else if (error instanceof TypeError) seen.push(error.name);
      else throw error;
    }
    try {
      if (a > 2) throw a;
    } catch (error) {
      seen.push(Atomics.load(this.#i32, 1), String(error));
    }
    return seen;
  }

  thrower(a: number): void {
    const word = Atomics.load(this.#i32, 2);
    if (a === 0) throw new OddError(`odd ${word}`);
    if (a === 1) throw new TypeError("type");
    if (a === 2) throw outOfRange(word);
    const nothing: { x: number } | undefined = this.maybe(0) as { x: number } | undefined;
    if (a === 3) this.#count = nothing!.x;
  }

  finallies(a: number): unknown[] {
    const seen: unknown[] = [];
    for (let k = 0; k < 4; k++) {
      try {
        try {
          seen.push(k, Atomics.add(this.#i32, 4, 1));
          if (k === a) continue;
          if (k === a - 1) break;
          if (k + 5 === a) throw new OddError("in try");
          if (k + 10 === a) return seen;
        } catch (error) {
          seen.push(this.#i32[4]);
          if (a === 6) throw error;
        } finally {
          seen.push("inner", Atomics.add(this.#i32, 5, 1));
          if (a === 7) seen.push(this.#i32[5]);
        }
        seen.push("behind");
      } finally {
        seen.push("outer", this.#i32[5]);
        this.#count++;
      }
    }
    return seen;
  }

  chains(a: number): unknown[] {
    const i32 = this.#i32;
    const box: { list?: { at: number[]; pick?: (k: number) => number } } = a > 1
      ? { list: { at: [4, 5, 6] } }
      : {};
    return [
      box.list?.at[i32[0]! & 1],
      box.list?.at.indexOf(Atomics.add(i32, 6, 1)),
      box.list?.pick?.(i32[1]!),
      box.list?.at.slice(1)[0],
      (box?.list)?.at.length,
    ];
  }

  defaults(a: number, b: number = this.#i32[0]! + a, { c = Atomics.add(this.#i32, 0, b), d } = {
    c: undefined as number | undefined,
    d: b,
  }): number[] {
    const [first, , third = this.#i32[3]] = [a, b];
    const { 0: x, length } = [a];
    return [a, b, c, d, first!, third!, x!, length];
  }

  withDefaults(a: number): number[] {
    return [...this.defaults(a), this.#i32[2]!, ...this.defaults(a, 1), ...[a, a]];
  }

  literals(a: number): unknown {
    const key = `k${a}`;
    const rest = { z: this.#i32[1], y: a };
    return {
      a,
      [key + this.#i32[0]]: Atomics.add(this.#i32, 0, 2),
      ...rest,
      list: [a, ...[a + 1], this.#i32[0]],
      regex: /a+/g.test(key),
      big: 10n ** 2n,
      kind: typeof this.#i32[0],
      none: void this.#i32[0],
      plain: `a\`b${this.#i32[2]}\${c}`,
      comma: (this.#count++, this.#i32[3]),
      minus: --a,
      has: "y" in rest,
    };
  }

  helpers(a: number): unknown[] {
    fillBytes(this.#u8, 64, a);
    const arrow = addTo(this.#i32, 2);
    return [sumBytes(this.#u8, 64, 70), arrow, pure(a), pure(this.#i32[0]!), sumBytes(this.#u8, 0)];
  }

  recursion(a: number): number {
    if (a <= 0) return this.#i32[0]!;
    return Atomics.add(this.#i32, 0, a) + this.recursion(a - 1) * 2;
  }

  calls(visit: (n: number) => number, a: number): number {
    return visit(a) + visit(this.#i32[0]!) + Math.max(a, this.#i32[1]!, this.twice);
  }

  get twice(): number {
    return this.#i32[1]! * 2;
  }

  get count(): number {
    return this.#count;
  }

  pauses(): number {
    pause();
    const before = performance.now();
    return performance.now() - before >= 0 ? 1 : 0;
  }

  waits(a: number): string[] {
    const timeoutMs = 1;
    return [
      Atomics.wait(this.#i32, 0, a, timeoutMs),
      Atomics.wait(this.#i32, 0, this.#i32[0]!, timeoutMs),
    ];
  }

  async later(a: number): Promise<number> {
    const first = await this.soon(a);
    try {
      return first + await this.soon(a - 1);
    } catch {
      return this.last(first);
    }
  }

  async soon(a: number): Promise<number> {
    const word = Atomics.add(this.#i32, 0, 1);
    if (a === 0) throw new OddError("zero");
    return a > 3 ? word + await this.soon(a - 3) : word;
  }

  async last(a: number): Promise<number> {
    return a * await this.soon(this.#i32[0]! & 3);
  }
}

export class OddError extends Error {
  constructor(what: string) {
    super(`odd: ${what}`);
    this.name = "OddError";
  }
}

/** Computed when the module is loaded: what it does there stops no machine. */
const CAN_BLOCK: boolean = canBlock();

function canBlock(): boolean {
  const i32 = new Int32Array(new SharedArrayBuffer(4));
  return Atomics.wait(i32, 0, 1) === "not-equal";
}

/** Tells the processor that a thread spins, where the runtime can. */
const pause: () => void = (Atomics as { pause?: () => void }).pause ?? (() => {});

function outOfRange(word: number): RangeError {
  return new RangeError(`word ${word}`);
}

function pure(a: number): number {
  let sum = 0;
  for (const [key, value] of PAIRS) sum += key * value + a;
  return sum;
}

function fillBytes(u8: Uint8Array, start: number, value: number): void {
  let at = start;
  while (at < start + 6) u8[at++] = value + at;
}

function sumBytes(u8: Uint8Array, start: number, end = start + 3): number {
  let sum = 0;
  for (let at = start; at < end;) sum += u8[at++]!;
  return sum;
}

const addTo = (i32: Int32Array, by: number): number => Atomics.add(i32, 7, by) + pure(by);
