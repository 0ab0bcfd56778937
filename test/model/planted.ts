/** Faults planted into emitted queues: a change of the text, and a scenario that shows it. */
import type { Finding } from "../../generator/verify/finding.ts";
import type { Variant } from "./modules.ts";

export interface Plant {
  readonly what: string;
  readonly variant: Variant;
  /** What stands in the module; each change must find its text. */
  readonly changes: readonly (readonly [from: string | RegExp, to: string])[];
  /** Where it is refuted, and as what. */
  readonly scenario: string;
  readonly kind: Finding["kind"];
}

const many: Variant = {
  producers: "many",
  consumers: "many",
  waiting: true,
  capacity: 2,
  item: "u32",
};
const manyToOne: Variant = { ...many, consumers: "one" };
const oneToMany: Variant = { ...many, producers: "one" };
const one: Variant = { ...many, producers: "one", consumers: "one" };
const pair: Variant = { ...many, item: "Pair" };
const grouped: Variant = { ...many, capacity: 32 };

const FLIP = "Atomics.xor(i32, word, 1 << (slot & /* GROUP_MASK */ 1))";

export const PLANTS: readonly Plant[] = [
  {
    what: "publishes before the payload is written",
    variant: many,
    changes: [
      ["    u32[slotU32] = $value;\n", ""],
      [
        ") this.#wakeConsumers(word);\n    return true;",
        ") this.#wakeConsumers(word);\n    u32[slotU32] = $value;\n    return true;",
      ],
    ],
    scenario: "tryPush-tryPop/empty/2",
    kind: "data race",
  },
  {
    what: "writes half of a record after it is published",
    variant: pair,
    changes: [
      [/ {4}u32\[slotU32 \+ 1\] = \$second;\n/, ""],
      [
        ") this.#wakeConsumers(word);\n    return true;",
        ") this.#wakeConsumers(word);\n    u32[slotU32 + 1] = $second;\n    return true;",
      ],
    ],
    scenario: "tryPush-tryPop/empty/2",
    kind: "data race",
  },
  {
    what: "publishes with a plain store",
    variant: many,
    changes: [[FLIP, "(i32[word] = i32[word]! ^ (1 << (slot & /* GROUP_MASK */ 1)))"]],
    scenario: "tryPush-tryPop/empty/2",
    kind: "data race",
  },
  {
    what: "publishes with a load and a store in the place of the exclusive or",
    variant: many,
    changes: [[
      FLIP,
      "Atomics.store(i32, word, Atomics.load(i32, word) ^ (1 << (slot & /* GROUP_MASK */ 1)))",
    ]],
    scenario: "tryPush-tryPush/empty/2",
    kind: "wrong end",
  },
  {
    what: "sets the published bit instead of flipping it",
    variant: many,
    changes: [[FLIP, "Atomics.or(i32, word, 1 << (slot & /* GROUP_MASK */ 1))"]],
    scenario: "tryPush-tryPop/full/2",
    kind: "wrong end",
  },
  {
    what: "wakes consumers without a notify",
    variant: many,
    changes: [[/(#wakeConsumers\(word: number\)[^]*?) {4}Atomics\.notify\(.*\n/, "$1"]],
    scenario: "tryPush-pop/empty/2",
    kind: "lost wake-up",
  },
  {
    what: "wakes one consumer only",
    variant: many,
    changes: [[/(#wakeConsumers\(word: number\)[^]*?Atomics\.notify\(i32, .* 64)\)/, "$1, 1)"]],
    scenario: "pushMany-pop-popTimed/empty/1",
    kind: "lost wake-up",
  },
  {
    what: "does not look again after announcing a waiting consumer",
    variant: many,
    changes: [[
      "if (ready || Atomics.load(i32, /* HEAD_I32 */ 32) !== head) return false;",
      "void ready;",
    ]],
    scenario: "tryPush-pop/empty/2",
    kind: "lost wake-up",
  },
  {
    what: "does not look again after announcing a waiting producer",
    variant: oneToMany,
    changes: [[
      "return !free && Atomics.load(i32, /* TAIL_I32 */ 16) === tail;",
      "void free; return true;",
    ]],
    scenario: "push-tryPop/full/2",
    kind: "lost wake-up",
  },
  {
    what: "sleeps whatever the epoch is",
    variant: many,
    changes: [[
      "Atomics.wait(i32, /* POP_EPOCH_I32 */ 64, epoch, leftMs)",
      "Atomics.wait(i32, /* POP_EPOCH_I32 */ 64, Atomics.load(i32, /* POP_EPOCH_I32 */ 64), leftMs)",
    ]],
    scenario: "tryPush-pop/empty/2",
    kind: "lost wake-up",
  },
  {
    what: "clears the waiting flag after the epoch has moved",
    variant: many,
    changes: [[
      /(#wakeConsumers\(word: number\)[^]*?)( {4}Atomics\.and\(.*\n)( {4}Atomics\.add\(.*\n)( {4}Atomics\.notify\(.*\n)/,
      "$1$3$4$2",
    ]],
    scenario: "tryPush-pop/empty/2",
    kind: "lost wake-up",
  },
  {
    what: "does not announce itself with a read-modify-write",
    variant: manyToOne,
    changes: [[
      /const turns = Atomics\.or\(\s+i32,\s+(\/\* PUBLISHED_I32 \*\/ .*),\s+\/\* TURN_WAITING \*\/ 65536,\s+\);/,
      "const turns = Atomics.load(i32, $1);\n    Atomics.store(i32, $1, turns | 65536);",
    ]],
    scenario: "tryPush-pop/empty/2",
    kind: "lost wake-up",
  },
  {
    what: "claims a ticket without compare-and-exchange",
    variant: many,
    changes: [[
      /Atomics\.compareExchange\(i32, \/\* TAIL_I32 \*\/ 16, tail, (\(tail \+ \/\* ONE \*\/ 4\) \| 0)\)/,
      "(Atomics.store(i32, /* TAIL_I32 */ 16, $1), tail)",
    ]],
    scenario: "tryPush-tryPush/empty/2",
    kind: "data race",
  },
  {
    what: "takes a ticket without compare-and-exchange",
    variant: many,
    changes: [[
      /Atomics\.compareExchange\(i32, \/\* HEAD_I32 \*\/ 32, head, (\(head \+ \/\* ONE \*\/ 4\) \| 0)\)/,
      "(Atomics.store(i32, /* HEAD_I32 */ 32, $1), head)",
    ]],
    scenario: "tryPop-tryPop/some/2",
    kind: "wrong result",
  },
  {
    what: "looks for the turn of the wrong parity",
    variant: many,
    changes: [[/(\/\/ \[pop\.1\][^]*?& 1\) === )1/, "$10"]],
    scenario: "tryPush-tryPop/empty/2",
    kind: "wrong result",
  },
  {
    what: "counts laps one bit off",
    variant: many,
    changes: [[/(tryPop\([^]*?LAP_SHIFT \*\/ )3/, "$14"]],
    scenario: "tryPush-tryPop/full/2",
    kind: "wrong end",
  },
  {
    what: "takes slots by a wrong mask",
    variant: many,
    changes: [[/(tryPop\([^]*?slot = \(head >>> 2\) & \/\* MASK \*\/ )1/, "$10"]],
    scenario: "tryPush-tryPop/full/2",
    kind: "wrong result",
  },
  {
    what: "looks at the turns of another group",
    variant: grouped,
    changes: [[/(#publishedRun\([^]*?slot >>> \/\* GROUP_LOG2 \*\/ )4/, "$15"]],
    scenario: "tryPush-popMany/group/2",
    kind: "wrong end",
  },
  {
    what: "publishes one item of a batch too few",
    variant: many,
    changes: [[
      /(return run;[^]*)?(const turns = Atomics\.xor\(i32, word, \(\(1 << flips\) - )1/g,
      "$1$22",
    ]],
    scenario: "pushMany-tryPop/empty/2",
    kind: "wrong end",
  },
  {
    what: "compares cursors without wrap-around",
    variant: manyToOne,
    changes: [[
      /(const used = \(tail - \(Atomics\.load\(i32, \/\* HEAD_I32 \*\/ 32\) & ~\/\* FLAGS \*\/ 3\)\)) \| 0/,
      "$1",
    ]],
    scenario: "tryPush-tryPop/full-sign/2",
    kind: "wrong result",
  },
  {
    what: "says full without a look whether the cursor has moved",
    variant: many,
    changes: [[/: Atomics\.load\(i32, \/\* TAIL_I32 \*\/ 16\);/, ": tail;"]],
    scenario: "tryPush-close/almost-full/2",
    kind: "wrong result",
  },
  {
    what: "says empty where a producer is still writing",
    variant: many,
    changes: [[
      "this.#busy = (Atomics.load(i32, /* TAIL_I32 */ 16) & ~/* FLAGS */ 3) !== head;",
      "this.#busy = false;",
    ]],
    scenario: "pushMany-tryPop/wrap/2",
    kind: "wrong result",
  },
  {
    what: "says busy where the queue is full",
    variant: many,
    changes: [[
      /(\(\(tail - Atomics\.load\(i32, \/\* HEAD_I32 \*\/ 32\)\) \| 0\)) !==/,
      "$1 ===",
    ]],
    scenario: "tryPush-tryPop/full/2",
    kind: "wrong end",
  },
  {
    what: "goes on with an old guess of the cursor",
    variant: many,
    changes: [["        tail = now;\n", ""]],
    scenario: "tryPush-tryPush/empty/2",
    kind: "no end",
  },
  {
    what: "gives slots back before a batch has been read",
    variant: oneToMany,
    changes: [
      [
        / {4}try \{\n( {6}for \(let k = 0; k < run; k\+\+\) \{\n {8}const slot = \(\(head[^]*?\n {6}\}\n) {4}\} finally \{\n([^]*?) {4}\}\n {4}return run;/,
        "$2$1    return run;",
      ],
    ],
    scenario: "tryPush-popMany/full/2",
    kind: "data race",
  },
  {
    what: "forgets closing when it claims",
    variant: many,
    changes: [[
      "        if ((now & /* CLOSED */ 1) !== 0) throw new ClosedError();\n        tail = now;",
      "        tail = now;",
    ]],
    scenario: "tryPush-close/empty/2",
    kind: "wrong result",
  },
  {
    what: "closes without moving the consumers' epoch",
    variant: many,
    changes: [[
      /(close\(\): void[^]*?) {4}Atomics\.add\(i32, \/\* POP_EPOCH_I32 \*\/ 64, 1\);\n/,
      "$1",
    ]],
    scenario: "pop-close/empty/2",
    kind: "lost wake-up",
  },
  {
    what: "closes without waking producers",
    variant: many,
    changes: [[
      /(close\(\): void[^]*?) {4}Atomics\.notify\(i32, \/\* PUSH_EPOCH_I32 \*\/ 48\);\n/,
      "$1",
    ]],
    scenario: "push-close/full/2",
    kind: "lost wake-up",
  },
  {
    what: "takes closed for drained",
    variant: many,
    changes: [[
      /return \(Atomics\.load\(this\.#i32, \/\* HEAD_I32 \*\/ 32\) & ~\/\* FLAGS \*\/ 3\) ===\s+\(tail & ~\/\* FLAGS \*\/ 3\);/,
      "return true;",
    ]],
    scenario: "tryPush-pop-close/empty/1",
    kind: "wrong result",
  },
  {
    what: "publishes the only producer's cursor with a blind store",
    variant: one,
    changes: [[
      "if (Atomics.compareExchange(i32, /* TAIL_I32 */ 16, tail, next) !== tail) {",
      "if (Atomics.store(i32, /* TAIL_I32 */ 16, next) !== next) {",
    ]],
    scenario: "tryPush-pop/empty/2",
    kind: "lost wake-up",
  },
  {
    what: "frees a slot without a look at who waits",
    variant: one,
    changes: [["    if ((before & /* WAITING */ 2) !== 0) this.#wakeProducers();\n", ""]],
    scenario: "push-tryPop/full/2",
    kind: "lost wake-up",
  },
  {
    what: "believes in one free slot too many",
    variant: one,
    changes: [[
      "this.#limit = (this.#tail + run * /* ONE */ 4) | 0;",
      "this.#limit = (this.#tail + (run + 1) * /* ONE */ 4) | 0;",
    ]],
    scenario: "tryPush-tryPop/empty/2",
    kind: "wrong end",
  },
  {
    what: "frees the slot before it has read the item",
    variant: one,
    changes: [
      [/(tryPop\([^]*?) {4}const \$value = u32\[slotU32\]!;\n/, "$1"],
      [/(tryPop\([^]*?this\.#released = next;\n)/, "$1    const $value = u32[slotU32]!;\n"],
    ],
    scenario: "tryPush-tryPop/full/2",
    kind: "data race",
  },
  {
    what: "never gives up when its time is over",
    variant: many,
    changes: [[
      /(#popSlowly\(timeoutMs: number[^]*?) {6}if \(leftMs <= 0\) return undefined;\n/,
      "$1",
    ]],
    scenario: "tryPop-popTimed/empty/2",
    kind: "no end",
  },
  {
    what: "moves the cursor two tickets on",
    variant: many,
    changes: [[/(tryPop\([^]*?\(head \+ \/\* ONE \*\/ )4\) \| 0\)/, "$18) | 0)"]],
    scenario: "tryPush-tryPop/full/2",
    kind: "wrong result",
  },
  {
    what: "reads another word for the epoch of consumers, and so never sleeps again",
    variant: one,
    changes: [[
      /(#popSlowly[^]*?Atomics\.load\(i32, \/\* )POP_EPOCH_I32 \*\/ 64/,
      "$1PUSH_EPOCH_I32 */ 48",
    ]],
    scenario: "tryPush1-pop2/empty/2",
    kind: "no end",
  },
  {
    what: "does not look for closed and empty before it sleeps",
    variant: many,
    changes: [[
      "return Atomics.load(i32, /* TAIL_I32 */ 16) !== ((head & ~/* FLAGS */ 3) | /* CLOSED */ 1);",
      "return true;",
    ]],
    scenario: "tryPush1-pop1-closeTryPop/empty/1",
    kind: "lost wake-up",
  },
  {
    what: "takes a waiting producer's flag for an item",
    variant: { ...one, capacity: 1 },
    changes: [[
      /(#drained\(\)[^]*?HEAD_I32 \*\/ \d+\)) & ~\/\* FLAGS \*\/ 3\)/,
      "$1)",
    ]],
    scenario: "push1-pop3-close/full/1",
    kind: "no end",
  },
];

/** The module with the fault in it. Throws where the text that it changes is not there. */
export function plant(text: string, { what, changes }: Plant): string {
  let changed = text;
  for (const [from, to] of changes) {
    const next = changed.replace(from, to);
    if (next === changed) throw new Error(`${what}: the module does not have ${String(from)}`);
    changed = next;
  }
  return changed;
}
