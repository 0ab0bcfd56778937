import type { bool, Bytes, f32, FixedArray, Queue } from "amph-gen/spec";

interface Corner {
  x: f32;
  y: f32;
}

interface Shape {
  corners: FixedArray<Corner, 2>;
  closed: bool;
  mark: Bytes<3>;
}

/** One thread collects shapes; the line is given. */
export type FanIn = Queue<
  Shape,
  { capacity: 2; consumers: "one"; padding: "none"; waiting: false; cacheLine: 128 }
>;
