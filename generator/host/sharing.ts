/**
 * The measured sharing distance: two threads add to two words at a growing distance. While the words
 * lie in one line (or in two that the processor fetches together) every addition waits for the other
 * thread's, so the distance at which the cost falls is the one that keeps writers apart.
 */
import { Worker } from "node:worker_threads";
import type { SharingTask, Span } from "./sharing-task.ts";

export const DISTANCES_BYTES = [4, 8, 16, 32, 64, 128, 256, 512, 1024] as const;

export interface SharingPoint {
  readonly distanceBytes: number;
  /** Median over the repetitions, nanoseconds an addition. */
  readonly nanoseconds: number;
}

/**
 * One cost for each of {@link DISTANCES_BYTES}, in nanoseconds; undefined where the threads did not run
 * at the same time.
 */
export type Curve = readonly (number | undefined)[];

export interface SharingOptions {
  readonly cores: number;
  readonly repeats?: number;
  /** Additions of each thread at each distance. */
  readonly additions?: number;
  readonly timeoutMs?: number;
}

const THREADS = 2;
/** Part of the time that the threads have to work at once. */
const LEAST_OVERLAP = 0.7;
/** The first ones run before the code is compiled. */
const WARM_UP_CURVES = 2;

/** What each thread of one experiment does, but for the memory. */
export interface SharingPlan {
  readonly repeats: number;
  readonly additions: number;
  readonly tasks: readonly Omit<SharingTask, "buffer">[];
}

export function planSharing(
  { repeats = 21, additions = 50_000 }: Pick<SharingOptions, "repeats" | "additions"> = {},
): SharingPlan {
  const rounds = (WARM_UP_CURVES + repeats) * DISTANCES_BYTES.length;
  const tasks = Array.from({ length: THREADS }, (_, thread) => ({
    byteOffsets: Array.from({ length: rounds }, (_, round) => thread * distanceOf(round)),
    additions,
    threads: THREADS,
  }));
  return { repeats, additions, tasks };
}

/** The curves of what each thread has measured. */
export function curvesOf(
  [first = [], second = []]: readonly (readonly Span[])[],
  { repeats, additions }: SharingPlan,
): readonly Curve[] {
  const costs = first.map((span, round) => costOf(span, second[round] ?? span, additions));
  return Array.from({ length: repeats }, (_, k) => {
    const from = (WARM_UP_CURVES + k) * DISTANCES_BYTES.length;
    return costs.slice(from, from + DISTANCES_BYTES.length);
  });
}

/** Throws where two threads cannot run at the same time. */
export function checkCores(cores: number): void {
  if (cores < THREADS) throw new Error("one core: two threads never run at the same time");
}

/** Repeated curves, each over all distances. Throws where threads cannot be had or do not answer. */
export async function measureCurves(options: SharingOptions): Promise<readonly Curve[]> {
  const { timeoutMs = 10_000 } = options;
  checkCores(options.cores);
  const plan = planSharing(options);
  const { buffer } = new WebAssembly.Memory({ initial: 2, maximum: 2, shared: true });
  const memory: unknown = buffer;
  if (!(memory instanceof SharedArrayBuffer)) throw new Error("no shared memory");
  const spans = plan.tasks.map((task) => runThread({ ...task, buffer: memory }, timeoutMs));
  return curvesOf(await Promise.all(spans), plan);
}

function distanceOf(round: number): number {
  return DISTANCES_BYTES[round % DISTANCES_BYTES.length] ?? 0;
}

/** Of the thread that was slower: the other one may have started late, or ended early. */
function costOf(a: Span, b: Span, additions: number): number | undefined {
  const overlapMs = Math.min(a.endMs, b.endMs) - Math.max(a.startMs, b.startMs);
  const longerMs = Math.max(a.endMs - a.startMs, b.endMs - b.startMs);
  return overlapMs < longerMs * LEAST_OVERLAP ? undefined : longerMs * 1e6 / additions;
}

async function runThread(task: SharingTask, timeoutMs: number): Promise<Span[]> {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const worker = new Worker(new URL(`./sharing-worker.${extension}`, import.meta.url), {
    workerData: task,
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise<Span[]>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
      timer = setTimeout(
        () => reject(new Error(`the threads gave no answer within ${timeoutMs} ms`)),
        timeoutMs,
      );
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
