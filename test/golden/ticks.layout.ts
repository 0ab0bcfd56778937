import type { f64, SecVec } from "amph-gen/spec";

/** Every price of the session, in the order of arrival. */
export type Ticks = SecVec<f64, { maxLength: 1_000_000; shrink: false }>;
