import { rejects } from "./rejects.ts";

rejects(
  "number",
  `import type { Queue } from "amph-gen/spec";
export interface R {
  price: number;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:10 - error AMPH202: `number` has no fixed size in memory: expected a slot type; write `f64` or `f32`, or `u32`, `i32`, `u53` … for whole numbers",
  ],
);

rejects(
  "string",
  `import type { Queue } from "amph-gen/spec";
export interface R {
  name: string;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    `3:9 - error AMPH202: \`string\` has no fixed size in memory: expected a slot type; write \`Text<16>\`, or a union such as \`"bid" | "ask"\``,
  ],
);

rejects(
  "boolean",
  `import type { Queue } from "amph-gen/spec";
export interface R {
  on: boolean;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:7 - error AMPH202: `boolean` has no fixed size in memory: expected a slot type; write `bool`",
  ],
);

rejects(
  "bigint",
  `import type { Queue } from "amph-gen/spec";
export interface R {
  id: bigint;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:7 - error AMPH202: `bigint` has no fixed size in memory: expected a slot type; write `u64` or `i64`",
  ],
);

rejects(
  "Date",
  `import type { Queue } from "amph-gen/spec";
export interface R {
  at: Date;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:7 - error AMPH202: `Date` has no fixed size in memory: expected a slot type; write `f64` and store milliseconds, or `u64` and store nanoseconds",
  ],
);

rejects(
  "any",
  `import type { Queue } from "amph-gen/spec";
export interface R {
  x: any;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:6 - error AMPH202: `any` has no fixed size in memory: expected a slot type; write the type itself: a scalar, Text, Bytes, FixedArray, a union of string literals or a record",
  ],
);

rejects(
  "unknown, never, object, symbol, null, undefined, void",
  `import type { Queue } from "amph-gen/spec";
export interface R {
  a: unknown;
  b: never;
  c: object;
  d: symbol;
  e: null;
  f: undefined;
  g: void;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:6 - error AMPH202: `unknown` has no fixed size in memory: expected a slot type; write the type itself: a scalar, Text, Bytes, FixedArray, a union of string literals or a record",
    "4:6 - error AMPH202: `never` has no fixed size in memory: expected a slot type; write the type itself: a scalar, Text, Bytes, FixedArray, a union of string literals or a record",
    "5:6 - error AMPH202: `object` has no fixed size in memory: expected a slot type; write an interface",
    `6:6 - error AMPH202: \`symbol\` has no fixed size in memory: expected a slot type; write a union such as \`"bid" | "ask"\``,
    "7:6 - error AMPH202: `null` has no fixed size in memory: expected a slot type; write a `bool` field beside the value that says whether it is there",
    "8:6 - error AMPH202: `undefined` has no fixed size in memory: expected a slot type; write a `bool` field beside the value that says whether it is there",
    "9:6 - error AMPH202: `void` has no fixed size in memory: expected a slot type; write the type itself: a scalar, Text, Bytes, FixedArray, a union of string literals or a record",
  ],
);

rejects(
  "true as a type",
  `import type { Queue } from "amph-gen/spec";
export interface R {
  a: true;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:6 - error AMPH202: `true` has no fixed size in memory: expected a slot type; write `bool`",
  ],
);

rejects(
  "a typed array, a map, a generic array",
  `import type { Queue } from "amph-gen/spec";
export interface R {
  a: Uint8Array;
  b: Map<string, number>;
  c: Array<number>;
  d: Float64Array;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:6 - error AMPH202: `Uint8Array` has no fixed size in memory: expected a slot type; write `Bytes<16>`",
    "4:6 - error AMPH202: `Map` has no fixed size in memory: expected a slot type; write `FixedArray<f64, 8>` of records",
    "5:6 - error AMPH202: `Array` has no fixed size in memory: expected a slot type; write `FixedArray<f64, 8>`",
    "6:6 - error AMPH202: `Float64Array` has no fixed size in memory: expected a slot type; write `FixedArray<f64, 8>`",
  ],
);

