/** The application's side of test/golden/porter.layout.ts: the queue, and who is told of a push or a pop. */
import { Polled } from "../golden/polled.gen.ts";
import type { Porter } from "../golden/porter.gen.ts";

let queue: Polled | undefined;
let others: Porter | undefined;
let othersBaton = 0;

/** For this thread: the queue, and the loom whose fiber is at its other end. */
export function connect(ends: {
  readonly handle: Polled["handle"];
  readonly loom: Porter;
  readonly baton: number;
}): void {
  queue = Polled.attach(ends.handle);
  others = ends.loom;
  othersBaton = ends.baton;
}

/** Pops a number if there is one, and says so. */
export function take(): number | undefined {
  const item = queue?.tryPop();
  if (item !== undefined) others?.post(othersBaton);
  return item;
}

/** Pushes a number if there is room, and says so. */
export function give(item: number): boolean {
  const isIn = queue?.tryPush(item) ?? false;
  if (isIn) others?.post(othersBaton);
  return isIn;
}
