import type { Cubby, SecVec, u32 } from "amph-gen/spec";

/**
 * What `npm run verify:long` explores with four threads: more than fits into the minutes of
 * `npm run verify`. Four wait on each side at most, as many as there are threads.
 */
export type CubbyLong = Cubby<u32, { waiters: 4; waiting: true }>;

export type ShrinkLong = SecVec<u32, { maxLength: 2; threads: 5 }>;
