/** What threads do with a queue, or with a cubby, in each kind of round. */
import type { Random } from "../../threads/random.ts";
import { MAX_VALUES, type Order } from "../history.ts";
import type { RoundKind } from "../structure.ts";
import { DRAIN_LIMIT, type Kind, KINDS, TIMEOUTS_MS } from "./operations.ts";

/** Operations of a thread in a round. */
const OPERATIONS = 8;

const TIMED_PUSHES: readonly Kind[] = ["pushTimed", "pushAsyncTimed"];
const TIMED_POPS: readonly Kind[] = ["popTimed", "popAsyncTimed"];
/** One item each, however long it takes. */
const WAITING_PUSHES: readonly Kind[] = ["push", "push", "pushAsync"];
const WAITING_POPS: readonly Kind[] = ["pop", "pop", "popAsync", "iterate"];

/** What is planned for. */
export interface Plannable {
  readonly producers: "one" | "many";
  readonly consumers: "one" | "many";
  readonly waiting: boolean;
  readonly capacity: number;
  /** Those that do not wait. */
  readonly pushes: readonly Kind[];
  readonly pops: readonly Kind[];
  readonly looks: readonly Kind[];
  /** Whether a batch is as many operations as it has items, with an entry each. */
  readonly isOneByOne: boolean;
}

export interface QueuePlanner {
  round(
    kind: RoundKind,
    threads: number,
    parts: number,
    random: Random,
    victims?: readonly number[],
  ): Order[][];
}

/** Numbers items from 1 on, each once in a run. */
export function queuePlanner(planned: Plannable): QueuePlanner {
  const { producers, consumers, waiting, capacity, pushes, pops, looks, isOneByOne } = planned;
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
    return each(isMany && isOneByOne ? count : 1, (k) => ({
      kind: code,
      part,
      argument: isPush ? argument + k : 0,
      count,
    }));
  };

  const mayPush = (thread: number) => producers === "many" || thread === 0;
  const mayPop = (thread: number, threads: number) =>
    consumers === "many" || thread === threads - 1;

  const choose = (
    thread: number,
    threads: number,
    random: Random,
    ins: readonly Kind[],
    outs: readonly Kind[],
  ): Kind => {
    if (random(10) === 0) return pick(looks, random);
    const [canPush, canPop] = [mayPush(thread), mayPop(thread, threads)];
    if (canPush && (!canPop || random(2) === 0)) return pick(ins, random);
    return pick(canPop ? outs : looks, random);
  };

  const polled = (random: Random) => random(3) > 0 || !waiting;
  const free = (threads: number, parts: number, random: Random): Order[][] =>
    each(threads, (thread) =>
      each(OPERATIONS, () => {
        const [ins, outs] = polled(random) ? [pushes, pops] : [TIMED_PUSHES, TIMED_POPS];
        return order(choose(thread, threads, random, ins, outs), random(parts), random);
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
    const [ins, outs] = pick([
      [WAITING_PUSHES, looks],
      [looks, WAITING_POPS],
      [WAITING_PUSHES, WAITING_POPS],
    ], random);
    return free(threads, parts, random).map((orders, thread) => {
      if (thread === closer) {
        return [...orders, ...each(parts, (part) => order("close", part, random)).flat()];
      }
      if (!waiting) return orders;
      return each(OPERATIONS, () => {
        return order(choose(thread, threads, random, ins!, outs!), random(parts), random);
      }).flat();
    });
  };

  const ended = (threads: number, parts: number, random: Random): Order[][] => {
    const ins = [...pushes, ...waiting ? [...TIMED_PUSHES, ...WAITING_PUSHES] : []];
    const outs = [...pops, ...waiting ? [...TIMED_POPS, ...WAITING_POPS] : []];
    return each(
      threads,
      (thread) =>
        each(
          OPERATIONS,
          () => order(choose(thread, threads, random, ins, outs), random(parts), random),
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
        const batches = empties && !isOneByOne ? Math.ceil(capacity / MAX_VALUES) : 0;
        return [
          ...looks.map(exact),
          ...each(batches, () => exact("popMany")),
          ...empties ? [...order("tryPop", part, random), exact("size")] : [],
        ];
      }).flat());
  };

  /** All on one side of each, so that one of them may get through, and no more. */
  const asleep = (
    threads: number,
    parts: number,
    random: Random,
    victims: readonly number[] = [],
  ): Order[][] => {
    const kinds = each(parts, () => pick<Kind>(["push", "pop"], random));
    return each(threads, (thread) => {
      if (!victims.includes(thread)) return [];
      const part = random(parts);
      return each(2, () => order(kinds[part]!, part, random)).flat();
    });
  };

  const rounds = { free, balanced, closing, ended, rest, asleep, awake: free };
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
