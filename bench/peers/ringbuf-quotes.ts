/** `ringbuf.js` with the records of 32 bytes as 8 words each, written through views of one buffer. */
import type { Peer, Tally } from "../job.ts";
import { received, sent, wrong } from "./check.ts";
import { pause } from "./pause.ts";
import { emptyQuote, isQuote, type Quote, setQuote } from "./quote.ts";
import { type RingBuffer, ringBufferClass } from "./ringbuf-module.ts";

const CAPACITY = 4096;
const WORDS = 8;

export const open: Peer["open"] = async (job) => {
  const memory = (await ringBufferClass()).getStorageForCapacity(CAPACITY * WORDS, Uint32Array);
  return job.roles.map(() => ({ value: memory, transfer: [] }));
};

export const join: Peer["join"] = async (value, { job: { batch }, role }) => {
  const ring = new (await ringBufferClass())(value as SharedArrayBuffer, Uint32Array);
  const staging = new Staging(batch);
  return role === "produce"
    ? (count) => push(ring, staging, count, batch)
    : (count) => pop(ring, staging, count);
};

/** Where records are put together and taken apart. */
class Staging {
  readonly words: Uint32Array;
  readonly #f64: Float64Array;
  readonly #u16: Uint16Array;
  readonly #u8: Uint8Array;

  constructor(records: number) {
    this.words = new Uint32Array(records * WORDS);
    this.#f64 = new Float64Array(this.words.buffer);
    this.#u16 = new Uint16Array(this.words.buffer);
    this.#u8 = new Uint8Array(this.words.buffer);
  }

  write(record: number, quote: Quote): void {
    this.#f64[record * 4] = quote.price;
    this.#f64[record * 4 + 1] = quote.size;
    this.#f64[record * 4 + 2] = quote.time;
    this.words[record * 8 + 6] = quote.id;
    this.#u16[record * 16 + 14] = quote.symbol;
    this.#u8[record * 32 + 30] = quote.side;
    this.#u8[record * 32 + 31] = quote.flags;
  }

  read(record: number, quote: Quote): void {
    quote.price = this.#f64[record * 4]!;
    quote.size = this.#f64[record * 4 + 1]!;
    quote.time = this.#f64[record * 4 + 2]!;
    quote.id = this.words[record * 8 + 6]!;
    quote.symbol = this.#u16[record * 16 + 14]!;
    quote.side = this.#u8[record * 32 + 30]!;
    quote.flags = this.#u8[record * 32 + 31]!;
  }
}

/** The capacity and every push and pop are whole records, so none is ever torn. */
function push(ring: RingBuffer, staging: Staging, count: number, batch: number): Tally {
  const quote = emptyQuote();
  for (let k = 0; k < count; k += batch) {
    for (let j = 0; j < batch; j++) {
      setQuote(quote, k + j);
      staging.write(j, quote);
    }
    let done = 0;
    while (done < batch * WORDS) {
      const pushed = ring.push(staging.words, batch * WORDS - done, done);
      if (pushed === 0) pause();
      done += pushed;
    }
  }
  return sent(count);
}

function pop(ring: RingBuffer, staging: Staging, count: number): Tally {
  const quote = emptyQuote();
  let fault: string | undefined;
  for (let k = 0; k < count;) {
    const popped = ring.pop(staging.words) / WORDS;
    if (popped === 0) pause();
    for (let j = 0; j < popped; j++) {
      staging.read(j, quote);
      if (!isQuote(quote, k + j)) fault ??= wrong(quote, k + j);
    }
    k += popped;
  }
  return received(count, fault);
}
