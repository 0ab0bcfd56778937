/** Containers and their members. */
import { rejects } from "./rejects.ts";
import { MEMBER_RULES } from "./rules.ts";

const HEAD = `import type { Amphetanim, f64, OneOf, Queue, Shared } from "amph-gen/spec";
export interface Config { rate: f64 }
export type Prices = Queue<f64, { capacity: 4 }>;
`;

/** The container begins in line 4. */
function rejectsContainer(title: string, container: string, errors: readonly string[]): void {
  rejects(title, HEAD + container, errors, "bad.layout.ts", MEMBER_RULES);
}

function rejectsJson(title: string, structures: string, errors: readonly string[]): void {
  rejects(title, `{ "structures": [\n${structures}\n] }`, errors, "bad.layout.json", MEMBER_RULES);
}

rejectsContainer(
  "a member that is a scalar",
  "export type Hub = Amphetanim<{ prices: Prices; rate: f64 }>;",
  [
    "4:54 - error AMPH421: the member `rate` is `f64`, a type of values: expected a structure or a container; put values into a record, for example `Shared<{ value: f64 }>`",
  ],
);

rejectsContainer(
  "a record that is not shared",
  "export type Hub = Amphetanim<{ config: Config }>;",
  [
    "4:40 - error AMPH421: the member `config` is the record `Config`: expected a structure or a container; write `Shared<Config>`",
  ],
);

rejectsContainer(
  "a record that is written in place",
  "export type Hub = Amphetanim<{ config: { rate: f64 } }>;",
  [
    "4:40 - error AMPH421: the member `config` is `{ rate: f64 }`, a type of values: expected a structure or a container; put values into a record, for example `Shared<{ value: f64 }>`",
  ],
);

rejectsContainer(
  "members of unknown types, with the nearest",
  "export type Hub = Amphetanim<{ a: Price; b: Elsewhere; c: number }>;",
  [
    "4:35 - error AMPH422: the member `a` is the unknown `Price`: expected a structure or container of this spec: Prices or Hub; did you mean `Prices`?",
    "4:45 - error AMPH422: the member `b` is the unknown `Elsewhere`: expected a structure or container of this spec: Prices or Hub",
    "4:59 - error AMPH421: the member `c` is `number`, a type of values: expected a structure or a container; put values into a record, for example `Shared<{ value: f64 }>`",
  ],
);

rejectsContainer(
  "a container without members",
  "export type Hub = Amphetanim<{}>;",
  [
    "4:30 - error AMPH423: the Amphetanim has no members: expected at least one; write for example `prices: Queue<f64, { capacity: 64 }>`",
  ],
);

rejectsContainer(
  "containers that contain themselves, straight and by others",
  `export type Self = Amphetanim<{ a: Self }>;
export type A = Amphetanim<{ prices: Prices; b: B }>;
export type B = OneOf<{ prices: Prices; c: Amphetanim<{ a: A }> }>;`,
  [
    "4:36 - error AMPH424: `Self` contains itself (Self → Self): expected a container of finite size; remove one of these members",
    "6:60 - error AMPH424: `A` contains itself (A → B → BC → A): expected a container of finite size; remove one of these members",
  ],
);

rejectsContainer(
  "names that the class has itself",
  `export type Hub = Amphetanim<{ handle: Prices; kind: Prices }>;
export type Ctl = OneOf<{ become: Prices; kind: Prices }>;`,
  [
    "4:32 - error AMPH425: the member `handle` would hide what every Amphetanim has under that name (handle): expected another name; rename the member",
    "5:27 - error AMPH425: the member `become` would hide what every OneOf has under that name (handle, kind, become): expected another name; rename the member",
    "5:43 - error AMPH425: the member `kind` would hide what every OneOf has under that name (handle, kind, become): expected another name; rename the member",
  ],
);

rejectsContainer(
  "names that are reserved, repeated or none",
  'export type Hub = Amphetanim<{ delete: Prices; constructor: Prices; a: Prices; a: Prices; "x y": Prices }>;',
  [
    "4:32 - error AMPH302: the name `delete` is taken by JavaScript: expected a free one; choose another name",
    "4:48 - error AMPH302: the name `constructor` is taken by every object: expected a free one; choose another name",
    "4:80 - error AMPH303: the member `a` exists already, in line 4: expected each name once; rename one of the two",
    "4:91 - error AMPH301: `x y` is not a name: expected 1 to 100 ASCII letters, digits, `_` and `$`, not beginning with a digit, written without escapes; choose another name",
  ],
);

