import { rejects } from "./rejects.ts";

rejects(
  "a field twice",
  `import type { f64, Queue } from "amph-gen/spec";
export interface R {
  price: f64;
  size: f64;
  price: f64;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "5:3 - error AMPH303: the field `price` exists already, in line 3: expected each name once; rename one of the two",
  ],
);

rejects(
  "an interface twice",
  `import type { f64, Queue } from "amph-gen/spec";
interface R { price: f64 }
interface R { size: f64 }
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:11 - error AMPH303: the name `R` exists already, in line 2: expected each name once; rename one of the two",
  ],
);

rejects(
  "a structure twice",
  `import type { f64, Queue } from "amph-gen/spec";
export type A1 = Queue<f64, { capacity: 8 }>;
export type A1 = Queue<f64, { capacity: 8 }>;
`,
  [
    "3:13 - error AMPH303: the name `A1` exists already, in line 2: expected each name once; rename one of the two",
  ],
);

rejects(
  "a structure named like a record",
  `import type { f64, Queue } from "amph-gen/spec";
interface A1 { price: f64 }
export type A1 = Queue<f64, { capacity: 8 }>;
`,
  [
    "3:13 - error AMPH303: the name `A1` exists already, in line 2: expected each name once; rename one of the two",
  ],
);

rejects(
  "structures that differ by case",
  `import type { f64, Queue } from "amph-gen/spec";
export type BookDeltas = Queue<f64, { capacity: 8 }>;
export type Bookdeltas = Queue<f64, { capacity: 8 }>;
`,
  [
    "3:13 - error AMPH304: the structure `Bookdeltas` differs from `BookDeltas` in line 2 only by case: expected names that every file system tells apart; rename one of the two",
  ],
);

rejects(
  "structures that share a file",
  `import type { f64, Queue } from "amph-gen/spec";
export type BookDeltas = Queue<f64, { capacity: 8 }>;
export type Book_Deltas = Queue<f64, { capacity: 8 }>;
`,
  [
    "3:13 - error AMPH304: the structures `BookDeltas` and `Book_Deltas` would both be written to `book-deltas.gen.ts`: expected a file for each; rename one of the two",
  ],
);

rejects(
  "fields that share a setter",
  `import type { f64, Queue } from "amph-gen/spec";
export interface R {
  price: f64;
  Price: f64;
  price_level: f64;
  priceLevel: f64;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "4:3 - error AMPH305: the fields `price` and `Price` would share the setter `setPrice`: expected a setter for each; rename one of the two",
    "6:3 - error AMPH305: the fields `price_level` and `priceLevel` would share the setter `setPriceLevel`: expected a setter for each; rename one of the two",
  ],
);

rejects(
  "nested fields that share a setter",
  `import type { f64, Queue } from "amph-gen/spec";
interface Best { price: f64 }
export interface R {
  best: Best;
  bestPrice: f64;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "7:26 - error AMPH305: the fields `best.price` and `bestPrice` would share the setter `setBestPrice`: expected a setter for each; rename one of the two",
  ],
);

rejects(
  "fields named by reserved words",
  `import type { f64, Queue } from "amph-gen/spec";
export interface R {
  default: f64;
  new: f64;
  await: f64;
  constructor: f64;
  prototype: f64;
  __proto__: f64;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:3 - error AMPH302: the name `default` is taken by JavaScript: expected a free one; choose another name",
    "4:3 - error AMPH302: the name `new` is taken by JavaScript: expected a free one; choose another name",
    "5:3 - error AMPH302: the name `await` is taken by JavaScript: expected a free one; choose another name",
    "6:3 - error AMPH302: the name `constructor` is taken by every object: expected a free one; choose another name",
    "7:3 - error AMPH302: the name `prototype` is taken by every object: expected a free one; choose another name",
    "8:3 - error AMPH302: the name `__proto__` is taken by every object: expected a free one; choose another name",
  ],
);

rejects(
  "records and structures with names that generated modules use",
  `import type { f64, Queue } from "amph-gen/spec";
export interface Error { x: f64 }
export type Atomics = Queue<f64, { capacity: 8 }>;
export type ClosedError = Queue<f64, { capacity: 8 }>;
export type LayoutMismatchError = Queue<f64, { capacity: 8 }>;
export type Int32Array = Queue<f64, { capacity: 8 }>;
`,
  [
    "2:18 - error AMPH302: the name `Error` is taken by generated modules: expected a free one; choose another name",
    "3:13 - error AMPH302: the name `Atomics` is taken by generated modules: expected a free one; choose another name",
    "4:13 - error AMPH302: the name `ClosedError` is taken by generated modules: expected a free one; choose another name",
    "5:13 - error AMPH302: the name `LayoutMismatchError` is taken by generated modules: expected a free one; choose another name",
    "6:13 - error AMPH302: the name `Int32Array` is taken by generated modules: expected a free one; choose another name",
  ],
);

rejects(
  "structure names in lower case or all capitals",
  `import type { f64, Queue } from "amph-gen/spec";
export type prices = Queue<f64, { capacity: 8 }>;
export type _size = Queue<f64, { capacity: 8 }>;
export type TAIL = Queue<f64, { capacity: 8 }>;
export interface record_a { x: f64 }
`,
  [
    "2:13 - error AMPH307: the name `prices` does not begin with a capital letter: expected one, as in every class and interface; write `Prices`",
    "3:13 - error AMPH307: the name `_size` does not begin with a capital letter: expected one, as in every class and interface; write `Size`",
    "4:13 - error AMPH307: the name `TAIL` is all capitals, a style that generated modules keep for constants: expected a lower-case letter in it; write `Tail`",
    "5:18 - error AMPH307: the name `record_a` does not begin with a capital letter: expected one, as in every class and interface; write `RecordA`",
  ],
);

rejects(
  "a structure named like a device of Windows",
  `import type { f64, Queue } from "amph-gen/spec";
export type Con = Queue<f64, { capacity: 8 }>;
`,
  [
    "2:13 - error AMPH302: the name `Con` is taken by a device of Windows, in file names: expected a free one; choose another name",
  ],
);

rejects(
  "a local type named like one of the vocabulary",
  `import type { f64, Queue } from "amph-gen/spec";
export interface Text { x: f64 }
export type T1 = Queue<Text, { capacity: 8 }>;
type u8 = f64;
`,
  [
    `2:18 - error AMPH306: \`Text\` is a type of "amph-gen/spec": expected declarations under other names; choose another name`,
    `4:6 - error AMPH306: \`u8\` is a type of "amph-gen/spec": expected declarations under other names; choose another name`,
  ],
);

