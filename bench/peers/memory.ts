/** What a full vector takes, and an array of the same elements: filled by one thread, then all checked. */
import process from "node:process";
import type { Duty, Job, Memory, Peer } from "../job.ts";
import { sent, wrong } from "./check.ts";
import { emittedClass, type Vector } from "./emitted.ts";
import { emptyQuote, isQuote, type Quote, setQuote } from "./quote.ts";

/** What is filled: a vector or an array. */
interface Held {
  fill(count: number): void;
  firstFault(count: number): string | undefined;
  /** Bytes it has claimed; `null` where it cannot be asked. */
  readonly claimed: number | null;
}

export const open: Peer["open"] = ({ roles }) =>
  Promise.resolve(roles.map(() => ({ value: undefined, transfer: [] })));

export const join: Peer["join"] = async (_, { job }) => {
  const make = await maker(job);
  let held: Held | undefined;
  let items = 0;
  const duty: Duty = {
    work: (count) => {
      const before = process.memoryUsage().rss;
      held = make();
      held.fill(count);
      items = count;
      const resident = process.memoryUsage().rss - before;
      const memory: Memory = { resident, claimed: held.claimed };
      return { ...sent(count), memory };
    },
    verify: () => held?.firstFault(items),
  };
  return duty;
};

async function maker({ className, item }: Job): Promise<() => Held> {
  if (className === undefined) return item === "record" ? quoteArray : () => numberArray(item);
  if (item === "record") {
    const made = await emittedClass<Vector<Quote>>(className);
    return () => quoteVector(made.create());
  }
  const made = await emittedClass<Vector<number>>(className);
  return () => numberVector(made.create(), item);
}

/** Doubles where the elements are, so that an array holds them as such. */
function numberOf(item: Job["item"], k: number): number {
  return item === "u32" ? k : k + 0.5;
}

function numberVector(vector: Vector<number>, item: Job["item"]): Held {
  return {
    fill(count) {
      for (let k = 0; k < count; k++) vector.pushBack(numberOf(item, k));
    },
    firstFault: (count) => faultOf(vector.size, count, item, (k) => vector.get(k)),
    get claimed() {
      return vector.handle.memory?.buffer.byteLength ?? null;
    },
  };
}

function numberArray(item: Job["item"]): Held {
  const array: number[] = [];
  return {
    fill(count) {
      for (let k = 0; k < count; k++) array.push(numberOf(item, k));
    },
    firstFault: (count) => faultOf(array.length, count, item, (k) => array[k]),
    claimed: null,
  };
}

function quoteVector(vector: Vector<Quote>): Held {
  const quote = emptyQuote();
  return {
    fill(count) {
      for (let k = 0; k < count; k++) {
        setQuote(quote, k);
        vector.pushBack(quote);
      }
    },
    firstFault: (count) => faultOfQuotes(vector.size, count, (k) => vector.get(k, quote)),
    get claimed() {
      return vector.handle.memory?.buffer.byteLength ?? null;
    },
  };
}

function quoteArray(): Held {
  const array: Quote[] = [];
  return {
    fill(count) {
      for (let k = 0; k < count; k++) {
        const quote = emptyQuote();
        setQuote(quote, k);
        array.push(quote);
      }
    },
    firstFault: (count) => faultOfQuotes(array.length, count, (k) => array[k]),
    claimed: null,
  };
}

function faultOf(
  size: number,
  count: number,
  item: Job["item"],
  get: (index: number) => number | undefined,
): string | undefined {
  if (size !== count) return `${size} elements are there, expected ${count}`;
  for (let k = 0; k < count; k++) {
    const found = get(k);
    if (found !== numberOf(item, k)) return wrong(found, numberOf(item, k));
  }
  return undefined;
}

function faultOfQuotes(
  size: number,
  count: number,
  get: (index: number) => Quote | undefined,
): string | undefined {
  if (size !== count) return `${size} elements are there, expected ${count}`;
  for (let k = 0; k < count; k++) {
    const found = get(k);
    if (found === undefined || !isQuote(found, k)) {
      return `element ${k} is ${JSON.stringify(found)}`;
    }
  }
  return undefined;
}
