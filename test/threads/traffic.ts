/** Traffic between real threads, and the account of it: every item once, in each producer's order. */
import { runWorkers } from "../support/workers.ts";
import { boardMemory, openBoard } from "./board.ts";
import {
  classNameOf,
  emit,
  type Emitted,
  JUST_BELOW_WRAP,
  load,
  type Shape,
  type TestQueue,
} from "./queues.ts";
import { howToRepeat } from "./random.ts";
import {
  POP_STYLES,
  type PopStyle,
  PUSH_STYLES,
  type PushStyle,
  type TrafficTask,
  type WorkerLeg,
} from "./task.ts";
import { watchBoard } from "./watch.ts";

/** One queue and what passes through it. */
export interface Leg extends Shape {
  readonly producerThreads: number;
  readonly consumerThreads: number;
  /** Items of each producer thread. */
  readonly each: number;
  /** Without these, every style that the queue has. */
  readonly pushStyles?: readonly PushStyle[];
  readonly popStyles?: readonly PopStyle[];
}

export interface TrafficOptions {
  readonly legs: readonly Leg[];
  readonly seed: number;
  readonly timeoutMs: number;
  /** A run in which no thread handles an item for so long has stalled. */
  readonly stallMs: number;
  /** Modules to use instead of those that the legs' shapes give. */
  readonly modules?: readonly Emitted[];
}

const POLLED_PUSHES: readonly PushStyle[] = ["tryPush", "pushMany", "claim"];
const POLLED_POPS: readonly PopStyle[] = ["tryPop", "popMany", "peek", "drain"];

/**
 * Runs all legs in one crew of threads: each goes from leg to leg. Throws with everything that is
 * known when an item is lost, doubled, torn or out of order, or when nothing moves any more.
 */
export async function runTraffic(options: TrafficOptions): Promise<void> {
  const { legs, seed } = options;
  const modules = options.modules ?? await emit(legs);
  const workers = Math.max(...legs.map((leg) => leg.producerThreads + leg.consumerThreads));
  const queues: TestQueue<unknown>[] = [];
  const workerLegs: WorkerLeg[] = [];
  for (const [k, leg] of legs.entries()) {
    const emitted = modules[k]!;
    const queue = (await load<TestQueue<unknown>>(emitted)).create({
      initialTicket: JUST_BELOW_WRAP,
    });
    queues.push(queue);
    workerLegs.push(workerLeg(leg, emitted, queue.handle));
  }
  const memory = boardMemory(workerLegs, workers);
  const board = openBoard(memory, legs.length);

  let stalled = false;
  const unwatch = watchBoard(board, options.stallMs, () => {
    stalled = true;
    for (const queue of queues) queue.close();
  });
  const describe = (what: string) =>
    [
      stalled ? `nothing moved for ${options.stallMs} ms, then: ${what}` : what,
      ...legs.map((leg, k) => describeLeg(leg, queues[k]!, board.producersLeft(k))),
      ...Array.from({ length: workers }, (_, k) => describeWorker(k, legs, board.read(k))),
      howToRepeat(seed),
    ].join("\n  ");
  try {
    await runWorkers({
      script: new URL("./traffic-worker.ts", import.meta.url),
      workers,
      data: (worker): TrafficTask => ({ worker, legs: workerLegs, board: memory, seed }),
      timeoutMs: options.timeoutMs,
    });
  } catch (error) {
    throw new Error(describe(error instanceof Error ? error.message : String(error)));
  } finally {
    unwatch();
  }
  const faults = workerLegs.flatMap((leg, k) => {
    const found = accountOf(leg);
    const { size } = queues[k]!;
    if (size !== 0) found.push(`size is ${size} at the end`);
    return found.map((fault) => `${classNameOf(legs[k]!)}: ${fault}`);
  });
  if (stalled || faults.length > 0) throw new Error(describe(faults.join("; ")));
}

function workerLeg(leg: Leg, queue: Emitted, handle: unknown): WorkerLeg {
  const { item, each, producerThreads: producers, consumerThreads: consumers } = leg;
  return {
    queue,
    handle,
    item,
    producers,
    consumers,
    each,
    pushStyles: leg.pushStyles ?? (leg.waiting ? PUSH_STYLES : POLLED_PUSHES),
    popStyles: leg.popStyles ?? (leg.waiting ? POP_STYLES : POLLED_POPS),
    anyCommitOrder: leg.producers === "many",
    anyReleaseOrder: leg.consumers === "many",
    seen: Array.from({ length: consumers }, () => new SharedArrayBuffer(producers * each)),
  };
}

/** What is wrong with what the consumers have seen. */
function accountOf({ seen, producers, each }: WorkerLeg): string[] {
  const counts = seen.map((memory) => new Uint8Array(memory));
  const lost: string[] = [];
  const doubled: string[] = [];
  for (let at = 0; at < producers * each; at++) {
    let times = 0;
    for (const one of counts) times += one[at]!;
    if (times === 1) continue;
    const name = `${Math.floor(at / each)}:${at % each}`;
    if (times === 0) lost.push(name);
    else doubled.push(name);
  }
  const faults: string[] = [];
  for (const [what, names] of [["lost", lost], ["doubled", doubled]] as const) {
    if (names.length === 0) continue;
    faults.push(`${names.length} items ${what}, first (producer:item) ${names.slice(0, 5)}`);
  }
  return faults;
}

function describeLeg(leg: Leg, queue: TestQueue<unknown>, producersLeft: number): string {
  const moved = `${leg.producerThreads}×${leg.consumerThreads} threads, ${leg.each} items each`;
  return `${classNameOf(leg)}: ${moved}, producers left ${producersLeft}, ` +
    `size ${queue.size}, closed ${queue.closed}`;
}

function describeWorker(
  worker: number,
  legs: readonly Leg[],
  [legIndex, styleIndex, id, count]: readonly [number, number, number, number],
): string {
  const leg = legs[legIndex]!;
  const produces = worker < leg.producerThreads;
  const style = (produces ? PUSH_STYLES : POP_STYLES)[styleIndex];
  return `worker ${worker}: ${produces ? "producer" : "consumer"} of ${classNameOf(leg)}, ` +
    `${count} items so far, last note at item ${id}, style ${style}`;
}
