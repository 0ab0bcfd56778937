/** A record with every slot type, and values at the limits of each. */

/** Text that a careless emitter would run, or that would end a literal or a comment. */
export const HOSTILE_MEMBERS = [
  `double " quote`,
  `single ' quote`,
  "back ` tick",
  "${process.exit(1)}",
  "*/ throw 1; /*",
  "line\u2028separator",
  "paragraph\u2029separator",
  "new\nline",
  "back\\slash",
  "\u0000\u007f",
  "</script>",
  "// @ts-" + "ignore",
  "",
] as const;

/** Union members as a spec writes them. */
export const HOSTILE_UNION = HOSTILE_MEMBERS.map((member) => JSON.stringify(member)).join(" | ");

export const EVERY_TYPE = `
interface Point { x: f32; y: i16 }
interface Everything {
  a: u8; b: i8; c: u16; d: i16; e: u32; f: i32; g: f32; h: f64; i: u53; j: u64; k: i64; l: bool;
  text: Text<12>;
  longText: Text<300>;
  bytes: Bytes<5>;
  samples: FixedArray<f64, 3>;
  wholes: FixedArray<u53, 2>;
  bigs: FixedArray<i64, 2>;
  flags: FixedArray<bool, 3>;
  names: FixedArray<Text<4>, 2>;
  blobs: FixedArray<Bytes<2>, 2>;
  sides: FixedArray<"left" | "right", 2>;
  grid: FixedArray<FixedArray<u16, 2>, 3>;
  points: FixedArray<Point, 2>;
  point: Point;
  deep: { point: Point; tag: Text<3>; kind: "x" | "y" };
  hostile: ${HOSTILE_UNION};
}`;

export interface Point {
  x: number;
  y: number;
}

export interface Everything {
  a: number;
  b: number;
  c: number;
  d: number;
  e: number;
  f: number;
  g: number;
  h: number;
  i: number;
  j: bigint;
  k: bigint;
  l: boolean;
  text: string;
  longText: string;
  bytes: Uint8Array;
  samples: Float64Array;
  wholes: Float64Array;
  bigs: BigInt64Array;
  flags: boolean[];
  names: string[];
  blobs: Uint8Array[];
  sides: string[];
  grid: Uint16Array[];
  points: Point[];
  point: Point;
  deep: { point: Point; tag: string; kind: string };
  hostile: string;
}

/** Every field at its largest, and at its smallest. */
export function everything(largest: boolean): Everything {
  const pick = <T>(large: T, small: T): T => largest ? large : small;
  const point = () => ({ x: pick(1.5, -0), y: pick(32767, -32768) });
  return {
    a: pick(255, 0),
    b: pick(127, -128),
    c: pick(65535, 0),
    d: pick(32767, -32768),
    e: pick(2 ** 32 - 1, 0),
    f: pick(2 ** 31 - 1, -(2 ** 31)),
    g: pick(Infinity, Math.fround(-1.1)),
    h: pick(Number.MAX_VALUE, -Infinity),
    i: pick(Number.MAX_SAFE_INTEGER, 0),
    j: pick(2n ** 64n - 1n, 0n),
    k: pick(2n ** 63n - 1n, -(2n ** 63n)),
    l: largest,
    text: pick("ä€😀\u0000é", ""),
    longText: pick("€".repeat(100), "x"),
    bytes: Uint8Array.from(pick([255, 0, 1, 2, 254], [0, 0, 0, 0, 0])),
    samples: Float64Array.from(pick([NaN, Infinity, 5e-324], [-0, 0, -1])),
    wholes: Float64Array.from(pick([2 ** 53 - 1, 1], [0, 0])),
    bigs: BigInt64Array.from(pick([2n ** 63n - 1n, -1n], [-(2n ** 63n), 0n])),
    flags: pick([true, false, true], [false, false, false]),
    names: pick(["😀", "abcd"], ["", "é"]),
    blobs: pick([[1, 2], [255, 254]], [[0, 0], [0, 9]]).map((bytes) => Uint8Array.from(bytes)),
    sides: pick(["right", "left"], ["left", "left"]),
    grid: pick([[1, 65535], [3, 4], [5, 6]], [[0, 0], [0, 0], [0, 1]]).map((row) =>
      Uint16Array.from(row)
    ),
    points: [point(), { x: 0.25, y: 1 }],
    point: point(),
    deep: { point: point(), tag: pick("abc", ""), kind: pick("y", "x") },
    hostile: pick("", HOSTILE_MEMBERS[0]),
  };
}
