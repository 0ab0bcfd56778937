import type {
  bool,
  Bytes,
  f32,
  f64,
  FixedArray,
  i16,
  i64,
  i8,
  Queue,
  Text,
  u16,
  u64,
  u8,
} from "amph-gen/spec";

/** A direction in the frame of the vehicle. */
interface Vector {
  x: f32;
  y: f32;
  z: f32;
}

type Level = "debug" | "info" | "warning" | "error";

/** What a sensor board sends ten times a second; every kind of slot type is in it. */
export interface Reading {
  /** Nanoseconds since 1970. */
  takenAt: i64;
  /** Counts up by one; never repeats. */
  serial: u64;
  /** Name of the board. */
  board: Text<24>;
  level: Level;
  /** Whether the values below are fresh. */
  valid: bool;
  /** Degrees Celsius. */
  temperature: i8;
  /** Decibels relative to full scale. */
  loudness: i16;
  acceleration: Vector;
  /** Millivolts of each cell. */
  cells: FixedArray<u16, 12>;
  /** Wheels, front left to rear right. */
  wheels: FixedArray<{ speed: f32; slip: u8 }, 4>;
  /** Position in metres, east and north. */
  position: { east: f64; north: f64 };
  /** First bytes of the raw frame. */
  raw: Bytes<32>;
}

/** Readings of all boards, packed; one thread stores them. */
export type Readings = Queue<
  Reading,
  { capacity: 500; consumers: "one"; padding: "none" }
>;
