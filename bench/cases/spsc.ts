/** One producer and one consumer: emitted queues, a ring buffer, rings in C++, messages. */
import type { Job, PeerName } from "../job.ts";
import {
  alone,
  atATime,
  BATCH,
  type Case,
  native,
  nativeWith,
  producersAndConsumers,
  type Side,
} from "./case.ts";

const ROLES = producersAndConsumers(1, 1);

/** Batches that are measured beside single items and {@link BATCH}, against the ring buffer only. */
const OTHER_BATCHES = [8, 256] as const;

/** At an empty or a full queue both sides spin. */
export function spinning(peer: PeerName, batch: number, className?: string): Job {
  const job: Job = { peer, roles: ROLES, batch, idle: "spin" };
  return className === undefined ? job : { ...job, className };
}

/** A batch is published at once in either form: the lazy one is for single items. */
function lazy(batch: number, job: Job): readonly Side[] {
  return batch === 1 ? [{ name: "lazy", job }] : [];
}

function rings(item: "u32" | "record", batch: number): readonly Side[] {
  const args = [item, String(batch)];
  return [
    native("C++ ring, acquire/release", "spsc", "acquire-release", ...args),
    native("C++ ring, sequentially consistent", "spsc", "sequential", ...args),
    nativeWith("boost", "boost::lockfree::spsc_queue", "spsc", "boost", ...args),
  ];
}

function numbers(batch: number): readonly Side[] {
  const messages: Job = spinning("receive-message", batch);
  return [
    { name: "packed", job: spinning("queue", batch, "SpscPacked") },
    ...lazy(batch, spinning("queue", batch, "SpscLazy")),
    { name: "line", job: spinning("queue", batch, "SpscLine") },
    ...rings("u32", batch),
    {
      name: batch === 1 ? "receiveMessageOnPort" : "receiveMessageOnPort, array",
      job: messages,
    },
    ...batch === 1 ? [] : [{
      name: "postMessage, transferred Uint32Array",
      job: { ...messages, peer: "post-message", idle: "wait", message: "transferred" } as const,
    }],
    { name: "ringbuf.js", job: spinning("ringbuf", batch) },
  ];
}

function records(batch: number): readonly Side[] {
  const messages: Job = { ...spinning("receive-message", batch), item: "record" };
  const form = batch === 1 ? "" : ", array";
  return [
    { name: "packed", job: spinning("quotes", batch, "SpscQuotesPacked") },
    ...lazy(batch, spinning("quotes", batch, "SpscQuotesLazy")),
    { name: "line", job: spinning("quotes", batch, "SpscQuotesLine") },
    ...rings("record", batch).slice(0, 2),
    { name: `receiveMessageOnPort${form}`, job: messages },
    { name: `postMessage${form}`, job: { ...messages, peer: "post-message", idle: "wait" } },
    { name: "ringbuf.js", job: spinning("ringbuf-quotes", batch) },
  ];
}

/** The emitted queue and the ring buffer only. */
function fewer(sides: readonly Side[]): readonly Side[] {
  return sides.filter(({ name }) => name === "packed" || name === "ringbuf.js");
}

export const SPSC_CASES: readonly Case[] = [
  ...[1, BATCH].flatMap((batch): readonly Case[] => [
    {
      name: `spsc-u32-${batch}`,
      title: `1 → 1, u32, ${atATime(batch)}`,
      measure: "rate",
      sides: numbers(batch),
      quick: true,
    },
    {
      name: `spsc-record-${batch}`,
      title: `1 → 1, 32-byte record, ${atATime(batch)}`,
      measure: "rate",
      sides: records(batch),
      quick: batch > 1,
    },
  ]),
  ...OTHER_BATCHES.flatMap((batch): readonly Case[] => [
    {
      name: `spsc-u32-${batch}`,
      title: `1 → 1, u32, ${atATime(batch)}`,
      measure: "rate",
      sides: fewer(numbers(batch)),
      quick: false,
    },
    {
      name: `spsc-record-${batch}`,
      title: `1 → 1, 32-byte record, ${atATime(batch)}`,
      measure: "rate",
      sides: fewer(records(batch)),
      quick: false,
    },
  ]),
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
