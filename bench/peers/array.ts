/** What one thread has without a library: an array that grows, and a typed array to read. */
import type { Duty, Job, Peer } from "../job.ts";
import { sent } from "./check.ts";
import { appendedItem, firstFault } from "./elements.ts";
import { LENGTH, readLaps } from "./reading.ts";

export const open: Peer["open"] = ({ roles }) =>
  Promise.resolve(roles.map(() => ({ value: undefined, transfer: [] })));

export const join: Peer["join"] = (_, { job, role }) =>
  Promise.resolve(role === "read" ? reader(job) : appender(job));

function appender({ batch }: Job): Duty {
  let array: number[] = [];
  let expected = 0;
  return {
    work: (count) => {
      array = [];
      expected = count;
      if (batch === 1) append(array, count);
      else appendRuns(array, count, batch);
      return sent(count);
    },
    verify: () => firstFault(array.length, expected, (k) => array[k]),
  };
}

function append(array: number[], count: number): void {
  for (let k = 0; k < count; k++) array.push(appendedItem(0, k));
}

function appendRuns(array: number[], count: number, batch: number): void {
  const run: number[] = new Array(batch).fill(0);
  for (let k = 0; k < count; k += batch) {
    for (let j = 0; j < batch; j++) run[j] = appendedItem(0, k + j);
    array.push(...run);
  }
}

function reader(job: Job): Duty {
  const source = { length: LENGTH };
  if (job.item === "u32") {
    const values = Uint32Array.from(source, (_, k) => k);
    const sumByIndex = () => {
      let sum = 0;
      for (let k = 0; k < LENGTH; k++) sum = (sum + values[k]!) | 0;
      return sum;
    };
    return { work: (count) => readLaps(job, count, readable(values, sumByIndex)) };
  }
  const values = Float64Array.from(source, (_, k) => k);
  const sumByIndex = () => {
    let sum = 0;
    for (let k = 0; k < LENGTH; k++) sum += values[k]!;
    return sum;
  };
  return { work: (count) => readLaps(job, count, readable(values, sumByIndex)) };
}

function readable(values: Float64Array | Uint32Array, sumByIndex: () => number) {
  return { sumByIndex, views: [values], all: () => values };
}
