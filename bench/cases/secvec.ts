/** Vectors: appends against an array and vectors in C++, reads against typed arrays, and memory. */
import type { Job, Role } from "../job.ts";
import { BATCH, type Case, native, nativeWith, type Side } from "./case.ts";

const APPENDED = "shrink: false";
const GROWN = "shrink: true";

/** Threads that append numbers to one vector; an array takes those of one thread. */
function appending(threads: number, batch: number): readonly Side[] {
  const job: Job = {
    peer: "vector",
    roles: new Array<Role>(threads).fill("append"),
    batch,
    idle: "spin",
  };
  const args = [String(threads), String(batch)];
  const tbb = (name: string, run: number) =>
    nativeWith("tbb", name, "vector", "tbb", String(threads), String(run));
  return [
    { name: APPENDED, job: { ...job, className: "AppendedValues" } },
    { name: GROWN, job: { ...job, className: "GrownValues" } },
    tbb("tbb::concurrent_vector", batch),
    // For runs it has grow_by; what it does without them shows what a run is worth.
    ...batch === 1 ? [] : [tbb("tbb::concurrent_vector, push_back", 1)],
    native("std::vector and std::mutex", "vector", "mutex", ...args),
    { name: "array, one thread", job: { ...job, peer: "array", roles: ["append"] } },
  ];
}

const KINDS = { f64: "Values", u32: "Numbers", record: "Quotes" } as const;

function reading(item: "f64" | "u32", through: NonNullable<Job["through"]>): Case {
  const job: Job = { peer: "vector", roles: ["read"], batch: 1, idle: "spin", item, through };
  const grown: Side = { name: GROWN, job: { ...job, className: `Grown${KINDS[item]}` } };
  return {
    name: `secvec-read-${through}-${item}`,
    title: `vector, read ${item} by ${through}`,
    measure: "pair",
    sides: [
      { name: APPENDED, job: { ...job, className: `Appended${KINDS[item]}` } },
      // The form that shrinks has no views: its elements do not lie side by side.
      ...through === "view" ? [] : [grown],
      { name: item === "f64" ? "Float64Array" : "Uint32Array", job: { ...job, peer: "array" } },
    ],
    quick: through === "index" && item === "f64",
  };
}

/** Elements of a vector whose memory is measured; records are eight times as large. */
const HELD = { f64: 8_000_000, u32: 8_000_000, record: 2_000_000 } as const;

function memory(item: keyof typeof KINDS): Case {
  const job: Job = {
    peer: "memory",
    roles: ["append"],
    batch: 1,
    idle: "spin",
    item,
    count: HELD[item],
  };
  const what = item === "record" ? "a record of 32 bytes" : item;
  return {
    name: `secvec-memory-${item}`,
    title: `vector, memory for ${what}`,
    measure: "memory",
    sides: [
      { name: APPENDED, job: { ...job, className: `HeldAppended${KINDS[item]}` } },
      { name: GROWN, job: { ...job, className: `HeldGrown${KINDS[item]}` } },
      { name: item === "record" ? "array of objects" : "array", job },
    ],
    quick: false,
  };
}

export const SECVEC_CASES: readonly Case[] = [
  ...[1, 2, 4].flatMap((threads) =>
    [1, BATCH].map((batch): Case => ({
      name: `secvec-append-${threads}-${batch}`,
      title: `vector, append f64, ${threads} ${threads === 1 ? "thread" : "threads"}, ` +
        (batch === 1 ? "one at a time" : `runs of ${batch}`),
      measure: "rate",
      sides: appending(threads, batch),
      quick: threads === 2 && batch === 1,
    }))
  ),
  reading("f64", "index"),
  reading("u32", "index"),
  reading("f64", "view"),
  reading("u32", "view"),
  reading("f64", "iterator"),
  memory("f64"),
  memory("u32"),
  memory("record"),
];
