/** Queues against a ring buffer and messages; every side of a case moves the same items. */
import type { Job, PeerName, Role } from "../job.ts";
import { alone, BATCH, type Case, type Side } from "./case.ts";

const PRODUCER_AND_CONSUMER: readonly Role[] = ["produce", "consume"];

function spinning(peer: PeerName, batch: number, className?: string): Job {
  const job: Job = { peer, roles: PRODUCER_AND_CONSUMER, batch, idle: "spin" };
  return className === undefined ? job : { ...job, className };
}

/** Numbers between one producer and one consumer. */
function spscNumbers(batch: number): readonly Side[] {
  return [
    { name: "packed", job: spinning("queue", batch, "SpscPacked") },
    { name: "line", job: spinning("queue", batch, "SpscLine") },
    { name: "ringbuf.js", job: spinning("ringbuf", batch) },
  ];
}

/** Records of 32 bytes between one producer and one consumer. */
function spscRecords(batch: number): readonly Side[] {
  return [
    { name: "packed", job: spinning("quotes", batch, "SpscQuotesPacked") },
    { name: "line", job: spinning("quotes", batch, "SpscQuotesLine") },
    { name: "ringbuf.js", job: spinning("ringbuf-quotes", batch) },
  ];
}

/** Blocking push and pop against messages, `threads` producers and as many consumers. */
function manyToMany(threads: number, batch: number): readonly Side[] {
  const roles = PRODUCER_AND_CONSUMER.flatMap((role) => new Array<Role>(threads).fill(role));
  const job: Job = { peer: "post-message", roles, batch, idle: "wait" };
  return [
    { name: "queue", job: { ...job, peer: "queue", className: "MpmcPacked" } },
    ...batch === 1 ? [] : [{
      name: "postMessage, Uint32Array",
      job: { ...job, message: "Uint32Array" } as const,
    }],
    { name: batch === 1 ? "postMessage" : "postMessage, array", job },
  ];
}

const PING_PONG: Job = { peer: "queue", roles: ["ping", "pong"], batch: 1, idle: "wait" };

export const QUEUE_CASES: readonly Case[] = [
  {
    name: "spsc-u32-1",
    title: "1 → 1, u32, one at a time",
    measure: "rate",
    sides: spscNumbers(1),
    quick: true,
  },
  {
    name: "spsc-u32-64",
    title: "1 → 1, u32, batches of 64",
    measure: "rate",
    sides: spscNumbers(BATCH),
    quick: true,
  },
  {
    name: "spsc-record-1",
    title: "1 → 1, 32-byte record, one at a time",
    measure: "rate",
    sides: spscRecords(1),
    quick: false,
  },
  {
    name: "spsc-record-64",
    title: "1 → 1, 32-byte record, batches of 64",
    measure: "rate",
    sides: spscRecords(BATCH),
    quick: false,
  },
  ...[1, 2, 4].map((threads): Case => ({
    name: `mpmc-${threads}p${threads}c-1`,
    title: `many to many, ${threads} → ${threads}, u32, one at a time, blocking`,
    measure: "rate",
    sides: manyToMany(threads, 1),
    quick: threads === 2,
  })),
  ...[1, 2, 4].map((threads): Case => ({
    name: `mpmc-${threads}p${threads}c-64`,
    title: `many to many, ${threads} → ${threads}, u32, batches of 64, blocking`,
    measure: "rate",
    sides: manyToMany(threads, BATCH),
    quick: threads === 2,
  })),
  {
    name: "waiting-spsc",
    title: "`waiting: true` while nobody waits, 1 → 1",
    measure: "rate",
    sides: [
      { name: "waiting: true", job: spinning("queue", 1, "SpscPacked") },
      { name: "waiting: false", job: spinning("queue", 1, "SpscPackedPolled") },
    ],
    quick: false,
  },
  {
    name: "waiting-mpmc",
    title: "`waiting: true` while nobody waits, many to many, 1 → 1",
    measure: "rate",
    sides: [
      { name: "waiting: true", job: spinning("queue", 1, "MpmcPacked") },
      { name: "waiting: false", job: spinning("queue", 1, "MpmcPackedPolled") },
    ],
    quick: false,
  },
  ...[1, BATCH].map((batch): Case => ({
    name: `padding-mpmc-${batch}`,
    title: `\`padding: "line"\`, many to many, 1 → 1, ${batch === 1 ? "one" : batch} at a time`,
    measure: "rate",
    sides: [
      { name: "line", job: spinning("queue", batch, "MpmcLine") },
      { name: "packed", job: spinning("queue", batch, "MpmcPacked") },
    ],
    quick: false,
  })),
  {
    name: "latency",
    title: "round trip of one item between two waiting threads",
    measure: "latency",
    sides: [
      { name: "queue", job: { ...PING_PONG, className: "MpmcPacked" } },
      { name: "postMessage", job: { ...PING_PONG, peer: "post-message" } },
    ],
    quick: false,
  },
  {
    name: "pair",
    title: "push and pop in one thread, u32",
    measure: "pair",
    sides: [
      { name: "1 → 1, packed", job: alone("queue", "SpscPacked") },
      { name: "many to many", job: alone("queue", "MpmcPacked") },
      { name: "ringbuf.js", job: alone("ringbuf") },
    ],
    quick: false,
  },
];
