/** Async functions: they take turns, start each other, hand over, sleep. */
import type { Job, Peer, Tally, Work } from "../job.ts";
import { sent, wrong } from "./check.ts";
import { atOnce, lifeMs, TURNING } from "./tasks.ts";

export const open: Peer["open"] = ({ roles }) =>
  Promise.resolve(roles.map(() => ({ value: undefined, transfer: [] })));

export const join: Peer["join"] = (_, { job }) => Promise.resolve(workOf(job));

function workOf({ task, timers }: Job): Work {
  switch (task) {
    case "spawn":
      return async (count) => tally(count, await spawning(count), sent(count).sum);
    case "baton":
      return async (count) => tally(count, await handOver(count), 2 * count);
    case "timers":
      return timers === "callbacks" ? callAll : sleepAll;
    default:
      return async (count) => {
        const times = Math.ceil(count / TURNING);
        const all = Array.from({ length: TURNING }, () => turns(times));
        const sum = (await Promise.all(all)).reduce((total, done) => total + done, 0);
        return tally(times * TURNING, sum, times * TURNING);
      };
  }
}

function tally(items: number, found: number, expected: number): Tally {
  return { items, sum: 0, ...found === expected ? {} : { fault: wrong(found, expected) } };
}

async function turns(times: number): Promise<number> {
  let done = 0;
  while (done < times) {
    await null;
    done++;
  }
  return done;
}

async function echo(value: number): Promise<number> {
  await null;
  return value;
}

async function spawning(times: number): Promise<number> {
  let sum = 0;
  for (let k = 0; k < times; k++) sum += await echo(k);
  return sum;
}

/** Two that wait for each other, each round a promise of its own. */
async function handOver(rounds: number): Promise<number> {
  let there = Promise.withResolvers<void>();
  let back = Promise.withResolvers<void>();
  const returning = async () => {
    let done = 0;
    while (done < rounds) {
      await there.promise;
      there = Promise.withResolvers();
      back.resolve();
      done++;
    }
    return done;
  };
  const serving = async () => {
    let done = 0;
    while (done < rounds) {
      there.resolve();
      await back.promise;
      back = Promise.withResolvers();
      done++;
    }
    return done;
  };
  const [first, second] = await Promise.all([returning(), serving()]);
  return first + second;
}

async function sleepAll(count: number): Promise<Tally> {
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  let done = 0;
  const sleeping = async (ms: number) => {
    await sleep(ms);
    done++;
  };
  for (const sleepers of atOnce(count)) {
    await Promise.all(Array.from({ length: sleepers }, (_, k) => sleeping(lifeMs(k))));
  }
  return tally(count, done, count);
}

async function callAll(count: number): Promise<Tally> {
  let done = 0;
  for (const timers of atOnce(count)) {
    await new Promise<void>((resolve) => {
      let left = timers;
      const call = () => {
        done++;
        if (--left === 0) resolve();
      };
      for (let k = 0; k < timers; k++) setTimeout(call, lifeMs(k));
    });
  }
  return tally(count, done, count);
}
