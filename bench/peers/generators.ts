/** Plain generators, each resumed by its caller: the least that a suspension costs without a library. */
import type { Peer, Tally } from "../job.ts";
import { sent, wrong } from "./check.ts";
import { TURNING } from "./tasks.ts";

export const open: Peer["open"] = ({ roles }) =>
  Promise.resolve(roles.map(() => ({ value: undefined, transfer: [] })));

export const join: Peer["join"] = (_, { job }) =>
  Promise.resolve(job.task === "spawn" ? spawnAll : takeTurns);

function* turns(times: number): Generator<undefined, number> {
  let done = 0;
  while (done < times) {
    yield;
    done++;
  }
  return done;
}

function takeTurns(count: number): Tally {
  const times = Math.ceil(count / TURNING);
  const ready = Array.from({ length: TURNING }, () => turns(times));
  let sum = 0;
  for (let ended = 0; ended < TURNING;) {
    ended = 0;
    for (const generator of ready) {
      const { done, value } = generator.next();
      if (done !== true) continue;
      ended++;
      sum += value;
    }
  }
  const expected = times * TURNING;
  const tally = { items: expected, sum: 0 };
  return sum === expected ? tally : { ...tally, fault: wrong(sum, expected) };
}

function* echo(value: number): Generator<undefined, number> {
  yield;
  return value;
}

function* spawning(times: number): Generator<undefined, number> {
  let sum = 0;
  for (let k = 0; k < times; k++) sum += yield* echo(k);
  return sum;
}

function spawnAll(count: number): Tally {
  const outer = spawning(count);
  let { done, value } = outer.next();
  while (done !== true) ({ done, value } = outer.next());
  const { sum } = sent(count);
  const tally = { items: count, sum: 0 };
  return value === sum ? tally : { ...tally, fault: wrong(value, sum) };
}