rejects(
  "a misspelt scalar",
  `import type { f64, Queue } from "amph-gen/spec";
export interface R {
  price: f46;
  size: f64;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:10 - error AMPH201: unknown type `f46`: expected a slot type or a type declared in this file; did you mean `f64`?",
  ],
);

rejects(
  "a misspelt interface",
  `import type { f64, Queue } from "amph-gen/spec";
interface Trade { price: f64 }
export type Trades = Queue<Traed, { capacity: 8 }>;
`,
  [
    "3:28 - error AMPH201: unknown type `Traed`: expected a slot type or a type declared in this file; did you mean `Trade`?",
  ],
);

rejects(
  "a type from nowhere",
  `import type { Queue } from "amph-gen/spec";
export interface R {
  price: Whatever;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:10 - error AMPH201: unknown type `Whatever`: expected a slot type or a type declared in this file; write u8, i8, u16, i16, u32, i32, f32, f64, bool, u53, u64, i64, or declare `Whatever`",
  ],
);

rejects(
  "a type named like a member of every object",
  `import type { Queue } from "amph-gen/spec";
export interface R {
  price: toString;
  size: constructor;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:10 - error AMPH201: unknown type `toString`: expected a slot type or a type declared in this file; write u8, i8, u16, i16, u32, i32, f32, f64, bool, u53, u64, i64, or declare `toString`",
    "4:9 - error AMPH201: unknown type `constructor`: expected a slot type or a type declared in this file; write u8, i8, u16, i16, u32, i32, f32, f64, bool, u53, u64, i64, or declare `constructor`",
  ],
);

rejects(
  "types that are not imported",
  `export interface R { a: f64; b: FixedArray<f64, 2>; c: FixedArray<u8> }
export type Rows = Queue<R, { capacity: 0 }>;
`,
  [
    `1:25 - error AMPH204: \`f64\` is not imported: expected every type of the vocabulary in the import; write \`import type { …, f64 } from "amph-gen/spec";\``,
    `1:33 - error AMPH204: \`FixedArray\` is not imported: expected every type of the vocabulary in the import; write \`import type { …, FixedArray } from "amph-gen/spec";\``,
    "1:56 - error AMPH208: `FixedArray` has 1 type argument: expected 2, a type and a length; write for example `FixedArray<f64, 8>`",
    `2:20 - error AMPH204: \`Queue\` is not imported: expected every type of the vocabulary in the import; write \`import type { …, Queue } from "amph-gen/spec";\``,
    "2:41 - error AMPH404: the option `capacity` is `0`: expected a whole number from 1 to 67108864; write for example 1024",
  ],
);

rejects(
  "an array without length",
  `import type { f64, Queue } from "amph-gen/spec";
export interface R {
  prices: f64[];
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:11 - error AMPH203: `f64[]` is not a slot type: expected a scalar, Text, Bytes, FixedArray, a union of string literals or a record; write `FixedArray<T, length>`, with the length written out",
  ],
);

rejects(
  "a tuple",
  `import type { f64, Queue } from "amph-gen/spec";
export interface R {
  pair: [f64, f64];
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:9 - error AMPH203: `[f64, f64]` is not a slot type: expected a scalar, Text, Bytes, FixedArray, a union of string literals or a record; write an interface, or `FixedArray<T, length>`",
  ],
);

