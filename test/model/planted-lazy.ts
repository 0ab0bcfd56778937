/** Faults planted into emitted queues that publish and release in runs. */
import type { Variant } from "./modules.ts";
import type { Plant } from "./planted.ts";

/** A run is four items, a look comes every second. */
const lazy: Variant = {
  producers: "one",
  consumers: "one",
  publish: "lazy",
  waiting: true,
  capacity: 16,
  item: "u32",
};

const PUBLISH = "    if (this.#tail !== this.#published) this.#publishWritten();\n";
const RELEASE = "if (this.#head !== this.#released) this.#releaseRead();\n";
const DRY = " || free === /* CAPACITY */ 16";

export const LAZY_PLANTS: readonly Plant[] = [
  {
    what: "never looks whether the consumer has run dry",
    variant: lazy,
    changes: [[DRY, ""]],
    scenario: "tryPush-tryPop/empty/6",
    kind: "wrong result",
  },
  {
    what: "looks at the consumer every fourth item instead of every second",
    variant: lazy,
    changes: [["Math.min(/* LOOK */ 2 *", "Math.min(4 *"]],
    scenario: "tryPush-tryPop/empty/6",
    kind: "wrong result",
  },
  {
    what: "publishes for a dry consumer only, and never a whole run",
    variant: lazy,
    changes: [["written >= /* RUN */ 4 * /* ONE */ 4 || ", "void written, "]],
    scenario: "tryPush-tryPop/empty/6",
    kind: "wrong result",
  },
  {
    what: "counts a run without wrap-around",
    variant: lazy,
    changes: [[
      "const written = (this.#tail - this.#published) | 0;",
      "const written = this.#tail - this.#published;",
    ]],
    scenario: "tryPush-tryPop/some-sign/6",
    kind: "wrong result",
  },
  {
    what: "says full before it has published",
    variant: lazy,
    changes: [[new RegExp(`(#findRoom\\(\\): boolean \\{\n)${escaped(PUBLISH)}`), "$1"]],
    scenario: "tryPush-peekThenAll/full/6",
    kind: "wrong result",
  },
  {
    what: "writes on beyond the free slots",
    variant: lazy,
    changes: [["run, free)) | 0;", "run)) | 0;"]],
    scenario: "tryPush-tryPop/full/6",
    kind: "wrong result",
  },
  {
    what: "releases nothing at the end of a run",
    variant: lazy,
    changes: [["    if (next === this.#ready) this.#releaseRead();\n", ""]],
    scenario: "tryPush-tryPop/full/6",
    kind: "wrong result",
  },
  {
    what: "waits for items before it has released",
    variant: lazy,
    changes: [
      ["    if (next === this.#ready) this.#releaseRead();\n", ""],
      [new RegExp(`(#findItems\\([^]*?)    ${escaped(RELEASE)}`), "$1"],
    ],
    scenario: "push-pop/full/6",
    kind: "lost wake-up",
  },
  {
    what: "publishes with a store: flags are lost",
    variant: lazy,
    changes: [[
      /const seen = Atomics\.compareExchange\([^]*?\);/,
      "const seen = this.#published; Atomics.store(this.#i32, /* TAIL_I32 */ 16, this.#tail);",
    ]],
    scenario: "tryPush-pop/empty/6",
    kind: "lost wake-up",
  },
  {
    what: "releases with a store: the flag is lost",
    variant: lazy,
    changes: [[
      "const before = Atomics.exchange(this.#i32, /* HEAD_I32 */ 32, this.#head);",
      "const before = this.#released; Atomics.store(this.#i32, /* HEAD_I32 */ 32, this.#head);",
    ]],
    scenario: "push-tryPop/full/6",
    kind: "lost wake-up",
  },
  {
    what: "publishes and clears WAITING without a wake-up",
    variant: lazy,
    changes: [["      if ((now & /* WAITING */ 2) !== 0) this.#wakeConsumers();\n", ""]],
    scenario: "tryPush-pop/empty/6",
    kind: "lost wake-up",
  },
  {
    what: "flushes the consumer's side only",
    variant: lazy,
    changes: [[new RegExp(`(flush\\(\\): void \\{\n[^]*?)${escaped(PUBLISH)}`), "$1"]],
    scenario: "tryPush1-pop2/empty/6",
    kind: "lost wake-up",
  },
  {
    what: "closes before it has published",
    variant: lazy,
    changes: [[
      new RegExp(
        `(const i32 = this.#i32;\n)${escaped(PUBLISH)}(    this.#limit = this.#tail;.*\n)`,
      ),
      "$1$2",
    ]],
    scenario: "tryPop-pushClose/empty/6",
    kind: "wrong result",
  },
  {
    what: "publishes the claim and not what was pushed before it",
    variant: lazy,
    changes: [[
      /(commit\(slot: number\)[^]*?)this\.#publishWritten\(\);/,
      "$1Atomics.add(this.#i32, /* TAIL_I32 */ 16, 4); this.#published = (this.#published + 4) | 0;",
    ]],
    scenario: "tryPop-mixedPush/empty/6",
    kind: "wrong result",
  },
];

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