rejects(
  "a local type named like a renamed import",
  `import type { f64 as Float, Queue, u8 } from "amph-gen/spec";
interface Float { x: u8 }
export type T1 = Queue<Float, { capacity: 8 }>;
`,
  [
    `2:11 - error AMPH306: \`Float\` is a type of "amph-gen/spec": expected declarations under other names; choose another name`,
  ],
);

rejects(
  "names with Unicode escapes or other letters",
  `import type { f64, Queue } from "amph-gen/spec";
export interface R {
  \\u0061b: f64;
  größe: f64;
  "a b": f64;
  "*/ x": f64;
  1: f64;
  [Symbol.iterator]: f64;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:3 - error AMPH301: `\\u0061b` is not a name: expected 1 to 100 ASCII letters, digits, `_` and `$`, not beginning with a digit, written without escapes; choose another name",
    "4:3 - error AMPH301: `größe` is not a name: expected 1 to 100 ASCII letters, digits, `_` and `$`, not beginning with a digit, written without escapes; choose another name",
    "5:3 - error AMPH301: `a b` is not a name: expected 1 to 100 ASCII letters, digits, `_` and `$`, not beginning with a digit, written without escapes; choose another name",
    "6:3 - error AMPH301: `*/ x` is not a name: expected 1 to 100 ASCII letters, digits, `_` and `$`, not beginning with a digit, written without escapes; choose another name",
    "7:3 - error AMPH301: `1` is not a name: expected 1 to 100 ASCII letters, digits, `_` and `$`, not beginning with a digit, written without escapes; choose another name",
    "8:3 - error AMPH301: `[Symbol.iterator]` is not a name: expected 1 to 100 ASCII letters, digits, `_` and `$`, not beginning with a digit, written without escapes; choose another name",
  ],
);

rejects(
  "a structure with other letters",
  `import type { f64, Queue } from "amph-gen/spec";
export type Größen = Queue<f64, { capacity: 8 }>;
export type \\u0041bc = Queue<f64, { capacity: 8 }>;
`,
  [
    "2:13 - error AMPH301: `Größen` is not a name: expected 1 to 100 ASCII letters, digits, `_` and `$`, not beginning with a digit, written without escapes; choose another name",
    "3:13 - error AMPH301: `\\u0041bc` is not a name: expected 1 to 100 ASCII letters, digits, `_` and `$`, not beginning with a digit, written without escapes; choose another name",
  ],
);

rejects(
  "a name of 101 letters",
  `import type { f64, Queue } from "amph-gen/spec";
export interface R {
  aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: f64;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:3 - error AMPH301: `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…` is not a name: expected 1 to 100 ASCII letters, digits, `_` and `$`, not beginning with a digit, written without escapes; choose another name",
  ],
);

rejects(
  "an inline record whose name is taken",
  `import type { f64, Queue } from "amph-gen/spec";
interface PricesItem { x: f64 }
export type Prices = Queue<{ y: f64 }, { capacity: 8 }>;
export interface Range { error: { x: f64 } }
`,
  [
    "3:28 - error AMPH308: the record written here would be called `PricesItem`, a name that is taken: expected a free one; declare the record as an interface with a name of its own",
    "4:33 - error AMPH308: the record written here would be called `RangeError`, a name that is taken: expected a free one; declare the record as an interface with a name of its own",
  ],
);