rejects(
  "an intersection",
  `import type { Queue } from "amph-gen/spec";
export interface R {
  both: A & B;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:9 - error AMPH203: `A & B` is not a slot type: expected a scalar, Text, Bytes, FixedArray, a union of string literals or a record; write one interface with all the fields",
  ],
);

rejects(
  "a number literal, a function, keyof, a template, an import type",
  `import type { Queue } from "amph-gen/spec";
export interface R {
  a: 5;
  b: () => void;
  c: keyof R;
  d: \`x\${string}\`;
  e: import("x").Y;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:6 - error AMPH203: `5` is not a slot type: expected a scalar, Text, Bytes, FixedArray, a union of string literals or a record; write one of these",
    "4:6 - error AMPH203: `() => void` is not a slot type: expected a scalar, Text, Bytes, FixedArray, a union of string literals or a record; write one of these",
    "5:6 - error AMPH203: `keyof R` is not a slot type: expected a scalar, Text, Bytes, FixedArray, a union of string literals or a record; write one of these",
    "6:6 - error AMPH203: ``x${string}`` is not a slot type: expected a scalar, Text, Bytes, FixedArray, a union of string literals or a record; write one of these",
    `7:6 - error AMPH203: \`import("x").Y\` is not a slot type: expected a scalar, Text, Bytes, FixedArray, a union of string literals or a record; write one of these`,
  ],
);

rejects(
  "an optional field",
  `import type { f64, Queue } from "amph-gen/spec";
export interface R {
  price?: f64;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:3 - error AMPH205: `price` is optional: expected every field to be there, since its bytes always are; remove the `?`, and add a `bool` field where absence has to be told",
  ],
);

rejects(
  "a readonly field",
  `import type { f64, Queue } from "amph-gen/spec";
export interface R {
  readonly price: f64;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:3 - error AMPH206: `price` is readonly: expected a plain field, since a pop fills the object it is given; remove `readonly`",
  ],
);

rejects(
  "a method",
  `import type { f64, Queue } from "amph-gen/spec";
export interface R {
  price(): f64;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:3 - error AMPH207: the method `price` cannot be stored: expected fields written `name: type;`; write it so or remove it",
  ],
);

rejects(
  "an index signature",
  `import type { f64, Queue } from "amph-gen/spec";
export interface R {
  [key: string]: f64;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:3 - error AMPH207: an index signature cannot be stored: expected fields written `name: type;`; write it so or remove it",
  ],
);

rejects(
  "call and construct signatures and an accessor",
  `import type { f64, Queue } from "amph-gen/spec";
export interface R {
  (): f64;
  new (): f64;
  get price(): f64;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:3 - error AMPH207: a call signature cannot be stored: expected fields written `name: type;`; write it so or remove it",
    "4:3 - error AMPH207: a construct signature cannot be stored: expected fields written `name: type;`; write it so or remove it",
    "5:3 - error AMPH207: an accessor cannot be stored: expected fields written `name: type;`; write it so or remove it",
  ],
);

rejects(
  "a field without a type",
  `import type { Queue } from "amph-gen/spec";
export interface R {
  price;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:3 - error AMPH207: the bare name `price` cannot be stored: expected fields written `name: type;`; write it so or remove it",
  ],
);

rejects(
  "Text, Bytes and FixedArray with the wrong number of arguments",
  `import type { Bytes, f64, FixedArray, Queue, Text } from "amph-gen/spec";
export interface R {
  a: Text;
  b: Bytes<1, 2>;
  c: FixedArray<f64>;
  d: f64<8>;
  e: S<1>;
}
export type Rows = Queue<R, { capacity: 8 }>;
interface S { x: f64 }
`,
  [
    "3:6 - error AMPH208: `Text` has 0 type arguments: expected 1, its bytes; write for example `Text<16>`",
    "4:6 - error AMPH208: `Bytes` has 2 type arguments: expected 1, its length; write for example `Bytes<16>`",
    "5:6 - error AMPH208: `FixedArray` has 1 type argument: expected 2, a type and a length; write for example `FixedArray<f64, 8>`",
    "6:6 - error AMPH208: `f64` has 1 type argument: expected none; write `f64`",
    "7:6 - error AMPH208: `S` has 1 type argument: expected none; write `S`",
  ],
);

