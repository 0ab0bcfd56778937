/** What was wanted of speed, and what came of it: ratios of one run. */
import type { Result } from "../result.ts";
import { markdownTable } from "./markdown.ts";
import { columnsOf, short } from "./model.ts";
import { type Pair, pairRatio } from "./pairs.ts";

interface Target {
  readonly what: string;
  readonly against: string;
  /** At least so many times better. */
  readonly wanted: number;
  readonly pairs: readonly Pair[];
}

const PUSH_BACK = "tbb::concurrent_vector, push_back";

const SINGLE = { case: "spsc-u32-1", side: "packed" };
const LAZY = { case: "spsc-u32-1", side: "lazy" };
const BATCH = { case: "spsc-u32-64", side: "packed" };
const SLOTS = { case: "fields", side: "slots of a queue, in place" };
const APPENDED = "shrink: false";

const many = (threads: string, batch: number) => ({
  case: `mpmc-${threads}-${batch}`,
  side: "queue",
});

const TARGETS: readonly Target[] = [
  {
    what: "1 → 1, `u32`, one at a time",
    against: "`ringbuf.js`, single calls",
    wanted: 5,
    pairs: [SINGLE],
  },
  {
    what: "1 → 1, 32-byte records, one at a time",
    against: "`ringbuf.js`, single calls, encoded by hand",
    wanted: 5,
    pairs: [{ case: "spsc-record-1", side: "packed" }],
  },
  {
    what: "1 → 1, `u32`, batches of 64",
    against: "`ringbuf.js`, batches of 64",
    wanted: 1.3,
    pairs: [BATCH],
  },
  {
    what: "1 → 1, 32-byte records, batches of 64",
    against: "`ringbuf.js`, batches of 64, encoded by hand",
    wanted: 1.3,
    pairs: [{ case: "spsc-record-64", side: "packed" }],
  },
  {
    what: "32-byte records in batches",
    against: "`receiveMessageOnPort` of arrays of 64",
    wanted: 10,
    pairs: [{ case: "spsc-record-64", side: "packed", other: "receiveMessageOnPort, array" }],
  },
  {
    what: "fields of a record, written and read",
    against: "a typed array, by hand",
    wanted: 0.9,
    pairs: [SLOTS],
  },
  {
    what: "the same",
    against: "`structurae`",
    wanted: 1,
    pairs: [{ ...SLOTS, other: "structurae" }],
  },
  {
    what: "the same",
    against: "`typed-struct`",
    wanted: 50,
    pairs: [{ ...SLOTS, other: "typed-struct" }],
  },
  {
    what: "1 → 1, `u32`, each published at once",
    against: "the C++ ring, sequentially consistent",
    wanted: 0.8,
    pairs: [{ ...SINGLE, other: "C++ ring, sequentially consistent" }],
  },
  {
    what: '1 → 1, `u32`, `publish: "lazy"`',
    against: "the same, each published at once",
    wanted: 5,
    pairs: [{ ...LAZY, other: "packed" }],
  },
  {
    what: "the same",
    against: "the C++ ring, acquire/release",
    wanted: 0.5,
    pairs: [{ ...LAZY, other: "C++ ring, acquire/release" }],
  },
  {
    what: "1 → 1, `u32`, batches of 64",
    against: "the C++ ring, sequentially consistent, batches of 64",
    wanted: 0.4,
    pairs: [{ ...BATCH, other: "C++ ring, sequentially consistent" }],
  },
  {
    what: "many to many, 1 → 1 and 2 → 2, one at a time",
    against: "`crossbeam` `ArrayQueue`",
    wanted: 0.9,
    pairs: ["1p1c", "2p2c"].map((threads) => ({
      ...many(threads, 1),
      other: "crossbeam ArrayQueue",
    })),
  },
  {
    what: "many to many, 1 → 1 and 2 → 2, batches of 64",
    against: "`crossbeam` `ArrayQueue`, which has no batches",
    wanted: 3,
    pairs: ["1p1c", "2p2c"].map((threads) => ({
      ...many(threads, 64),
      other: "crossbeam ArrayQueue",
    })),
  },
  {
    what: "the same",
    against: "`moodycamel` in bulk",
    wanted: 0.3,
    pairs: ["1p1c", "2p2c"].map((threads) => ({
      ...many(threads, 64),
      other: "moodycamel::ConcurrentQueue",
    })),
  },
  {
    what: "many to many, 4 → 4, blocking",
    against: "`postMessage`",
    wanted: 20,
    pairs: [many("4p4c", 1)],
  },
  {
    what: "the same",
    against: "channels of `multithreading`",
    wanted: 20,
    pairs: [{ ...many("4p4c", 1), other: "multithreading" }],
  },
  {
    what: "many to many, blocking, others take one of two cores: single items and 64s",
    against: "itself, undisturbed",
    wanted: 0.2,
    pairs: [1, 64].map((batch) => ({ case: `disturbed-${batch}`, side: "many to many, waits" })),
  },
  {
    what: "`waiting: true`, nobody waits: 1 → 1 and many to many",
    against: "`waiting: false`",
    wanted: 0.97,
    pairs: ["spsc", "mpmc"].map((form) => ({ case: `waiting-${form}`, side: "waiting: true" })),
  },
  {
    what: "blocking hand-over there and back, median",
    against: "`postMessage`: at most 0.6 of its time",
    wanted: 1 / 0.6,
    pairs: [{ case: "latency", side: "queue" }],
  },
  {
    what: "vector, read by index: `f64` and `u32`",
    against: "a typed array",
    wanted: 0.67,
    pairs: ["f64", "u32"].map((item) => ({ case: `secvec-read-index-${item}`, side: APPENDED })),
  },
  {
    what: "vector, 2 threads append one at a time",
    against: "`tbb::concurrent_vector` `push_back`",
    wanted: 0.5,
    pairs: [{ case: "secvec-append-2-1", side: APPENDED, other: "tbb::concurrent_vector" }],
  },
  {
    what: "vector, 2 threads append 64 at a time",
    against: "`tbb::concurrent_vector` `push_back`",
    wanted: 3,
    pairs: [{ case: "secvec-append-2-64", side: APPENDED, other: PUSH_BACK }],
  },
  {
    what: "fiber switch",
    against: "resume of a generator",
    wanted: 5,
    pairs: [{ case: "loom-switch", side: "fibers", other: "generators" }],
  },
  {
    what: "the same",
    against: "`await`",
    wanted: 10,
    pairs: [{ case: "loom-switch", side: "fibers" }],
  },
];

export const TARGET_PAIRS: readonly Pair[] = TARGETS.flatMap(({ pairs }) => pairs);

/** Empty where `results` have no case of it. */
export function targetRows(results: readonly Result[]): readonly (readonly string[])[] {
  const columns = columnsOf(results);
  const rows = TARGETS.map(({ what, against, wanted, pairs }) => [
    what,
    against,
    `≥ ${short(wanted)}`,
    ...columns.map((column) => {
      const ratios = pairs.map((pair) => pairRatio(results, pair, column));
      if (ratios.every((ratio) => ratio === undefined)) return "";
      return ratios.map((ratio) =>
        ratio === undefined ? "–" : `${short(ratio)} ${ratio >= wanted ? "✓" : "✗"}`
      ).join(" · ");
    }),
  ]).filter(([, , , ...cells]) => cells.some((cell) => cell !== ""));
  return rows.length === 0 ? [] : [["what", "against", "wanted", ...columns], ...rows];
}

export function targetsTable(results: readonly Result[]): string {
  const rows = targetRows(results);
  return rows.length === 0 ? "" : markdownTable(rows);
}
