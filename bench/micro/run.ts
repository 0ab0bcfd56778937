/** The micro-benchmarks, under the runtime that runs this: what single operations cost in one thread. */
import process from "node:process";
import { emittedClass, type NumberQueue, type Vector } from "../peers/emitted.ts";
import { sharedRecord, slots } from "../peers/fields-emitted.ts";
import { dataView, typedArray } from "../peers/fields-by-hand.ts";
import { RECORDS, type Records } from "../peers/words.ts";
import { load } from "../npm/load.ts";

interface Mitata {
  bench(name: string, work: () => unknown): unknown;
  group(name: string, define: () => void): void;
  summary(define: () => void): void;
  run(options: { readonly colors: boolean }): Promise<unknown>;
  do_not_optimize(value: unknown): void;
}

interface Loom {
  spawnPassing(times: number): number;
  runBlocking(events: { readonly onError: () => void }): void;
  joinAsync(id: number): Promise<number>;
}

/** Elements of the vectors; they stay in a core's own cache. */
const LENGTH = 1024;
/** Turns that one call runs. */
const TURNS = 1000;

const { bench, do_not_optimize: keep, group, run, summary } = await load<Mitata>(
  "mitata/src/main.mjs",
);

function compared(title: string, sides: Readonly<Record<string, () => unknown>>): void {
  group(title, () =>
    summary(() => {
      for (const [name, work] of Object.entries(sides)) bench(name, work);
    }));
}

async function pushAndPop(className: string): Promise<() => void> {
  const queue = (await emittedClass<NumberQueue>(className)).create();
  let k = 0;
  return () => {
    k = (k + 1) | 0;
    queue.tryPush(k & 0x7fffffff);
    if (queue.tryPop() !== (k & 0x7fffffff)) throw new Error("another item came out");
  };
}

function writeAndRead(records: Records): () => void {
  let k = 0;
  return () => {
    k = (k + 1) & 0xffffff;
    const record = k % RECORDS;
    records.write(record, k);
    if (!records.isRight(record, k)) throw new Error("a field is wrong");
  };
}

async function getFrom(className: string): Promise<() => void> {
  const vector = (await emittedClass<Vector<number>>(className)).create();
  for (let k = 0; k < LENGTH; k++) vector.pushBack(k);
  let k = 0;
  return () => {
    k = (k + 1) % LENGTH;
    if (vector.get(k) !== k) throw new Error("an element is wrong");
  };
}

function getFromArray(): () => void {
  const words = Uint32Array.from({ length: LENGTH }, (_, k) => k);
  let k = 0;
  return () => {
    k = (k + 1) % LENGTH;
    if (words[k] !== k) throw new Error("an element is wrong");
  };
}

async function fiberTurns(): Promise<() => Promise<void>> {
  const loom = (await emittedClass<Loom>("Fibers")).create();
  return async () => {
    const id = loom.spawnPassing(TURNS);
    loom.runBlocking({
      onError() {
        throw new Error("a fiber failed");
      },
    });
    if (await loom.joinAsync(id) !== TURNS) throw new Error("a turn is missing");
  };
}

function generatorTurns(): () => void {
  return () => {
    let turns = 0;
    for (const turn of countTo(TURNS)) turns = turn;
    keep(turns);
  };
}

function* countTo(turns: number): Generator<number, void> {
  for (let turn = 1; turn <= turns; turn++) yield turn;
}

function awaitTurns(): () => Promise<void> {
  return async () => {
    for (let turn = 0; turn < TURNS; turn++) await undefined;
  };
}

compared("push and pop of a number, one thread", {
  "Queue, 1 → 1": await pushAndPop("SpscPacked"),
  "Queue, many to many": await pushAndPop("MpmcPacked"),
  "Cubby": await pushAndPop("CubbyApart"),
});
compared("eight u32 fields written and read", {
  "slots of a queue": writeAndRead(slots(await emittedClass("WordSlots"))),
  "Shared": writeAndRead(sharedRecord(await emittedClass("SharedWords"))),
  "typed array": writeAndRead(typedArray()),
  "DataView": writeAndRead(dataView()),
});
compared("get of a number", {
  "SecVec, shrink: false": await getFrom("AppendedNumbers"),
  "SecVec, shrink: true": await getFrom("GrownNumbers"),
  "Uint32Array": getFromArray(),
});
compared(`${TURNS} turns`, {
  "fiber": await fiberTurns(),
  "generator": generatorTurns(),
  "await": awaitTurns(),
});
await run({ colors: process.stdout.isTTY === true });