rejects(
  "Queue with the wrong number of arguments",
  `import type { f64, Queue } from "amph-gen/spec";
export type A = Queue;
export type B = Queue<f64, { capacity: 8 }, 1>;
`,
  [
    "2:17 - error AMPH208: `Queue` has 0 type arguments: expected 2, an item and options; write `Queue<Item, { … }>`",
    "3:17 - error AMPH208: `Queue` has 3 type arguments: expected 2, an item and options; write `Queue<Item, { … }>`",
  ],
);

rejects(
  "a length of 0",
  `import type { Bytes, f64, FixedArray, Queue, Text } from "amph-gen/spec";
export interface R {
  a: Text<0>;
  b: Bytes<0>;
  c: FixedArray<f64, 0>;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:11 - error AMPH209: the length of Text is `0`: expected a whole number of bytes from 1 to 65535, written out; write for example `Text<16>`",
    "4:12 - error AMPH209: the length of Bytes is `0`: expected a whole number of bytes from 1 to 65535, written out; write for example `Bytes<16>`",
    "5:22 - error AMPH209: the length of FixedArray is `0`: expected a whole number of items from 1 to 65535, written out; write for example `FixedArray<f64, 8>`",
  ],
);

rejects(
  "a negative length",
  `import type { Bytes, f64, FixedArray, Queue, Text } from "amph-gen/spec";
export interface R {
  a: Text<-1>;
  b: Bytes<-1>;
  c: FixedArray<f64, -1>;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:11 - error AMPH209: the length of Text is `-1`: expected a whole number of bytes from 1 to 65535, written out; write for example `Text<16>`",
    "4:12 - error AMPH209: the length of Bytes is `-1`: expected a whole number of bytes from 1 to 65535, written out; write for example `Bytes<16>`",
    "5:22 - error AMPH209: the length of FixedArray is `-1`: expected a whole number of items from 1 to 65535, written out; write for example `FixedArray<f64, 8>`",
  ],
);

rejects(
  "a fractional length",
  `import type { Bytes, f64, FixedArray, Queue, Text } from "amph-gen/spec";
export interface R {
  a: Text<1.5>;
  b: Bytes<1.5>;
  c: FixedArray<f64, 1.5>;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:11 - error AMPH209: the length of Text is `1.5`: expected a whole number of bytes from 1 to 65535, written out; write for example `Text<16>`",
    "4:12 - error AMPH209: the length of Bytes is `1.5`: expected a whole number of bytes from 1 to 65535, written out; write for example `Bytes<16>`",
    "5:22 - error AMPH209: the length of FixedArray is `1.5`: expected a whole number of items from 1 to 65535, written out; write for example `FixedArray<f64, 8>`",
  ],
);

rejects(
  "a huge length",
  `import type { Bytes, f64, FixedArray, Queue, Text } from "amph-gen/spec";
export interface R {
  a: Text<65_536>;
  b: Bytes<1e9>;
  c: FixedArray<f64, 1e400>;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:11 - error AMPH209: the length of Text is `65_536`: expected a whole number of bytes from 1 to 65535, written out; write for example `Text<16>`",
    "4:12 - error AMPH209: the length of Bytes is `1e9`: expected a whole number of bytes from 1 to 65535, written out; write for example `Bytes<16>`",
    "5:22 - error AMPH209: the length of FixedArray is `1e400`: expected a whole number of items from 1 to 65535, written out; write for example `FixedArray<f64, 8>`",
  ],
);

rejects(
  "a length that is not a literal",
  `import type { Bytes, f64, FixedArray, Queue, Text } from "amph-gen/spec";
export interface R {
  a: Text<N>;
  b: Bytes<"8">;
  c: FixedArray<f64, 8n>;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:11 - error AMPH209: the length of Text is `N`: expected a whole number of bytes from 1 to 65535, written out; write for example `Text<16>`",
    `4:12 - error AMPH209: the length of Bytes is \`"8"\`: expected a whole number of bytes from 1 to 65535, written out; write for example \`Bytes<16>\``,
    "5:22 - error AMPH209: the length of FixedArray is `8n`: expected a whole number of items from 1 to 65535, written out; write for example `FixedArray<f64, 8>`",
  ],
);

