/** The slot for one item against messages, a mailbox in C++, and itself with its counter elsewhere. */
import type { Job, Role } from "../job.ts";
import { alone, type Case, native } from "./case.ts";

/** Blocking pushes and pops, `threads` producers and as many consumers. */
function handingOver(threads: number): Job {
  const roles = (["produce", "consume"] as const)
    .flatMap((role) => new Array<Role>(threads).fill(role));
  return { peer: "queue", roles, batch: 1, idle: "wait", className: "CubbyApart" };
}

const PING_PONG: Job = { ...handingOver(1), roles: ["ping", "pong"] };

/** The counter on a line of its own, as it is emitted, and on the slot's: see `separation.ts`. */
function separation(name: string, what: string, job: Job): Case {
  return {
    name: `cubby-separation-${name}`,
    title: `cubby, the counter on a line of its own, ${what}`,
    measure: "rate",
    sides: [
      { name: "a line of its own", job },
      { name: "the slot's line", job: { ...job, className: "CubbyTogether" } },
    ],
    quick: false,
  };
}

export const CUBBY_CASES: readonly Case[] = [
  ...[1, 4].map((threads): Case => ({
    name: `cubby-${threads}p${threads}c`,
    title: `cubby, ${threads} → ${threads}, u32, blocking`,
    measure: "rate",
    sides: [
      { name: "cubby", job: handingOver(threads) },
      native("C++ mailbox", "mailbox", "rate", String(threads)),
      {
        name: "postMessage, one under way",
        job: { ...handingOver(threads), peer: "post-message", window: 1 },
      },
      { name: "postMessage", job: { ...handingOver(threads), peer: "post-message" } },
    ],
    quick: threads === 1,
  })),
  {
    name: "cubby-latency",
    title: "cubby, round trip through two of them between two waiting threads",
    measure: "latency",
    sides: [
      { name: "cubby", job: PING_PONG },
      native("C++ mailbox", "mailbox", "latency", "1"),
      { name: "postMessage", job: { ...PING_PONG, peer: "post-message" } },
    ],
    quick: false,
  },
  {
    name: "cubby-pair",
    title: "cubby, push and pop in one thread, u32",
    measure: "pair",
    sides: [
      { name: "cubby", job: alone("queue", "CubbyApart") },
      native("C++ mailbox", "mailbox", "pair", "1"),
      { name: "queue, many to many", job: alone("queue", "MpmcPacked") },
    ],
    quick: false,
  },
  separation("1p1c", "1 → 1, spinning", { ...handingOver(1), idle: "spin" }),
  separation("4p4c", "4 → 4, blocking", handingOver(4)),
];
