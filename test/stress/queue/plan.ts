/** What threads do with a queue in each kind of round. */
import type { Variant } from "../../model/modules.ts";
import type { Random } from "../../threads/random.ts";
import { MAX_VALUES, type Order } from "../history.ts";
import type { RoundKind } from "../structure.ts";
import { DRAIN_LIMIT, type Kind, KINDS, TIMEOUTS_MS } from "./operations.ts";

/** Operations of a thread in a round. */
const OPERATIONS = 8;

const POLLED_PUSHES: readonly Kind[] = ["tryPush", "tryPush", "pushMany", "claim"];
const POLLED_POPS: readonly Kind[] = ["tryPop", "tryPop", "popMany", "peek", "drain"];
const TIMED_PUSHES: readonly Kind[] = ["pushTimed", "pushAsyncTimed"];
const TIMED_POPS: readonly Kind[] = ["popTimed", "popAsyncTimed"];
/** One item each, however long it takes. */
const WAITING_PUSHES: readonly Kind[] = ["push", "push", "pushAsync"];
const WAITING_POPS: readonly Kind[] = ["pop", "pop", "popAsync", "iterate"];
const LOOKS: readonly Kind[] = ["size", "closed"];

export interface QueuePlanner {
  round(kind: RoundKind, threads: number, parts: number, random: Random): Order[][];
}

/** Numbers items from 1 on, each once in a run. */
export function queuePlanner({ producers, consumers, waiting, capacity }: Variant): QueuePlanner {
  let items = 1;

  const order = (kind: Kind, part: number, random: Random): Order[] => {
    const code = KINDS.indexOf(kind);
    if (kind === "drain") {
      return Array.from({ length: DRAIN_LIMIT + 1 }, (_, n) => ({
        kind: code,
        part,
        argument: n,
        count: DRAIN_LIMIT,
      }));
    }
    const isPush = kind === "claim" || kind.toLowerCase().includes("push");
    const isMany = kind.endsWith("Many");
    const count = isMany ? 2 + random(MAX_VALUES - 1) : random(TIMEOUTS_MS.length);
    const argument = isPush ? items : 0;
    if (isPush) items += isMany ? count : 1;
    return [{ kind: code, part, argument, count }];
  };

  const mayPush = (thread: number) => producers === "many" || thread === 0;
  const mayPop = (thread: number, threads: number) =>
    consumers === "many" || thread === threads - 1;

  const choose = (
    thread: number,
    threads: number,
    random: Random,
    pushes: readonly Kind[],
    pops: readonly Kind[],
  ): Kind => {
    if (random(10) === 0) return pick(LOOKS, random);
    const [canPush, canPop] = [mayPush(thread), mayPop(thread, threads)];
    if (canPush && (!canPop || random(2) === 0)) return pick(pushes, random);
    return pick(canPop ? pops : LOOKS, random);
  };

  const polled = (random: Random) => random(3) > 0 || !waiting;
  const free = (threads: number, parts: number, random: Random): Order[][] =>
    each(threads, (thread) =>
      each(OPERATIONS, () => {
        const [pushes, pops] = polled(random)
          ? [POLLED_PUSHES, POLLED_POPS]
          : [TIMED_PUSHES, TIMED_POPS];
        return order(choose(thread, threads, random, pushes, pops), random(parts), random);
      }).flat());

  /** As many pushes as pops, by different threads, so that all come to an end. */
  const balanced = (threads: number, parts: number, random: Random): Order[][] => {
    const part = random(parts);
    const pushers = producers === "one" ? 1 : consumers === "one" ? threads - 1 : threads >> 1;
    const poppers = consumers === "one" ? 1 : threads - pushers;
    // Both sides have the same number of operations.
    const total = leastCommonMultiple(pushers, poppers) *
      Math.ceil(OPERATIONS / Math.max(pushers, poppers));
    return each(threads, (thread) => {
      const pushes = thread < pushers;
      if (!pushes && thread < threads - poppers) return [];
      const kinds = pushes ? WAITING_PUSHES : WAITING_POPS;
      return each(total / (pushes ? pushers : poppers), () => [
        ...random(8) === 0 ? order("size", part, random) : [],
        ...order(pick(kinds, random), part, random),
      ]).flat();
    });
  };

  /**
   * One thread waits for nobody and closes; the others may wait for that: all for items, all for
   * room, or each for something else.
   */
  const closing = (threads: number, parts: number, random: Random): Order[][] => {
    const closer = random(threads);
    const [pushes, pops] = pick([
      [WAITING_PUSHES, LOOKS],
      [LOOKS, WAITING_POPS],
      [WAITING_PUSHES, WAITING_POPS],
    ], random);
    return free(threads, parts, random).map((orders, thread) => {
      if (thread === closer) {
        return [...orders, ...each(parts, (part) => order("close", part, random)).flat()];
      }
      if (!waiting) return orders;
      return each(OPERATIONS, () => {
        return order(choose(thread, threads, random, pushes!, pops!), random(parts), random);
      }).flat();
    });
  };

  const ended = (threads: number, parts: number, random: Random): Order[][] => {
    const pushes = [...POLLED_PUSHES, ...waiting ? [...TIMED_PUSHES, ...WAITING_PUSHES] : []];
    const pops = [...POLLED_POPS, ...waiting ? [...TIMED_POPS, ...WAITING_POPS] : []];
    return each(
      threads,
      (thread) =>
        each(
          OPERATIONS,
          () => order(choose(thread, threads, random, pushes, pops), random(parts), random),
        ).flat(),
    );
  };

  /** Looks; now and then everything comes out. */
  const rest = (threads: number, parts: number, random: Random): Order[][] => {
    const empties = random(6) === 0;
    return each(threads, (thread) =>
      thread !== threads - 1 ? [] : each(parts, (part) => {
        const exact = (kind: Kind): Order => ({
          kind: KINDS.indexOf(kind),
          part,
          argument: 1,
          count: MAX_VALUES,
        });
        const batches = empties ? Math.ceil(capacity / MAX_VALUES) : 0;
        return [
          exact("size"),
          exact("closed"),
          ...each(batches, () => exact("popMany")),
          ...empties ? [...order("tryPop", part, random), exact("size")] : [],
        ];
      }).flat());
  };

  const rounds = { free, balanced, closing, ended, rest };
  return { round: (kind, ...args) => rounds[kind](...args) };
}

function each<Result>(count: number, make: (k: number) => Result): Result[] {
  return Array.from({ length: count }, (_, k) => make(k));
}

function pick<Element>(list: readonly Element[], random: Random): Element {
  return list[random(list.length)]!;
}

function leastCommonMultiple(a: number, b: number): number {
  let multiple = a;
  while (multiple % b !== 0) multiple += a;
  return multiple;
}
