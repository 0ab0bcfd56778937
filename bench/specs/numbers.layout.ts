import type { Queue, u32 } from "amph-gen/spec";

/** One thread to one other, a cache line for each slot. */
export type SpscLine = Queue<
  u32,
  { capacity: 4096; producers: "one"; consumers: "one"; padding: "line" }
>;

/** One thread to one other, 16 items to a line. */
export type SpscPacked = Queue<
  u32,
  { capacity: 4096; producers: "one"; consumers: "one"; padding: "none" }
>;

/** The same without the operations that wait. */
export type SpscPackedPolled = Queue<
  u32,
  { capacity: 4096; producers: "one"; consumers: "one"; padding: "none"; waiting: false }
>;

/** One to one, published and released in runs. */
export type SpscLazy = Queue<
  u32,
  { capacity: 4096; producers: "one"; consumers: "one"; padding: "none"; publish: "lazy" }
>;

/** Many to many, a cache line for each slot. */
export type MpmcLine = Queue<u32, { capacity: 4096; padding: "line" }>;

/** Many to many, 16 items to a line. */
export type MpmcPacked = Queue<u32, { capacity: 4096; padding: "none" }>;

/** The same without the operations that wait. */
export type MpmcPackedPolled = Queue<u32, { capacity: 4096; padding: "none"; waiting: false }>;