rejectsContainer(
  "members in another form",
  "export type Hub = Amphetanim<{ a?: Prices; readonly b: Prices; c(): void; d; [e: string]: Prices }>;",
  [
    "4:32 - error AMPH426: the optional `a` is no member of a container: expected `name: Structure`; write for example `prices: Queue<f64, { capacity: 64 }>`",
    "4:44 - error AMPH426: the readonly `b` is no member of a container: expected `name: Structure`; write for example `prices: Queue<f64, { capacity: 64 }>`",
    "4:64 - error AMPH426: the method `c` is no member of a container: expected `name: Structure`; write for example `prices: Queue<f64, { capacity: 64 }>`",
    "4:75 - error AMPH426: the bare name `d` is no member of a container: expected `name: Structure`; write for example `prices: Queue<f64, { capacity: 64 }>`",
    "4:78 - error AMPH426: an index signature is no member of a container: expected `name: Structure`; write for example `prices: Queue<f64, { capacity: 64 }>`",
  ],
);

rejectsContainer(
  "members that stand elsewhere",
  "export type Hub = Amphetanim<Config>;",
  [
    "4:30 - error AMPH427: the members of the Amphetanim are `Config`: expected them written out in place; write for example `Amphetanim<{ prices: Prices }>`",
  ],
);

rejectsContainer(
  "options that the container does not have, or in the place of members",
  `export type Hub = Amphetanim<{ a: Prices }, { capacity: 4; padding: "line"; cacheLine: 48 }>;
export type Ctl = OneOf<{ a: Prices }, {}, {}>;
export type None = OneOf;`,
  [
    "4:47 - error AMPH402: Amphetanim has no option `capacity`: expected cacheLine",
    "4:60 - error AMPH402: Amphetanim has no option `padding`: expected cacheLine",
    '4:88 - error AMPH403: the option `cacheLine` is `48`: expected "measured", 32, 64, 128 or 256; leave it out for "measured"',
    "5:19 - error AMPH208: `OneOf` has 3 type arguments: expected 1 or 2, members and options; write `OneOf<{ name: Structure }>`",
    "6:20 - error AMPH208: `OneOf` has 0 type arguments: expected 1 or 2, members and options; write `OneOf<{ name: Structure }>`",
  ],
);

rejectsContainer(
  "faults inside a structure that is written in place",
  "export type Hub = Amphetanim<{ a: Queue<Confg, { capacity: 0 }>; b: Queue<f64>; c: OneOf<{}> }>;",
  [
    "4:41 - error AMPH201: unknown type `Confg`: expected a slot type or a type declared in this file; did you mean `Config`?",
    "4:60 - error AMPH404: the option `capacity` is `0`: expected a whole number from 1 to 67108864; write for example 1024",
    "4:69 - error AMPH405: Queue needs the option `capacity`: expected a whole number from 1 to 67108864; write for example `capacity: 1024`",
    "4:90 - error AMPH423: the OneOf has no members: expected at least one; write for example `prices: Queue<f64, { capacity: 64 }>`",
  ],
);

rejectsContainer(
  "structures in place whose names are taken",
  `export type HubA = Queue<f64, { capacity: 1 }>;
export type Hub = Amphetanim<{ a: Shared<Config>; b: Shared<Config>; B: Shared<Config> }>;`,
  [
    "5:35 - error AMPH308: the structure written here would be called `HubA`, a name that is taken: expected a free one; export the structure under a name of its own",
    "5:73 - error AMPH308: the structure written here would be called `HubB`, a name that is taken: expected a free one; export the structure under a name of its own",
  ],
);

rejectsContainer(
  "structures in place whose file another one has",
  `export type Hub2A = Queue<f64, { capacity: 1 }>;
export type Hub = Amphetanim<{ "2a": Prices; _2A: Shared<Config>; "a": Shared<Config> }>;
export type HuB = Amphetanim<{ a: Prices }>;`,
  [
    "5:32 - error AMPH301: `2a` is not a name: expected 1 to 100 ASCII letters, digits, `_` and `$`, not beginning with a digit, written without escapes; choose another name",
    "5:51 - error AMPH308: the structure written here would be called `Hub2A`, a name that is taken: expected a free one; export the structure under a name of its own",
    "6:13 - error AMPH304: the structure `HuB` differs from `Hub` in line 5 only by case: expected names that every file system tells apart; rename one of the two",
  ],
);

