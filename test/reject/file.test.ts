import { rejects } from "./rejects.ts";

rejects(
  "a file that does not parse, without a cascade",
  `import type { f64, Queue } from "amph-gen/spec";
export interface R {
  price f64;
  size: ;
}
export type = Queue<R, { capacity: 8 >;
`,
  [
    "3:3 - error AMPH101: the file does not parse as TypeScript: Property or signature expected; correct the syntax here",
    "5:1 - error AMPH101: the file does not parse as TypeScript: Declaration or statement expected; correct the syntax here",
    "6:13 - error AMPH101: the file does not parse as TypeScript: '{' expected; correct the syntax here",
  ],
);

rejects(
  "a file that is not TypeScript at all",
  `\0\x01 ELF
`,
  [
    "1:1 - error AMPH101: the file does not parse as TypeScript: Invalid character; correct the syntax here",
  ],
);

rejects(
  "an empty file",
  "",
  [
    "1:1 - error AMPH102: the spec asks for no structure: expected at least one; write for example `export type Deltas = Queue<Delta, { capacity: 1024 }>;`",
  ],
);

rejects(
  "a file with types and no structure",
  `import type { f64 } from "amph-gen/spec";
export interface R {
  price: f64;
}
`,
  [
    "1:1 - error AMPH102: the spec asks for no structure: expected at least one; write for example `export type Deltas = Queue<Delta, { capacity: 1024 }>;`",
  ],
);

rejects(
  "a class",
  `import type { f64, Queue } from "amph-gen/spec";
export interface R {
  price: f64;
}
export type Rows = Queue<R, { capacity: 8 }>;
export class Book {}
`,
  [
    "6:1 - error AMPH103: the class `Book` has no place in a spec, which is read and never run: expected type imports, interfaces and type aliases; remove it",
  ],
);

rejects(
  "a function",
  `import type { f64, Queue } from "amph-gen/spec";
export interface R {
  price: f64;
}
export type Rows = Queue<R, { capacity: 8 }>;
export function f(): void {}
`,
  [
    "6:1 - error AMPH103: the function `f` has no place in a spec, which is read and never run: expected type imports, interfaces and type aliases; remove it",
  ],
);

rejects(
  "an enum, once, wherever it is used",
  `enum Side { Bid, Ask }
import type { Queue } from "amph-gen/spec";
export interface R {
  side: Side;
  other: Side;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    `1:1 - error AMPH103: the enum \`Side\` has no place in a spec: expected type imports, interfaces and type aliases; write a union of strings, for example \`type Side = "bid" | "ask";\``,
  ],
);

rejects(
  "a variable",
  `import type { f64, Queue } from "amph-gen/spec";
export interface R {
  price: f64;
}
export type Rows = Queue<R, { capacity: 8 }>;
export const size = 8;
`,
  [
    "6:1 - error AMPH103: the variable `size` has no place in a spec, which is read and never run: expected type imports, interfaces and type aliases; remove it",
  ],
);

rejects(
  "a namespace",
  `import type { f64, Queue } from "amph-gen/spec";
export interface R {
  price: f64;
}
export type Rows = Queue<R, { capacity: 8 }>;
namespace N { export type X = 1 }
`,
  [
    "6:1 - error AMPH103: the namespace `N` has no place in a spec, which is read and never run: expected type imports, interfaces and type aliases; remove it",
  ],
);

rejects(
  "an expression statement",
  `import type { f64, Queue } from "amph-gen/spec";
export interface R {
  price: f64;
}
export type Rows = Queue<R, { capacity: 8 }>;
console.log(1);
`,
  [
    "6:1 - error AMPH103: the statement `console.log(1);` has no place in a spec, which is read and never run: expected type imports, interfaces and type aliases; remove it",
  ],
);

rejects(
  "export default",
  `import type { f64, Queue } from "amph-gen/spec";
export default interface R { price: f64 }
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "2:1 - error AMPH103: `export default` has no place in a spec: expected exports under their own names; write `export` in front of the interface or type alias itself",
  ],
);

rejects(
  "export default of an expression",
  `import type { f64, Queue } from "amph-gen/spec";
export interface R {
  price: f64;
}
export type Rows = Queue<R, { capacity: 8 }>;
export default 1;
`,
  [
    "6:1 - error AMPH103: `export default` has no place in a spec: expected exports under their own names; write `export` in front of the interface or type alias itself",
  ],
);

rejects(
  "a list of exports",
  `import type { f64, Queue } from "amph-gen/spec";
export interface R {
  price: f64;
}
export type Rows = Queue<R, { capacity: 8 }>;
export type { R as Other };
`,
  [
    "6:1 - error AMPH103: a list of exports has no place in a spec: expected exports under their own names; write `export` in front of the interface or type alias itself",
  ],
);

rejects(
  "a value import",
  `import { f64, Queue } from "amph-gen/spec";
export type Prices = Queue<f64, { capacity: 8 }>;
`,
  [
    `1:1 - error AMPH104: a spec imports types by name, never values, defaults or namespaces; write \`import type { … } from "amph-gen/spec";\``,
  ],
);

