/** Fibers against what a program has without them: generators, async functions, timers, messages. */
import type { Job, PeerName } from "../job.ts";
import { type Case, nativeWith, type Side } from "./case.ts";

/** Five times as many as run at once. */
const TIMERS = 500_000;

/** One thread. */
function alone(peer: PeerName, task: NonNullable<Job["task"]>): Job {
  const job: Job = { peer, roles: ["both"], batch: 1, idle: "wait", task };
  return task === "timers" ? { ...job, count: TIMERS } : job;
}

function fibers(task: NonNullable<Job["task"]>): Side {
  return { name: "fibers", job: { ...alone("fibers", task), className: "Fibers" } };
}

/** Fibers of `effect`. */
function effects(task: NonNullable<Job["task"]>): Side {
  return { name: "effect", job: alone("effects", task) };
}

/** Fibers with stacks, in C++. */
function boost(which: "context" | "fiber", task: "turns" | "spawn" | "baton"): Side {
  const name = which === "context" ? "Boost.Context" : "Boost.Fiber";
  return nativeWith("boost-fiber", name, "fibers", which, task);
}

const ACROSS: Job = { peer: "post-message", roles: ["ping", "pong"], batch: 1, idle: "wait" };

function twoWorkers(className: string): Job {
  return { peer: "workers", roles: ["ping", "pong"], batch: 1, idle: "wait", className };
}

export const LOOM_CASES: readonly Case[] = [
  {
    name: "loom-switch",
    title: "loom, 1,000 that give way in turn",
    measure: "pair",
    sides: [
      fibers("turns"),
      boost("context", "turns"),
      boost("fiber", "turns"),
      effects("turns"),
      { name: "generators", job: alone("generators", "turns") },
      { name: "async functions", job: alone("promises", "turns") },
    ],
    quick: true,
  },
  {
    name: "loom-spawn",
    title: "loom, start one that gives way once, and wait for its end",
    measure: "pair",
    sides: [
      fibers("spawn"),
      boost("fiber", "spawn"),
      effects("spawn"),
      { name: "generators", job: alone("generators", "spawn") },
      { name: "async functions", job: alone("promises", "spawn") },
    ],
    quick: false,
  },
  {
    name: "loom-baton",
    title: "loom, there and back between two in one thread",
    measure: "pair",
    sides: [
      fibers("baton"),
      boost("fiber", "baton"),
      effects("baton"),
      { name: "promises", job: alone("promises", "baton") },
    ],
    quick: false,
  },
  {
    name: "loom-threads",
    title: "loom, there and back between a fiber and another thread",
    measure: "pair",
    sides: [
      { name: "batons", job: { ...ACROSS, peer: "fibers", className: "Fibers" } },
      { name: "postMessage", job: ACROSS },
    ],
    quick: false,
  },
  {
    name: "loom-timers",
    title: "loom, 100,000 timers of 1 to 10 ms",
    measure: "pair",
    sides: [
      fibers("timers"),
      { name: "setTimeout", job: { ...alone("promises", "timers"), timers: "callbacks" } },
      effects("timers"),
      { name: "async functions", job: alone("promises", "timers") },
    ],
    quick: false,
  },
  {
    name: "loom-stealing",
    title: "loom of two workers, fibers that compute, all started in one",
    measure: "pair",
    sides: [
      { name: "stealing", job: twoWorkers("Sharing") },
      { name: "without", job: twoWorkers("Keeping") },
    ],
    quick: false,
  },
];