rejectsContainer(
  "a container as an item or a field, and a container that is not exported",
  `type Inner = Amphetanim<{ prices: Prices }>;
export type Line = Queue<Inner, { capacity: 4 }>;
export interface Wrong { inner: OneOf<{ a: Prices }> }`,
  [
    "4:6 - error AMPH108: the structure `Inner` is not exported: expected `export`, since each structure becomes a class; write `export type Inner = …`",
    "5:26 - error AMPH217: `Inner` is a structure: expected a scalar, Text, Bytes, FixedArray, a union of string literals or a record; export the structure under a name of its own and pass an index or its handle instead",
    "6:33 - error AMPH217: `OneOf` is a structure: expected a scalar, Text, Bytes, FixedArray, a union of string literals or a record; export the structure under a name of its own and pass an index or its handle instead",
  ],
);

rejectsContainer(
  "a shared item that is no record, and options it does not have",
  'export type Rate = Shared<f64>;\nexport type Padded = Shared<Config, { padding: "line" }>;',
  [
    "4:27 - error AMPH218: the item of `Rate` is no record: expected one, since a Shared has an accessor for each field; write for example `Shared<{ value: f64 }>`",
    "5:39 - error AMPH402: Shared has no option `padding`: expected cacheLine or waiting",
  ],
);

rejectsContainer(
  "members that are not imported",
  "export type Hub = Amphetanim<{ a: Cubby<f64>; b: Text<4> }>;",
  [
    "4:35 - error AMPH422: the member `a` is the unknown `Cubby`: expected a structure or container of this spec: Prices or Hub",
    '4:50 - error AMPH204: `Text` is not imported: expected every type of the vocabulary in the import; write `import type { …, Text } from "amph-gen/spec";`',
    "4:50 - error AMPH421: the member `b` is `Text<4>`, a type of values: expected a structure or a container; put values into a record, for example `Shared<{ value: f64 }>`",
  ],
);

rejectsJson(
  "JSON: an item where members belong, and members where an item does",
  `{ "structure": "Amphetanim", "name": "Hub", "item": "f64" },
{ "structure": "Queue", "name": "A", "members": [], "options": { "capacity": 4 } },
{ "structure": "Amphetanim", "name": "B", "members": [] }`,
  [
    '2:16 - error AMPH428: the Amphetanim lacks `members`: expected what it holds; add `"members": …`',
    "2:53 - error AMPH428: Amphetanim takes no `item`: expected `members` instead; remove it",
    '3:16 - error AMPH428: the Queue lacks `item`: expected what it holds; add `"item": …`',
    "3:49 - error AMPH428: Queue takes no `members`: expected `item` instead; remove it",
    '4:54 - error AMPH423: the Amphetanim has no members: expected at least one; write for example `{ "name": "prices", "type": "Prices" }`',
  ],
);

rejectsJson(
  "JSON: members of wrong types and shapes",
  `{ "structure": "Queue", "name": "A", "item": "f64", "options": { "capacity": 4 } },
{ "structure": "Amphetanim", "name": "Hub", "members": [
  { "name": "a", "type": "B" },
  { "name": "b", "type": "f64" },
  { "name": "c", "type": { "structure": "Quue", "item": "f64" } }
] }`,
  [
    "4:26 - error AMPH422: the member `a` is the unknown `B`: expected a structure or container of this spec: A or Hub; did you mean `A`?",
    '5:26 - error AMPH421: the member `b` is `f64`, a type of values: expected a structure or a container; put values into a record, for example `{ "structure": "Shared", "item": … }`',
    "6:41 - error AMPH408: unknown structure `Quue`: expected Queue, Shared, Amphetanim or OneOf; did you mean `Queue`?",
  ],
);

rejectsJson(
  "JSON: members that are not in the shape of the schema",
  `{ "structure": "Amphetanim", "name": "Hub", "members": [
  { "name": "a" },
  { "name": "b", "type": 5 },
  { "name": "c", "type": { "item": "f64" } },
  { "nam": "d", "type": "A" }
] }`,
  [
    "3:3 - error AMPH109: the key `type` is missing: expected `name` and `type`; add it",
    "4:26 - error AMPH109: `type` is `5`: expected a string or an object `{…}`",
    "5:26 - error AMPH109: the key `structure` is missing: expected `structure`; add it",
    "6:3 - error AMPH109: the key `name` is missing: expected `name` and `type`; add it",
    "6:5 - error AMPH109: unknown key `nam`: expected name, doc or type; did you mean `name`?",
  ],
);
