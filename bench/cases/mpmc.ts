/** Several producers or consumers: emitted queues that wait, messages, channels, queues in C++ and Rust. */
import type { Job } from "../job.ts";
import {
  atATime,
  BATCH,
  type Case,
  native,
  nativeWith,
  producersAndConsumers,
  type Side,
} from "./case.ts";

/** At an empty or a full queue threads sleep. */
export function waiting(producers: number, consumers: number, batch: number): Job {
  const roles = producersAndConsumers(producers, consumers);
  return { peer: "queue", roles, batch, idle: "wait", className: "MpmcPacked" };
}

/** The same without an emitted class. */
function without(
  { peer: _, className: __, ...job }: Job,
  peer: Job["peer"],
  more: Partial<Job> = {},
): Job {
  return { ...job, peer, ...more };
}

function posted(job: Job): readonly Side[] {
  return [
    ...job.batch === 1 ? [] : [{
      name: "postMessage, Uint32Array",
      job: without(job, "post-message", { message: "Uint32Array" }),
    }],
    {
      name: job.batch === 1 ? "postMessage" : "postMessage, array",
      job: without(job, "post-message"),
    },
  ];
}

function manyToMany(threads: number, batch: number): readonly Side[] {
  const job = waiting(threads, threads, batch);
  const crew = [String(threads), String(threads)];
  const args = [...crew, String(batch)];
  return [
    { name: "queue", job },
    native("crossbeam ArrayQueue", "crossbeam", "array-queue", ...crew),
    nativeWith("moodycamel", "moodycamel::ConcurrentQueue", "mpmc", "moodycamel", ...args),
    ...batch > 1 ? [] : [native("crossbeam channel", "crossbeam", "channel", ...crew)],
    // With more threads than cores these show the scheduler, as those above do.
    ...batch > 1 || threads > 2 ? [] : [
      native("C++ sequence per slot, acquire/release", "mpmc", "acquire-release", ...args),
      native("C++ sequence per slot, sequentially consistent", "mpmc", "sequential", ...args),
      nativeWith("boost", "boost::lockfree::queue", "mpmc", "boost", ...args),
      nativeWith("tbb", "tbb::concurrent_bounded_queue", "mpmc", "tbb", ...args),
    ],
    ...batch > 1 ? [] : [{ name: "multithreading", job: without(job, "multithreading") }],
    ...posted(job),
  ];
}

function manyToOne(producers: number, batch: number): readonly Side[] {
  const job = waiting(producers, 1, batch);
  const args = [String(producers), "1", String(batch)];
  return [
    { name: "many to one", job: { ...job, className: "MpscPacked" } },
    { name: "many to many", job },
    nativeWith("moodycamel", "moodycamel::ConcurrentQueue", "mpmc", "moodycamel", ...args),
    ...posted(job).slice(-1),
  ];
}

/** The same with records of 32 bytes. */
function records(threads: number, batch: number): readonly Side[] {
  const job: Job = {
    ...waiting(threads, threads, batch),
    peer: "quotes",
    className: "MpmcQuotes",
    item: "record",
  };
  return [{ name: "queue", job }, ...posted(job).slice(-1)];
}

export const MPMC_CASES: readonly Case[] = [
  ...[1, BATCH].flatMap((batch) =>
    [1, 2, 4].map((threads): Case => ({
      name: `mpmc-${threads}p${threads}c-${batch}`,
      title: `many to many, ${threads} → ${threads}, u32, ${atATime(batch)}, blocking`,
      measure: "rate",
      sides: manyToMany(threads, batch),
      quick: threads === 2,
    }))
  ),
  ...[1, BATCH].map((batch): Case => ({
    name: `mpmc-record-2p2c-${batch}`,
    title: `many to many, 2 → 2, 32-byte record, ${atATime(batch)}, blocking`,
    measure: "rate",
    sides: records(2, batch),
    quick: false,
  })),
  ...[8, 256].map((batch): Case => ({
    name: `mpmc-2p2c-${batch}`,
    title: `many to many, 2 → 2, u32, ${atATime(batch)}, blocking`,
    measure: "rate",
    sides: [
      { name: "queue", job: waiting(2, 2, batch) },
      ...posted(waiting(2, 2, batch)).slice(-1),
    ],
    quick: false,
  })),
  ...[1, BATCH].flatMap((batch) =>
    [2, 4].map((producers): Case => ({
      name: `mpsc-${producers}p1c-${batch}`,
      title: `many to one, ${producers} → 1, u32, ${atATime(batch)}, blocking`,
      measure: "rate",
      sides: manyToOne(producers, batch),
      quick: false,
    }))
  ),
  {
    name: "latency",
    title: "round trip of one item between two waiting threads",
    measure: "latency",
    sides: [
      { name: "queue", job: { ...waiting(1, 1, 1), roles: ["ping", "pong"] } },
      {
        name: "queue, async",
        job: { ...waiting(1, 1, 1), roles: ["ping", "pong"], idle: "async" },
      },
      {
        name: "multithreading",
        job: without(waiting(1, 1, 1), "multithreading", { roles: ["ping", "pong"] }),
      },
      {
        name: "postMessage",
        job: without(waiting(1, 1, 1), "post-message", { roles: ["ping", "pong"] }),
      },
    ],
    quick: true,
  },
];
