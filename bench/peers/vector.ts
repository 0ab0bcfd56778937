/** The emitted vectors: threads that append `f64`, and a thread that reads. */
import type { Duty, Job, Peer } from "../job.ts";
import { sent } from "./check.ts";
import { emittedClass, type Vector } from "./emitted.ts";
import { appendedItem, firstFault } from "./elements.ts";
import { LENGTH, readLaps } from "./reading.ts";

/** Each phase has a vector of its own; addresses cost nothing. */
const PHASES = 24;

export const open: Peer["open"] = async ({ className, roles }) => {
  const made = await emittedClass<Vector<number>>(className);
  const handles = Array.from({ length: PHASES }, () => {
    const vector = made.create();
    vector.detach?.();
    return vector.handle;
  });
  return roles.map(() => ({ value: handles, transfer: [] }));
};

export const join: Peer["join"] = async (value, { job, role, index }) => {
  const made = await emittedClass<Vector<number>>(job.className);
  const vectors = (value as readonly unknown[]).map((handle) => made.attach(handle));
  if (role === "read") return reader(vectors[0]!, job);
  return appender(vectors, job, index);
};

function appender(vectors: readonly Vector<number>[], job: Job, index: number): Duty {
  let phase = -1;
  let expected = 0;
  return {
    work: (count) => {
      const vector = vectors[++phase];
      if (vector === undefined) throw new Error(`more than ${PHASES} phases`);
      if (job.batch === 1) append(vector, index, count);
      else appendRuns(vector, index, count, job.batch);
      expected = count * job.roles.length;
      return sent(count);
    },
    verify: () => {
      const vector = vectors[phase]!;
      return firstFault(vector.size, expected, (k) => vector.get(k));
    },
  };
}

function append(vector: Vector<number>, thread: number, count: number): void {
  for (let k = 0; k < count; k++) vector.pushBack(appendedItem(thread, k));
}

function appendRuns(vector: Vector<number>, thread: number, count: number, batch: number): void {
  const run = new Float64Array(batch);
  for (let k = 0; k < count; k += batch) {
    for (let j = 0; j < batch; j++) run[j] = appendedItem(thread, k + j);
    vector.pushMany(run);
  }
}

function reader(vector: Vector<number>, job: Job): Duty {
  for (let k = 0; k < LENGTH; k++) vector.pushBack(k);
  const view = job.through === "view" ? vector.view?.(0) : undefined;
  const wrongByIndex = () => {
    const length = vector.size;
    let wrong = Math.abs(LENGTH - length);
    for (let k = 0; k < length; k++) {
      if (vector.get(k) !== k) wrong++;
    }
    return wrong;
  };
  return { work: (count) => readLaps(job, count, { wrongByIndex, view, all: () => vector }) };
}
