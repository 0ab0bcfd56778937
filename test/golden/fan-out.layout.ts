import type { FixedArray, i16, Queue, u64 } from "amph-gen/spec";

interface Chunk {
  serial: u64;
  samples: FixedArray<i16, 4>;
}

/** One thread hands out chunks. */
export type FanOut = Queue<Chunk, { capacity: 2; producers: "one" }>;