rejects(
  "a record without fields",
  `import type { Queue } from "amph-gen/spec";
export interface R {}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "2:1 - error AMPH210: the record `R` has no fields: expected at least one; write for example a field `value` of type `f64`",
  ],
);

rejects(
  "an inline record without fields",
  `import type { Queue } from "amph-gen/spec";
export type Empty = Queue<{}, { capacity: 8 }>;
`,
  [
    "2:27 - error AMPH210: the record `EmptyItem` has no fields: expected at least one; write for example a field `value` of type `f64`",
  ],
);

rejects(
  "an item of 5,000 bytes",
  `import type { Bytes, Queue } from "amph-gen/spec";
export interface R {
  a: Bytes<5000>;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "5:26 - error AMPH211: an item of `Rows` takes 5000 bytes: expected at most 4096 in a Queue; shorten its texts, bytes and arrays, or pass an index to data kept elsewhere",
  ],
);

rejects(
  "an item of one byte above 4,096",
  `import type { Bytes, Queue, u8 } from "amph-gen/spec";
export interface R {
  a: Bytes<4096>;
  b: u8;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "6:26 - error AMPH211: an item of `Rows` takes 4097 bytes: expected at most 4096 in a Queue; shorten its texts, bytes and arrays, or pass an index to data kept elsewhere",
  ],
);

rejects(
  "an item that is astronomically large",
  `import type { f64, FixedArray, Queue } from "amph-gen/spec";
type A = FixedArray<f64, 65535>;
type B = FixedArray<A, 65535>;
type C = FixedArray<B, 65535>;
type D = FixedArray<C, 65535>;
export type Big = Queue<D, { capacity: 8 }>;
`,
  [
    "6:25 - error AMPH211: an item of `Big` takes 147564945596578000000 bytes: expected at most 4096 in a Queue; shorten its texts, bytes and arrays, or pass an index to data kept elsewhere",
  ],
);

rejects(
  "an item whose size doubles with each line",
  `import type { f64, Queue } from "amph-gen/spec";
interface A { x: f64; y: f64 }
interface B { x: A; y: A }
interface C { x: B; y: B }
interface D { x: C; y: C }
interface E { x: D; y: D }
interface F { x: E; y: E }
interface G { x: F; y: F }
interface H { x: G; y: G }
interface I { x: H; y: H }
interface J { x: I; y: I }
interface K { x: J; y: J }
interface L { x: K; y: K }
interface M { x: L; y: L }
interface N { x: M; y: M }
interface O { x: N; y: N }
interface P { x: O; y: O }
interface Q { x: P; y: P }
interface R { x: Q; y: Q }
interface S { x: R; y: R }
interface T { x: S; y: S }
interface U { x: T; y: T }
export type Big = Queue<U, { capacity: 8 }>;
`,
  [
    "23:25 - error AMPH211: an item of `Big` takes 16777216 bytes: expected at most 4096 in a Queue; shorten its texts, bytes and arrays, or pass an index to data kept elsewhere",
  ],
);

rejects(
  "an interface that contains itself",
  `import type { f64, Queue } from "amph-gen/spec";
export interface R {
  price: f64;
  next: R;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "4:9 - error AMPH212: `R` contains itself (R → R): expected a record of finite size; store an index to the other record instead, for example a `u32`",
  ],
);

rejects(
  "interfaces that contain each other",
  `import type { Queue } from "amph-gen/spec";
interface A { b: B }
interface B { c: C }
interface C { a: A }
export type Loops = Queue<B, { capacity: 8 }>;
`,
  [
    "4:18 - error AMPH212: `A` contains itself (A → B → C → A): expected a record of finite size; store an index to the other record instead, for example a `u32`",
  ],
);

