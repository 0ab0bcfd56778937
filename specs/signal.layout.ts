import type { f64, Queue } from "amph-gen/spec";

/**
 * Samples from one thread to one other, at the highest rate: packed, polled and never waited for.
 * The line is given, so that the layout is the same on every machine.
 */
export type Samples = Queue<
  f64,
  {
    capacity: 65_536;
    producers: "one";
    consumers: "one";
    padding: "none";
    waiting: false;
    cacheLine: 64;
  }
>;
