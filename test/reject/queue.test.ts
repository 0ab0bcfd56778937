import { queueRules } from "../../generator/structures/queue/rules.ts";
import { rejects } from "./rejects.ts";

const refused = (title: string, options: string, error: string) =>
  rejects(
    `a lazy queue with ${title}`,
    `import type { f64, Queue } from "amph-gen/spec";
export type Prices = Queue<f64, { capacity: 8; ${options} }>;
`,
    [error],
    "bad.layout.ts",
    [queueRules],
  );

refused(
  "many consumers",
  'publish: "lazy"; producers: "one"',
  '2:57 - error AMPH409: the option `publish` is `"lazy"` with `consumers: "many"`: expected `consumers: "one"`; write that, or leave `publish` out for "eager"',
);

refused(
  "many threads on both sides",
  'consumers: "many"; publish: "lazy"',
  '2:76 - error AMPH409: the option `publish` is `"lazy"` with `producers: "many"` and `consumers: "many"`: expected `producers: "one"` and `consumers: "one"`; write that, or leave `publish` out for "eager"',
);

refused(
  "a side that is misspelt, which is said once",
  'publish: "lazy"; producers: "on"; consumers: "one"',
  '2:76 - error AMPH403: the option `producers` is `"on"`: expected "many" or "one"; did you mean `"one"`?',
);

refused(
  "a form that does not exist",
  'publish: "late"; producers: "one"; consumers: "one"',
  '2:57 - error AMPH403: the option `publish` is `"late"`: expected "eager" or "lazy"; did you mean `"lazy"`?',
);

rejects(
  "a lazy queue with many consumers in JSON",
  `{ "structures": [
  { "structure": "Queue", "name": "Prices", "item": "f64",
    "options": { "capacity": 8, "producers": "one", "publish": "lazy" } } ] }
`,
  [
    '3:64 - error AMPH409: the option `publish` is `"lazy"` with `"consumers": "many"`: expected `"consumers": "one"`; write that, or leave `publish` out for "eager"',
  ],
  "bad.layout.json",
  [queueRules],
);
