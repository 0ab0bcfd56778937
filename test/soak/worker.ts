/** A thread of the soak: it runs the fibers, posts what they ask for, or sends back what they send. */
import process from "node:process";
import { Echoes } from "../golden/echoes.gen.ts";
import { Requests } from "../golden/requests.gen.ts";
import { type FiberFailure, Soak } from "../golden/soak.gen.ts";
import { serveWorker } from "../support/worker.ts";
import { type Balance, balance, open } from "./ledger.ts";

export interface SoakTask {
  readonly kind: "loom" | "poster" | "echo";
  readonly loom: Soak["handle"];
  readonly requests: Requests["handle"];
  readonly out: Echoes["handle"];
  readonly back: Echoes["handle"];
  readonly seconds: number;
  readonly seed: number;
}

export interface SoakReport extends Balance {
  readonly alive: number;
  readonly switches: number;
  readonly failures: readonly string[];
  /** Fibers and batons that there is room for afterwards. */
  readonly spawned: number;
  /** Smallest use of the heap in each eighth of the time, bytes. */
  readonly heap: readonly number[];
}

const BATONS = 256;
const DRIVERS = 6;
const SAMPLES = 8;

await serveWorker(async (task: SoakTask, progress) => {
  const loom = Soak.attach(task.loom);
  const requests = Requests.attach(task.requests);
  const [out, back] = [Echoes.attach(task.out), Echoes.attach(task.back)];
  if (task.kind === "poster") return post(loom, requests, task.seed);
  if (task.kind === "echo") return echo(out, back);

  const failures: string[] = [];
  const untilMs = performance.now() + task.seconds * 1_000;
  open({ loom, requests, untilMs, seed: task.seed }, BATONS);
  const mutex = loom.newMutex();
  const [first, second] = [loom.register(out), loom.register(back)];
  for (let k = 0; k < DRIVERS; k++) loom.spawnDriver(first, second, mutex);
  const heap = watchHeap(task.seconds, () => progress(`${loom.switches} switches`));
  // A failing child whose rescuer found no room to join it is reported; nothing else may be.
  const onError = ({ name, error }: FiberFailure) => failures.push(`${name}: ${String(error)}`);
  await loom.run({ onError });
  const found = heap();
  requests.close();
  out.close();
  back.close();
  const { alive, switches } = loom;
  let spawned = 0;
  while (loom.trySpawnNap(0) !== -1) spawned++;
  while (loom.alive > 0) loom.turn();
  return { ...balance(), alive, switches, failures, spawned, heap: found } satisfies SoakReport;
});

/** Posts each baton that is asked for, at once or a little later; how many. */
function post(loom: Soak, requests: Requests, seed: number): number {
  let posts = 0;
  for (let baton = requests.pop(); baton !== undefined; baton = requests.pop()) {
    const pauses = Math.imul(posts + seed, 0x9e3779b1) >>> 20;
    for (let k = 0; k < pauses; k++) loom.tryWait(baton);
    loom.post(baton);
    posts++;
  }
  return posts;
}

/** Sends back what it gets; how many. */
function echo(out: Echoes, back: Echoes): number {
  let echoes = 0;
  for (let item = out.pop(); item !== undefined; item = out.pop()) {
    back.push(item);
    echoes++;
  }
  return echoes;
}

/** Returns what gives the smallest use of the heap in each share of the time. */
function watchHeap(seconds: number, tell: () => void): () => readonly number[] {
  const least: number[] = [];
  const fromMs = performance.now();
  const timer = setInterval(() => {
    tell();
    const share = Math.floor((performance.now() - fromMs) / (seconds * 1_000 / SAMPLES));
    if (share >= SAMPLES) return;
    least[share] = Math.min(least[share] ?? Infinity, process.memoryUsage().heapUsed);
  }, 20);
  return () => {
    clearInterval(timer);
    return least.filter((bytes) => bytes !== undefined);
  };
}
