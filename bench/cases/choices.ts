/** What each choice is worth: the same queue with and without, in other sizes, shared by more threads. */
import type { Job } from "../job.ts";
import { alone, atATime, BATCH, type Case, producersAndConsumers, type Side } from "./case.ts";
import { waiting } from "./mpmc.ts";
import { spinning } from "./spsc.ts";

function withAndWithoutWaiting(form: "Spsc" | "Mpmc", what: string): Case {
  return {
    name: `waiting-${form.toLowerCase()}`,
    title: `\`waiting: true\` while nobody waits, ${what}`,
    measure: "rate",
    sides: [
      { name: "waiting: true", job: spinning("queue", 1, `${form}Packed`) },
      { name: "waiting: false", job: spinning("queue", 1, `${form}PackedPolled`) },
    ],
    quick: false,
  };
}

/** The smallest comes last, as what the others are compared with. */
const CAPACITIES = [
  ["65,536", "Packed65536"],
  ["4,096", "Packed"],
  ["1,024", "Packed1024"],
  ["64", "Packed64"],
] as const;

function capacities(name: string, what: string, job: Job, form: "Spsc" | "Mpmc"): Case {
  return {
    name: `capacity-${name}`,
    title: `capacity, ${what}`,
    measure: "rate",
    sides: CAPACITIES.map(([slots, className]) => ({
      name: `${slots} slots`,
      job: { ...job, className: form + className },
    })),
    quick: false,
  };
}

/** Eight threads with one queue between them, or with several. */
function sharding(batch: number): Case {
  const job = waiting(4, 4, batch);
  return {
    name: `sharding-4p4c-${batch}`,
    title: `several queues for 4 → 4, u32, ${atATime(batch)}, blocking`,
    measure: "rate",
    sides: [
      { name: "four, one to one", job: { ...job, className: "SpscPacked", shards: 4 } },
      { name: "four", job: { ...job, shards: 4 } },
      { name: "two", job: { ...job, shards: 2 } },
      { name: "one", job },
    ],
    quick: false,
  };
}

/** Largest item that a queue takes. */
const LARGEST = 4096;

function large(bytes: number): Case {
  const job: Job = {
    peer: "large",
    roles: producersAndConsumers(1, 1),
    batch: 1,
    idle: "wait",
    bytes,
  };
  const byReference: Side = { name: "by reference", job: { ...job, className: "Numbers64" } };
  const size = bytes < 1024 ? `${bytes} bytes` : `${bytes / 1024} KiB`;
  return {
    name: `large-${bytes}`,
    title: `1 → 1, items of ${size}, written and read whole, blocking`,
    measure: "rate",
    sides: [
      byReference,
      ...bytes > LARGEST ? [] : [
        { name: "by value", job: { ...job, className: `Blocks${bytes}` } },
      ],
      { name: "postMessage, Uint8Array", job: { ...job, message: "Uint32Array" } },
    ],
    quick: false,
  };
}

/** While other processes keep half of the cores busy, against the same queue without them. */
function disturbed(batch: number): Case {
  const job = waiting(1, 1, batch);
  return {
    name: `disturbed-${batch}`,
    title: `1 → 1, u32, ${atATime(batch)}, while other processes take half of the cores`,
    measure: "rate",
    sides: [
      { name: "many to many, waits", job: { ...job, disturbed: true } },
      {
        name: "1 → 1, waits",
        job: { ...job, className: "SpscPacked", disturbed: true },
      },
      {
        name: "1 → 1, spins",
        job: { ...spinning("queue", batch, "SpscPacked"), disturbed: true },
      },
      { name: "ringbuf.js, spins", job: { ...spinning("ringbuf", batch), disturbed: true } },
      { name: "many to many, waits, undisturbed", job },
    ],
    quick: false,
  };
}

export const CHOICE_CASES: readonly Case[] = [
  withAndWithoutWaiting("Spsc", "1 → 1"),
  withAndWithoutWaiting("Mpmc", "many to many, 1 → 1"),
  ...[1, BATCH].map((batch): Case => ({
    name: `padding-mpmc-${batch}`,
    title: `\`padding: "line"\`, many to many, 1 → 1, ${atATime(batch)}`,
    measure: "rate",
    sides: [
      { name: "line", job: spinning("queue", batch, "MpmcLine") },
      { name: "packed", job: spinning("queue", batch, "MpmcPacked") },
    ],
    quick: false,
  })),
  capacities("spsc", "1 → 1, u32, one at a time, spinning", spinning("queue", 1), "Spsc"),
  capacities("mpmc", "2 → 2, u32, one at a time, blocking", waiting(2, 2, 1), "Mpmc"),
  {
    name: "threads-mpmc",
    title: "threads, many to many, u32, one at a time, blocking",
    measure: "rate",
    sides: [4, 3, 2, 1].map((threads) => ({
      name: `${threads} → ${threads}`,
      job: waiting(threads, threads, 1),
    })),
    quick: false,
  },
  {
    name: "modulo",
    title: "capacity rounded up to a power of two, 1 → 1, u32, one at a time",
    measure: "rate",
    sides: [
      { name: "4,096 slots, mask", job: spinning("queue", 1, "SpscPacked") },
      { name: "3,000 slots, modulo", job: spinning("queue", 1, "SpscModulo") },
    ],
    quick: false,
  },
  {
    name: "modulo-pair",
    title: "the same, push and pop in one thread",
    measure: "pair",
    sides: [
      { name: "4,096 slots, mask", job: alone("queue", "SpscPacked") },
      { name: "3,000 slots, modulo", job: alone("queue", "SpscModulo") },
    ],
    quick: false,
  },
  sharding(1),
  sharding(BATCH),
  large(256),
  large(1024),
  large(4096),
  large(16384),
  disturbed(1),
  disturbed(BATCH),
];
