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
  const values = new (job.item === "u32" ? Uint32Array : Float64Array)(LENGTH).map((_, k) => k);
  const wrongByIndex = () => {
    let wrong = 0;
    for (let k = 0; k < LENGTH; k++) {
      if (values[k] !== k) wrong++;
    }
    return wrong;
  };
  const view = job.through === "view" ? values : undefined;
  const readable = { wrongByIndex, view, all: () => values };
  return { work: (count) => readLaps(job, count, readable) };
}
