import type { Bytes, Queue, Shared, u32 } from "amph-gen/spec";

/** One thread to one other, in other capacities. */
export type SpscPacked64 = Queue<
  u32,
  { capacity: 64; producers: "one"; consumers: "one"; padding: "none" }
>;

export type SpscPacked1024 = Queue<
  u32,
  { capacity: 1024; producers: "one"; consumers: "one"; padding: "none" }
>;

export type SpscPacked65536 = Queue<
  u32,
  { capacity: 65536; producers: "one"; consumers: "one"; padding: "none" }
>;

/** The bench gives it 3,000 slots and a modulo in place of the mask. */
export type SpscModulo = Queue<
  u32,
  { capacity: 4096; producers: "one"; consumers: "one"; padding: "none" }
>;

/** Many to many, in other capacities. */
export type MpmcPacked64 = Queue<u32, { capacity: 64; padding: "none" }>;

export type MpmcPacked1024 = Queue<u32, { capacity: 1024; padding: "none" }>;

export type MpmcPacked65536 = Queue<u32, { capacity: 65536; padding: "none" }>;

/** Many to one. */
export type MpscPacked = Queue<u32, { capacity: 4096; consumers: "one"; padding: "none" }>;

/** Numbers of 64 blocks of memory. */
export type Numbers64 = Queue<u32, { capacity: 64; producers: "one"; consumers: "one" }>;

/** 256 bytes by value. */
export interface Block256 {
  bytes: Bytes<256>;
}

export type Blocks256 = Queue<Block256, { capacity: 64; producers: "one"; consumers: "one" }>;

/** 1 KiB by value. */
export interface Block1024 {
  bytes: Bytes<1024>;
}

export type Blocks1024 = Queue<Block1024, { capacity: 64; producers: "one"; consumers: "one" }>;

/** 4 KiB by value, the largest item that a queue takes. */
export interface Block4096 {
  bytes: Bytes<4096>;
}

export type Blocks4096 = Queue<Block4096, { capacity: 64; producers: "one"; consumers: "one" }>;

/** Eight fields. */
export interface Words {
  a: u32;
  b: u32;
  c: u32;
  d: u32;
  e: u32;
  f: u32;
  g: u32;
  h: u32;
}

/** Written and read in place. */
export type WordSlots = Queue<Words, { capacity: 1024; producers: "one"; consumers: "one" }>;

/** One record in place. */
export type SharedWords = Shared<Words>;
