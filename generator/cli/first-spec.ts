/** What `init` writes: a spec that works as it is, with the choices explained where they are made. */
export const FIRST_SPEC = `import type { f64, Queue, u32 } from "amph-gen/spec";

/**
 * What goes through the queue: one field per line, in any order.
 *
 * Whole numbers are u8 i8 u16 i16 u32 i32, u53 (up to 2^53 - 1) and u64 i64 (bigint); the others
 * are f32 f64 bool, Text<bytes>, Bytes<n>, FixedArray<type, n>, unions of strings such as
 * "bid" | "ask", and interfaces of these.
 */
export interface Reading {
  sensor: u32;
  /** Comments of the spec come back in the generated code. */
  value: f64;
  /** Seconds since the start. */
  time: f64;
  quality: "good" | "poor" | "bad";
}

/**
 * A bounded queue. The name becomes the class, and readings.gen.ts the file.
 *
 * - capacity: how many items it holds; rounded up to a power of two.
 * - producers, consumers: "one" or "many" threads; "one" is faster.
 */
export type Readings = Queue<Reading, { capacity: 1024; producers: "many"; consumers: "one" }>;
`;
