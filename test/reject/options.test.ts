import { rejects } from "./rejects.ts";

rejects(
  "a capacity of 0",
  `import type { f64, Queue } from "amph-gen/spec";
export type Prices = Queue<f64, { capacity: 0 }>;
`,
  [
    "2:45 - error AMPH404: the option `capacity` is `0`: expected a whole number from 1 to 67108864; write for example 1024",
  ],
);

rejects(
  "a negative capacity",
  `import type { f64, Queue } from "amph-gen/spec";
export type Prices = Queue<f64, { capacity: -5 }>;
`,
  [
    "2:45 - error AMPH404: the option `capacity` is `-5`: expected a whole number from 1 to 67108864; write for example 1",
  ],
);

rejects(
  "a fractional capacity",
  `import type { f64, Queue } from "amph-gen/spec";
export type Prices = Queue<f64, { capacity: 2.5 }>;
`,
  [
    "2:45 - error AMPH404: the option `capacity` is `2.5`: expected a whole number from 1 to 67108864; write for example 3",
  ],
);

rejects(
  "a capacity above 2^26",
  `import type { f64, Queue } from "amph-gen/spec";
export type Prices = Queue<f64, { capacity: 67_108_865 }>;
`,
  [
    "2:45 - error AMPH404: the option `capacity` is `67_108_865`: expected a whole number from 1 to 67108864; write for example 67108864",
  ],
);

rejects(
  "an infinite capacity",
  `import type { f64, Queue } from "amph-gen/spec";
export type Prices = Queue<f64, { capacity: 1e400 }>;
`,
  [
    "2:45 - error AMPH404: the option `capacity` is `1e400`: expected a whole number from 1 to 67108864; write for example 67108864",
  ],
);

rejects(
  "a capacity in quotes",
  `import type { f64, Queue } from "amph-gen/spec";
export type Prices = Queue<f64, { capacity: "100" }>;
`,
  [
    `2:45 - error AMPH404: the option \`capacity\` is \`"100"\`: expected a whole number from 1 to 67108864; write for example 100`,
  ],
);

rejects(
  "a capacity that is not a literal",
  `import type { f64, Queue } from "amph-gen/spec";
export type Prices = Queue<f64, { capacity: typeof size }>;
`,
  [
    "2:45 - error AMPH407: the option `capacity` is `typeof size`, which is not a literal: expected the value itself, since a spec is read and never run; write it out",
  ],
);

rejects(
  "a capacity as bigint",
  `import type { f64, Queue } from "amph-gen/spec";
export type Prices = Queue<f64, { capacity: 8n }>;
`,
  [
    "2:45 - error AMPH407: the option `capacity` is `8n`, which is not a literal: expected the value itself, since a spec is read and never run; write it out",
  ],
);

rejects(
  "no capacity",
  `import type { f64, Queue } from "amph-gen/spec";
export type Prices = Queue<f64, { producers: "one" }>;
`,
  [
    "2:22 - error AMPH405: Queue needs the option `capacity`: expected a whole number from 1 to 67108864; write for example `capacity: 1024`",
  ],
);

rejects(
  "no options",
  `import type { f64, Queue } from "amph-gen/spec";
export type Prices = Queue<f64>;
`,
  [
    "2:22 - error AMPH405: Queue needs the option `capacity`: expected a whole number from 1 to 67108864; write for example `capacity: 1024`",
  ],
);

rejects(
  "options that are not written in place",
  `import type { f64, Queue } from "amph-gen/spec";
export type Prices = Queue<f64, Options>;
`,
  [
    "2:33 - error AMPH401: the options are `Options`: expected them written out in place; write for example `{ capacity: 1024 }`",
  ],
);

rejects(
  "members that are not options",
  `import type { f64, Queue } from "amph-gen/spec";
export type Prices = Queue<f64, { capacity?: 8; readonly waiting: true; grow(): void; padding }>;
`,
  [
    "2:35 - error AMPH401: `capacity?: 8;` is not an option: expected `name: value`; write for example `capacity: 1024`",
    "2:49 - error AMPH401: `readonly waiting: true;` is not an option: expected `name: value`; write for example `capacity: 1024`",
    "2:73 - error AMPH401: the method `grow` is not an option: expected `name: value`; write for example `capacity: 1024`",
    "2:87 - error AMPH401: the bare name `padding` is not an option: expected `name: value`; write for example `capacity: 1024`",
  ],
);

rejects(
  "an unknown option",
  `import type { f64, Queue } from "amph-gen/spec";
export type Prices = Queue<f64, { capacity: 8; producer: "one"; colour: "red" }>;
`,
  [
    "2:48 - error AMPH402: Queue has no option `producer`: expected cacheLine, padding, waiting, capacity, producers or consumers; did you mean `producers`?",
    "2:65 - error AMPH402: Queue has no option `colour`: expected cacheLine, padding, waiting, capacity, producers or consumers",
  ],
);

rejects(
  "an option twice",
  `import type { f64, Queue } from "amph-gen/spec";
export type Prices = Queue<f64, { capacity: 8; capacity: 16 }>;
`,
  [
    "2:48 - error AMPH406: the option `capacity` is given twice: expected each option once; remove one of the two",
  ],
);

rejects(
  "wrong values",
  `import type { f64, Queue } from "amph-gen/spec";
export type Prices = Queue<f64, { capacity: 8; producers: "on"; consumers: 1; padding: "lines"; waiting: "yes" }>;
`,
  [
    `2:59 - error AMPH403: the option \`producers\` is \`"on"\`: expected "one" or "many"; did you mean \`"one"\`?`,
    `2:76 - error AMPH403: the option \`consumers\` is \`1\`: expected "one" or "many"; leave it out for "many"`,
    `2:88 - error AMPH403: the option \`padding\` is \`"lines"\`: expected "line" or "none"; did you mean \`"line"\`?`,
    `2:106 - error AMPH403: the option \`waiting\` is \`"yes"\`: expected true or false; leave it out for true`,
  ],
);

rejects(
  "cacheLine: 48",
  `import type { f64, Queue } from "amph-gen/spec";
export type Prices = Queue<f64, { capacity: 8; cacheLine: 48 }>;
`,
  [
    `2:59 - error AMPH403: the option \`cacheLine\` is \`48\`: expected "measured", 32, 64, 128 or 256; leave it out for "measured"`,
  ],
);