rejects(
  "an interface that contains itself through FixedArray",
  `import type { FixedArray, Queue } from "amph-gen/spec";
export interface R {
  rest: FixedArray<R, 2>;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:20 - error AMPH212: `R` contains itself (R → R): expected a record of finite size; store an index to the other record instead, for example a `u32`",
  ],
);

rejects(
  "an alias of itself",
  `import type { Queue } from "amph-gen/spec";
type A = A;
export type Loops = Queue<A, { capacity: 8 }>;
`,
  [
    "2:10 - error AMPH212: `A` contains itself (A → A): expected a record of finite size; store an index to the other record instead, for example a `u32`",
  ],
);

rejects(
  "types nested too deep",
  `import type { f64, FixedArray, Queue } from "amph-gen/spec";
type A = FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<FixedArray<f64, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>, 1>;
export type Deep = Queue<A, { capacity: 8 }>;
`,
  [
    "2:714 - error AMPH212: types are nested more than 64 levels deep: expected a flatter record; bring the inner fields up",
  ],
);

rejects(
  "unions with members that are not strings",
  `import type { f64, Queue } from "amph-gen/spec";
export interface R {
  a: "x" | 1;
  b: "x" | undefined;
  c: "x" | null;
  d: f64 | "x";
  e: "x" | boolean;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    `3:12 - error AMPH213: the union has the member \`1\`: expected string literals only; write for example \`"bid" | "ask"\``,
    `4:12 - error AMPH213: the union has the member \`undefined\`: expected string literals only; write for example \`"bid" | "ask"\`, with a member such as \`"none"\` for absence`,
    `5:12 - error AMPH213: the union has the member \`null\`: expected string literals only; write for example \`"bid" | "ask"\`, with a member such as \`"none"\` for absence`,
    `6:6 - error AMPH213: the union has the member \`f64\`: expected string literals only; write for example \`"bid" | "ask"\``,
    `7:12 - error AMPH213: the union has the member \`boolean\`: expected string literals only; write for example \`"bid" | "ask"\``,
  ],
);

rejects(
  "a union with a member twice",
  `import type { Queue } from "amph-gen/spec";
export interface R {
  side: "bid" | "ask" | ("bid");
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    `3:26 - error AMPH214: the union has the member \`"bid"\` twice: expected each once; remove one of the two`,
  ],
);

rejects(
  "a union member with half of a surrogate pair",
  `import type { Queue } from "amph-gen/spec";
export interface R {
  a: "\\ud800";
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    `3:6 - error AMPH215: the union member \`"\\ud800"\` has half of a surrogate pair: expected well-formed Unicode; write the whole character`,
  ],
);

rejects(
  "a structure inside an item",
  `import type { f64, Queue } from "amph-gen/spec";
export type A = Queue<f64, { capacity: 8 }>;
export interface R { a: A; b: Queue<f64, { capacity: 8 }> }
export type B = A;
`,
  [
    "3:25 - error AMPH217: `A` is a structure: expected a scalar, Text, Bytes, FixedArray, a union of string literals or a record; export the structure under a name of its own and pass an index or its handle instead",
    "3:31 - error AMPH217: `Queue` is a structure: expected a scalar, Text, Bytes, FixedArray, a union of string literals or a record; export the structure under a name of its own and pass an index or its handle instead",
    "4:17 - error AMPH217: `A` is a structure: expected a scalar, Text, Bytes, FixedArray, a union of string literals or a record; export the structure under a name of its own and pass an index or its handle instead",
  ],
);

rejects(
  "an exported type that is no slot type",
  `import type { f64, Queue } from "amph-gen/spec";
export type F = () => void;
export type Prices = Queue<f64, { capacity: 8 }>;
`,
  [
    "2:17 - error AMPH203: `() => void` is not a slot type: expected a scalar, Text, Bytes, FixedArray, a union of string literals or a record; write one of these",
  ],
);
