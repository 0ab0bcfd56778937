/** Faults planted into vectors that are only appended to: a change of the text, and what shows it. */
import type { Finding } from "../../generator/verify/finding.ts";

export interface AppendPlant {
  readonly what: string;
  readonly module: "Three" | "Word" | "Pairs";
  /** What stands in the module; each change must find its text. */
  readonly changes: readonly (readonly [from: string | RegExp, to: string])[];
  readonly scenario: string;
  readonly kind: Finding["kind"];
}

const RESERVE =
  /const found = Atomics\.compareExchange\(i32, (\/\* RESERVED_I32 \*\/ \d+), first, first \+ count\);/;
const PUBLISH =
  /Atomics\.or\(\n\s*i32,\n\s*(.*),\n\s*1 << \(slot & \/\* FLAGS_MASK \*\/ 31\),\n\s*\);/;
const WORD = /Atomics\.load\(i32, (\/\* FLAGS_I32 \*\/ \d+ \+ \(size >>> .*? 5\))\)/;

export const APPEND_PLANTS: readonly AppendPlant[] = [
  {
    what: "reserves with a load and a store",
    module: "Three",
    changes: [[
      RESERVE,
      "const found = Atomics.load(i32, $1); if (found === first) Atomics.store(i32, $1, first + count);",
    ]],
    scenario: "push-push/empty/2",
    kind: "data race",
  },
  {
    what: "takes its guess for the reservation",
    module: "Three",
    changes: [["if (found === first) break;", "break;"]],
    scenario: "push-push/empty/2",
    kind: "data race",
  },
  {
    what: "publishes before it writes",
    module: "Three",
    changes: [
      [/ {4}u32\[slotU32\] = \$value;\n/, ""],
      ["    return slot;\n", "    u32[slotU32] = $value;\n    return slot;\n"],
    ],
    scenario: "push-first/empty/2",
    kind: "data race",
  },
  {
    what: "writes half of a record after it is published",
    module: "Pairs",
    changes: [
      [/ {4}u16\[slotU16 \+ 2\] = \$second;\n/, ""],
      ["    return slot;\n", "    u16[slotU16 + 2] = $second;\n    return slot;\n"],
    ],
    scenario: "push-first/empty/2",
    kind: "data race",
  },
  {
    what: "publishes with a load and a store",
    module: "Three",
    changes: [[
      PUBLISH,
      "Atomics.store(i32, $1, Atomics.load(i32, $1) | (1 << (slot & /* FLAGS_MASK */ 31)));",
    ]],
    scenario: "push-push/empty/2",
    kind: "wrong end",
  },
  {
    what: "publishes with a plain store",
    module: "Three",
    changes: [[PUBLISH, "i32[$1] = i32[$1]! | (1 << (slot & /* FLAGS_MASK */ 31));"]],
    scenario: "push-size/empty/2",
    kind: "data race",
  },
  {
    what: "publishes one element more of a run than there is",
    module: "Word",
    changes: [["(-1 >>> (/* FLAGS_MASK */ 31 + 1 - run)) << bit", "(-1 >>> (31 - run)) << bit"]],
    scenario: "push-run/empty/2",
    kind: "wrong end",
  },
  {
    what: "forgets the part of a run behind a word's border",
    module: "Word",
    changes: [["for (let done = 0; done < count;) {", "for (let done = 0; done < 1;) {"]],
    scenario: "run-size/word/2",
    kind: "wrong end",
  },
  {
    what: "takes RESERVED for the size",
    module: "Three",
    changes: [[
      /const mark = Atomics\.load\(i32, \/\* SIZE_I32 \*\/ \d+\);/,
      "const mark = Atomics.load(i32, /* RESERVED_I32 */ 16);",
    ]],
    scenario: "push-first/empty/2",
    kind: "data race",
  },
  {
    what: "steps over a hole",
    module: "Three",
    changes: [[
      "const run = missing === 0 ? /* FLAGS_MASK */ 31 + 1 : 31 - Math.clz32(missing & -missing);",
      "const run = 32 - Math.clz32(~missing);",
    ]],
    scenario: "push-run-first/empty/1",
    kind: "data race",
  },
  {
    what: "shows one element behind those that are published",
    module: "Three",
    changes: [[/(subarray\(.* this\.#size)(?=\);)/, "$1 + 1"]],
    scenario: "push-each/empty/2",
    kind: "wrong result",
  },
  {
    what: "looks for published bits with a plain load",
    module: "Three",
    changes: [[WORD, "i32[$1]!"]],
    scenario: "push-size/empty/2",
    kind: "data race",
  },
  {
    what: "goes one element beyond the last",
    module: "Three",
    changes: [
      ["if (first + count > /* MAX_LENGTH */ 3) {", "if (first + count > 4) {"],
      ["if (first + count > /* MAX_LENGTH */ 3) {", "if (first + count > 4) {"],
      ["if (first + count > this.#mapped) this.#grow(first + count - 1);\n", ""],
    ],
    scenario: "push-push/almost-full/2",
    kind: "wrong result",
  },
  {
    what: "looks for more bits than a word has",
    module: "Word",
    changes: [["if (bit + run <= /* FLAGS_MASK */ 31) break;", ""]],
    scenario: "push-size/word/2",
    kind: "wrong end",
  },
];
