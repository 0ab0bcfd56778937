/** Looms of several workers, small enough to be explored, and faults planted into them. */
import { fileURLToPath } from "node:url";
import { loadProfile } from "../../generator/host/profile-file.ts";
import { generateModules } from "../../generator/pipeline.ts";
import type { Plant } from "./loom-modules.ts";

const spec = (name: string, options: string): string => `
import type { Fiber, Loom, u32 } from "amph-gen/spec";
export type ${name} = Loom<{ ${options}; batons: 3; locks: 1 }>;
export function* marker(self: ${name}, baton: u32): Fiber {
  self.post(baton);
}
export function* waiter(self: ${name}, baton: u32): Fiber {
  yield* self.wait(baton);
}
export function* relay(self: ${name}, first: u32, second: u32): Fiber {
  yield* self.wait(first);
  self.post(second);
}
export function* timed(self: ${name}, baton: u32, hit: u32, miss: u32): Fiber {
  const inTime = yield* self.timedWait(baton, 5);
  self.post(inTime ? hit : miss);
}
export function* chooser(self: ${name}, first: u32, second: u32): Fiber {
  const which = yield* self.select(Infinity, first, second);
  self.reset(which === 0 ? first : second);
}
export function* again(self: ${name}, first: u32, second: u32, done: u32): Fiber {
  for (let round: u32 = 0; round < 3; round++) {
    if (round === 2) self.post(done);
    const which = yield* self.select(Infinity, first, second);
    self.reset(which === 0 ? first : second);
  }
}
export function* picker(self: ${name}, first: u32, second: u32, miss: u32): Fiber {
  const which = yield* self.select(5, first, second);
  if (which === -1) self.post(miss);
  else self.reset(which === 0 ? first : second);
}
export function* parent(self: ${name}, child: u32, done: u32): Fiber {
  const id = self.spawn(marker, child);
  yield* self.join(id);
  if (self.tryWait(child)) self.post(done);
}
export function* locker(self: ${name}, held: u32, broken: u32): Fiber {
  yield* self.lock(0);
  if (self.tryWait(held)) self.post(broken);
  self.post(held);
  yield* self.pass();
  self.reset(held);
  self.unlock(0);
}
`;

const PROFILE = fileURLToPath(new URL("../../host-profile.json", import.meta.url));

const files = await generateModules(
  [
    // Fewer places in a deque than fibers, so that the list behind it is used.
    {
      file: "pair.layout.ts",
      text: spec("Pair", "fibers: 4; workers: 2; stealing: true; ready: 2"),
    },
    {
      file: "trio.layout.ts",
      text: spec("Trio", "fibers: 4; workers: 3; stealing: true; ready: 2"),
    },
    { file: "apart.layout.ts", text: spec("Apart", "fibers: 4; workers: 2") },
  ],
  { host: loadProfile(PROFILE), emit: "ts" },
);

const textOf = (k: number): string => {
  const file = files[k];
  if (file === undefined) throw new Error(`the specs gave ${files.length} modules`);
  return file.text;
};

/** Two workers that steal, three that do, and two that do not. */
export const [PAIR, TRIO, APART] = [textOf(0), textOf(1), textOf(2)] as const;

/** A pattern in which a word in capitals stands for a constant with its name before its number. */
const written = (text: string): RegExp =>
  new RegExp(
    text.replaceAll(/\b[A-Z][A-Z_0-9]+\b/g, (name) => String.raw`\/\* ${name} \*\/\s*-?\d+`),
  );

export interface StealingPlant extends Plant {
  /** How often a thread has to be interrupted; twice if not told. */
  readonly preemptions?: number;
}

