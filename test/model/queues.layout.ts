import type { Queue, u32 } from "amph-gen/spec";

/**
 * Every variant of the queue, at one slot, at two, and at two groups of turn bits; lazy ones with runs
 * of one, two and four items: what `npm run verify` explores beside the committed modules.
 */
export type ManyMany1 = Queue<
  u32,
  { capacity: 1; producers: "many"; consumers: "many"; waiting: true }
>;

export type ManyMany2 = Queue<
  u32,
  { capacity: 2; producers: "many"; consumers: "many"; waiting: true }
>;

export type ManyMany32 = Queue<
  u32,
  { capacity: 32; producers: "many"; consumers: "many"; waiting: true }
>;

export type ManyManyPolled1 = Queue<
  u32,
  { capacity: 1; producers: "many"; consumers: "many"; waiting: false }
>;

export type ManyManyPolled2 = Queue<
  u32,
  { capacity: 2; producers: "many"; consumers: "many"; waiting: false }
>;

export type ManyManyPolled32 = Queue<
  u32,
  { capacity: 32; producers: "many"; consumers: "many"; waiting: false }
>;

export type ManyOne1 = Queue<
  u32,
  { capacity: 1; producers: "many"; consumers: "one"; waiting: true }
>;

export type ManyOne2 = Queue<
  u32,
  { capacity: 2; producers: "many"; consumers: "one"; waiting: true }
>;

export type ManyOne32 = Queue<
  u32,
  { capacity: 32; producers: "many"; consumers: "one"; waiting: true }
>;

export type ManyOnePolled1 = Queue<
  u32,
  { capacity: 1; producers: "many"; consumers: "one"; waiting: false }
>;

export type ManyOnePolled2 = Queue<
  u32,
  { capacity: 2; producers: "many"; consumers: "one"; waiting: false }
>;

export type ManyOnePolled32 = Queue<
  u32,
  { capacity: 32; producers: "many"; consumers: "one"; waiting: false }
>;

export type OneMany1 = Queue<
  u32,
  { capacity: 1; producers: "one"; consumers: "many"; waiting: true }
>;

export type OneMany2 = Queue<
  u32,
  { capacity: 2; producers: "one"; consumers: "many"; waiting: true }
>;

export type OneMany32 = Queue<
  u32,
  { capacity: 32; producers: "one"; consumers: "many"; waiting: true }
>;

export type OneManyPolled1 = Queue<
  u32,
  { capacity: 1; producers: "one"; consumers: "many"; waiting: false }
>;

export type OneManyPolled2 = Queue<
  u32,
  { capacity: 2; producers: "one"; consumers: "many"; waiting: false }
>;

export type OneManyPolled32 = Queue<
  u32,
  { capacity: 32; producers: "one"; consumers: "many"; waiting: false }
>;

export type OneOne1 = Queue<
  u32,
  { capacity: 1; producers: "one"; consumers: "one"; waiting: true }
>;

export type OneOne2 = Queue<
  u32,
  { capacity: 2; producers: "one"; consumers: "one"; waiting: true }
>;

export type OneOne32 = Queue<
  u32,
  { capacity: 32; producers: "one"; consumers: "one"; waiting: true }
>;

export type OneOnePolled1 = Queue<
  u32,
  { capacity: 1; producers: "one"; consumers: "one"; waiting: false }
>;

export type OneOnePolled2 = Queue<
  u32,
  { capacity: 2; producers: "one"; consumers: "one"; waiting: false }
>;

export type OneOnePolled32 = Queue<
  u32,
  { capacity: 32; producers: "one"; consumers: "one"; waiting: false }
>;

export type OneOneLazy1 = Queue<
  u32,
  { capacity: 1; producers: "one"; consumers: "one"; publish: "lazy"; waiting: true }
>;

export type OneOneLazy2 = Queue<
  u32,
  { capacity: 2; producers: "one"; consumers: "one"; publish: "lazy"; waiting: true }
>;

export type OneOneLazy4 = Queue<
  u32,
  { capacity: 4; producers: "one"; consumers: "one"; publish: "lazy"; waiting: true }
>;

export type OneOneLazy8 = Queue<
  u32,
  { capacity: 8; producers: "one"; consumers: "one"; publish: "lazy"; waiting: true }
>;

export type OneOneLazy16 = Queue<
  u32,
  { capacity: 16; producers: "one"; consumers: "one"; publish: "lazy"; waiting: true }
>;

export type OneOneLazyPolled1 = Queue<
  u32,
  { capacity: 1; producers: "one"; consumers: "one"; publish: "lazy"; waiting: false }
>;

export type OneOneLazyPolled16 = Queue<
  u32,
  { capacity: 16; producers: "one"; consumers: "one"; publish: "lazy"; waiting: false }
>;
