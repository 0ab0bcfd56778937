import type { Queue, f64, u32 } from "amph-gen/spec";

/** One measurement. */
interface Sample {
  sensor: u32;
  value: f64;
}

/** From one thread to one other, published and released in runs of four. */
export type Samples = Queue<
  Sample,
  { capacity: 16; producers: "one"; consumers: "one"; publish: "lazy" }
>;
