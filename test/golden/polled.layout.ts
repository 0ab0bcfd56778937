import type { f64, Queue } from "amph-gen/spec";

/** The least that a queue can be: one to one, packed, never waited for. */
export type Polled = Queue<
  f64,
  { capacity: 2; producers: "one"; consumers: "one"; padding: "none"; waiting: false }
>;
