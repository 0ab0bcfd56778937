import type { Cubby, f64, u32 } from "amph-gen/spec";

/** What one thread tells another. */
interface Command {
  kind: "pause" | "resume" | "stop";
  at: f64;
}

/** Commands, one at a time. */
export type Control = Cubby<Command>;

export type Baton = Cubby<u32, { waiters: 2; graceMs: 100; waiting: false }>;
