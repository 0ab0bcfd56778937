import type { Queue, u32 } from "amph-gen/spec";

/** One thread to one other, the options' defaults: a cache line for each slot. */
export type SpscLine = Queue<u32, { capacity: 4096; producers: "one"; consumers: "one" }>;

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

/** Many to many, the options' defaults. */
export type MpmcLine = Queue<u32, { capacity: 4096 }>;

/** Many to many, 16 items to a line. */
export type MpmcPacked = Queue<u32, { capacity: 4096; padding: "none" }>;

/** Many to many without the operations that wait. */
export type MpmcLinePolled = Queue<u32, { capacity: 4096; waiting: false }>;