rejects(
  "a namespace import",
  `import type * as amph from "amph-gen/spec";
export type Prices = amph.Queue<f64, { capacity: 8 }>;
`,
  [
    `1:1 - error AMPH104: a spec imports types by name, never values, defaults or namespaces; write \`import type { … } from "amph-gen/spec";\``,
  ],
);

rejects(
  "an import from another file, once, wherever it is used",
  `import type { Queue } from "amph-gen/spec";
import type { Trade } from "./trade.ts";
export type Trades = Queue<Trade, { capacity: 8 }>;
`,
  [
    `2:28 - error AMPH104: the spec imports \`./trade.ts\`: a spec is one file and imports from \`"amph-gen/spec"\` only; declare the types here`,
  ],
);

rejects(
  "an import of something that the vocabulary lacks",
  `import type { f46, Queue } from "amph-gen/spec";
export interface R {
  price: f46;
  size: f46;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    `1:15 - error AMPH105: "amph-gen/spec" has no type \`f46\`: it has u8, i8, u16, i16, u32, i32, f32, f64, bool, u53, u64, i64, Text, Bytes, FixedArray, Queue; did you mean \`f64\`?`,
  ],
);

rejects(
  "an import of something with no near name",
  `import type { Queue, Whatever } from "amph-gen/spec";
export interface R {
  price: Whatever;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    `1:22 - error AMPH105: "amph-gen/spec" has no type \`Whatever\`: it has u8, i8, u16, i16, u32, i32, f32, f64, bool, u53, u64, i64, Text, Bytes, FixedArray, Queue`,
  ],
);

rejects(
  "a name imported twice",
  `import type { f64, Queue, u8 as f64 } from "amph-gen/spec";
export interface R {
  price: f64;
}
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "1:27 - error AMPH105: `f64` is imported twice: expected each name once; remove one of the two",
  ],
);

rejects(
  "a generic interface",
  `import type { Queue } from "amph-gen/spec";
export interface R<T> { price: T }
export type Q1 = Queue<R<number>, { capacity: 8 }>;
`,
  [
    "2:18 - error AMPH106: `R` has type parameters: a layout has one size, so expected none; write one declaration for each type that it is used with",
  ],
);

rejects(
  "a generic alias",
  `import type { f64, Queue } from "amph-gen/spec";
type Box<T> = T;
export type Q1 = Queue<Box<f64>, { capacity: 8 }>;
`,
  [
    "2:6 - error AMPH106: `Box` has type parameters: a layout has one size, so expected none; write one declaration for each type that it is used with",
  ],
);

rejects(
  "extends",
  `import type { f64, Queue } from "amph-gen/spec";
interface Base { time: f64 }
export interface R extends Base { price: f64 }
export type Rows = Queue<R, { capacity: 8 }>;
`,
  [
    "3:28 - error AMPH107: `R` extends another interface: expected all fields in one place, in the order in which they are stored; write the inherited fields here, or nest the other interface as a field",
  ],
);

rejects(
  "a structure that is not exported",
  `import type { f64, Queue } from "amph-gen/spec";
type Prices = Queue<f64, { capacity: 8 }>;
`,
  [
    "2:6 - error AMPH108: the structure `Prices` is not exported: expected `export`, since each structure becomes a class; write `export type Prices = …`",
  ],
);

rejects(
  "a file of another kind",
  "",
  [
    "1:1 - error AMPH111: `market.txt` is not a spec: expected a name that ends in .layout.ts or .layout.json; rename the file",
  ],
  "market.txt",
);

rejects(
  "a file without .layout in its name",
  "",
  [
    "1:1 - error AMPH111: `market.ts` is not a spec: expected a name that ends in .layout.ts or .layout.json; rename the file",
  ],
  "market.ts",
);

rejects(
  "several faults, sorted by place",
  `import type { f64, Queue } from "amph-gen/spec";
export type Prices = Queue<f64, { capacity: 0, producer: "one" }>;
export interface R {
  readonly price?: number;
  price: f64;
}
`,
  [
    "2:45 - error AMPH404: the option `capacity` is `0`: expected a whole number from 1 to 67108864; write for example 1024",
    "2:48 - error AMPH402: Queue has no option `producer`: expected cacheLine, padding, waiting, capacity, producers or consumers; did you mean `producers`?",
    "4:3 - error AMPH206: `price` is readonly: expected a plain field, since a pop fills the object it is given; remove `readonly`",
    "4:12 - error AMPH205: `price` is optional: expected every field to be there, since its bytes always are; remove the `?`, and add a `bool` field where absence has to be told",
    "4:20 - error AMPH202: `number` has no fixed size in memory: expected a slot type; write `f64` or `f32`, or `u32`, `i32`, `u53` … for whole numbers",
    "5:3 - error AMPH303: the field `price` exists already, in line 4: expected each name once; rename one of the two",
  ],
);