export const STEALING_PLANTS: readonly StealingPlant[] = [
  {
    what: "takes its last fiber without asking",
    changes: [[
      /left === 0 && Atomics\.compareExchange\(i32, top, place, end\) === place/,
      "left === 0",
    ]],
    scenario: "steal-last",
    kind: "data race",
  },
  {
    what: "takes its last fiber by a store",
    changes: [[
      /Atomics\.compareExchange\(i32, top, place, end\) === place/,
      "Atomics.store(i32, top, end) === end",
    ]],
    scenario: "steal-last",
    kind: "outside the structure",
    preemptions: 3,
  },
  {
    what: "looks at TOP before it lowers BOTTOM",
    changes: [
      [/Atomics\.store\(i32, bottom, place\);/, ""],
      [
        /const left = \(place - Atomics\.load\(i32, top\)\) \| 0;/,
        "const left = (place - Atomics.load(i32, top)) | 0; Atomics.store(i32, bottom, place);",
      ],
    ],
    scenario: "steal-two",
    kind: "data race",
  },
  {
    what: "steals by a store",
    changes: [[
      /if \(Atomics\.compareExchange\(i32, top, place, \(place \+ 1\) \| 0\) !== place\) continue;/,
      "Atomics.store(i32, top, (place + 1) | 0);",
    ]],
    scenario: "steal-last",
    kind: "data race",
  },
  {
    what: "looks at BOTTOM before TOP when it steals",
    changes: [
      [/const place = Atomics\.load\(i32, top\);\n/, ""],
      [
        written(
          String
            .raw`const count =\s*\((Atomics\.load\(i32, BOTTOM_I32 \+ victim \* NEXT_BOTTOM_I32\)) - place\) \| 0;`,
        ),
        "const end = $1; const place = Atomics.load(i32, top); const count = (end - place) | 0;",
      ],
    ],
    scenario: "steal-two",
    kind: "data race",
    preemptions: 3,
  },
  {
    what: "reads the place of a stolen fiber behind taking it",
    changes: [
      [
        written(String.raw`const fiber = (Atomics\.load\(\s*i32,\s*DEQUES_I32 \+ victim[^;]*);`),
        "",
      ],
      [
        /\(place \+ 1\) \| 0\) !== place\) continue;/,
        "(place + 1) | 0) !== place) continue; const fiber = Atomics.load(i32, DEQUES_AT + victim * 2 + (place & 1));",
      ],
    ],
    scenario: "steal-two",
    kind: "outside the structure",
  },
  {
    what: "hands fibers over before they lie in the deque",
    changes: [
      [
        written(String.raw`(const ready = i32\[list \+ LIST_COUNT\]!;[^]*?const bottom = [^;]*;)`),
        "$1 Atomics.store(i32, BOTTOM_AT + this.#worker * BOTTOM_STEP, (bottom + count) | 0);",
      ],
    ],
    scenario: "steal-last",
    kind: "data race",
  },
  {
    what: "does not look who sleeps when it lays fibers out",
    changes: [[/(\[share\.2\][^\n]*\n(?:\s*\/\/[^\n]*\n)*\s*)this\.#wakeOne\(\);/, "$1"]],
    scenario: "left",
    kind: "lost wake-up",
  },
  {
    what: "looks who sleeps before it lays fibers out",
    changes: [
      [/(\[share\.2\][^\n]*\n(?:\s*\/\/[^\n]*\n)*\s*)this\.#wakeOne\(\);/, "$1"],
      [/(\/\/ \[share\.1\])/, "this.#wakeOne();\n$1"],
    ],
    scenario: "left",
    kind: "lost wake-up",
  },
  {
    what: "does not look at the deques before it sleeps",
    changes: [[/ &&\s*!this\.#canSteal\(\);/, ";"]],
    scenario: "left",
    kind: "lost wake-up",
  },
  {
    what: "says that it sleeps behind its last look",
    changes: [
      [written(String.raw`Atomics\.or\(i32, IDLE_I32, 1 << this\.#worker\);`), ""],
      [
        written(String.raw`return (Atomics\.load\(i32, STOP_I32[^;]*!this\.#canSteal\(\));`),
        "const sleeps = $1; Atomics.or(i32, IDLE_AT, 1 << this.#worker); return sleeps;",
      ],
    ],
    scenario: "left",
    kind: "lost wake-up",
  },
  {
    what: "does not look for what threads have posted before it sleeps",
    changes: [[written(String.raw` && Atomics\.load\(i32, COMMON_I32\) === 0`), ""]],
    scenario: "moving-post",
    kind: "lost wake-up",
  },
  {
    what: "does not wake anybody for what a thread posts",
    changes: [[/=== head\) \{\s*return this\.#wakeOne\(\);/, "=== head) {\nreturn;"]],
    scenario: "moving-post",
    kind: "lost wake-up",
  },
  {
    what: "does not wake those who sleep when the last fiber ends",
    changes: [[
      written(
        String.raw`for \(let worker = 0; worker < WORKERS; worker\+\+\) this\.#nudge\(worker\);`,
      ),
      "",
    ]],
    scenario: "steal-last",
    kind: "lost wake-up",
  },
  {
    what: "lets a fiber with a limit go on anywhere",
    changes: [[/if \(this\.#i32\[at\] === 0\) this\.#i32\[at\] = ~this\.#worker;/, ""]],
    scenario: "moving-timed",
    kind: "data race",
  },
  {
    what: "times a fiber out by a store over its post",
    changes: [[
      /Atomics\.compareExchange\(i32, word, fiber, \/\* TIMED_OUT \*\/ 2\) !== fiber/,
      "Atomics.store(i32, word, 2) !== 2",
    ]],
    scenario: "moving-timed",
    kind: "data race",
  },
  {
    what: "lets every post end a select",
    changes: [[
      written(
        String
          .raw`return Atomics\.compareExchange\(\s*this\.#i32,\s*fiber \+ CLAIM_WORD,\s*OPEN,\s*SHUT,?\s*\) ===\s*OPEN\s*\? fiber\s*: 0;`,
      ),
      "return fiber;",
    ]],
    scenario: "moving-select-both",
    kind: "data race",
  },
  {
    what: "does not look again when it has opened a select anew",
    changes: [[
      /if \(!this\.#isPosted\(fiber\)\) return false;\n/,
      "if (fiber !== 0) return false;\n",
    ]],
    scenario: "select-later",
    kind: "lost wake-up",
  },
  {
    what: "ends a select by a late post of an earlier one",
    changes: [[/!this\.#isPosted\(fiber\)\) \{/, "fiber === 0) {"]],
    scenario: "select-later",
    kind: "wrong result",
  },
  {
    what: "keeps a result although somebody waits",
    changes: [[
      written(
        String
          .raw`Atomics\.compareExchange\(i32, word, life \| NOBODY, life \| KEPT\) ===\s*\(life \| NOBODY\)`,
      ),
      "Atomics.load(i32, word) === (life | NOBODY_IS) && Atomics.exchange(i32, word, life | KEPT_IS) !== -1",
    ]],
    scenario: "join",
    kind: "lost wake-up",
  },
  {
    what: "serves a lock while another worker does",
    changes: [[
      /if \(Atomics\.add\(i32, (words \+ \/\* LOCK_ASKED \*\/ \d+), 1\) !== 0\) return;/,
      "Atomics.add(i32, $1, 1);",
    ]],
    scenario: "lock",
    kind: "data race",
  },
  {
    what: "does not serve who asks while it serves",
    changes: [[
      /asked = Atomics\.sub\(i32, (words \+ \/\* LOCK_ASKED \*\/ \d+), asked\) - asked;/,
      "Atomics.store(i32, $1, 0); asked = 0;",
    ]],
    scenario: "lock",
    kind: "lost wake-up",
  },
];

/** The numbers that changes name: `BOTTOM_AT` is that of `BOTTOM_I32`. */
export function numbered(text: string, plant: StealingPlant): StealingPlant {
  const number = (name: string): string => {
    const found = new RegExp(`^const ${name} = (-?\\d+);$`, "m").exec(text);
    if (found === null) throw new Error(`${plant.what}: the module has no ${name}`);
    return found[1]!;
  };
  const changes = plant.changes.map(([from, to]) =>
    [
      from,
      to.replaceAll(/\b(\w+)_AT\b/g, (_, name: string) => number(`${name}_I32`))
        .replaceAll(/\b(\w+)_STEP\b/g, (_, name: string) => number(`NEXT_${name}_I32`))
        .replaceAll(/\b(\w+)_IS\b/g, (_, name: string) => number(name)),
    ] as const
  );
  return { ...plant, changes };
}
