/** Faults planted into an emitted cubby: a change of the text, and a scenario that shows it. */
import type { Finding } from "../../generator/verify/finding.ts";

export interface CubbyPlant {
  readonly what: string;
  readonly item: "u32" | "Pair";
  readonly suite: "standing" | "revoked";
  /** What stands in the module; each change must find its text. */
  readonly changes: readonly (readonly [from: string | RegExp, to: string])[];
  /** Where it is refuted, and as what. */
  readonly scenario: string;
  readonly kind: Finding["kind"];
  readonly kill?: boolean;
}

const standing = { item: "u32", suite: "standing" } as const;
const revoked = { item: "u32", suite: "revoked" } as const;

export const CUBBY_PLANTS: readonly CubbyPlant[] = [
  {
    ...standing,
    what: "claims with a store in the place of the compare-and-exchange",
    changes: [[
      /const now = Atomics\.compareExchange\(i32, (.*), turn, (turn \^ .*)\);/,
      "const now = turn; Atomics.store(i32, $1, $2);",
    ], [
      /const found = Atomics\.compareExchange\(i32, (.*), \/\* EMPTY \*\/ 0, \/\* WRITING \*\/ 1\);/,
      "const found = Atomics.load(i32, $1) | 8;",
    ]],
    scenario: "tryPush-tryPush/empty/1",
    kind: "data race",
  },
  {
    ...standing,
    what: "releases the slot before the item is written",
    changes: [
      [/ {4}u32\[slotU32 \+ 1\] = \$value;\n/, ""],
      [
        /( {4}const before = Atomics\.xor\(.*\n)/,
        "$1    u32[slotU32 + 1] = $value;\n",
      ],
    ],
    scenario: "tryPush-tryPop/empty/1",
    kind: "data race",
  },
  {
    ...standing,
    what: "hands over without a notify",
    changes: [[/Atomics\.notify\(i32, at\);\n( +return;)/, "$1"]],
    scenario: "tryPush-pop/empty/1",
    kind: "lost wake-up",
  },
  {
    ...standing,
    what: "offers the slot without calling the record",
    changes: [[
      /if \(Atomics\.compareExchange\(i32, at, oldest, (ticket \| .*)\) === oldest\) \{/,
      "if (Atomics.load(i32, at) === oldest) {",
    ]],
    scenario: "tryPush-pop/empty/1",
    kind: "lost wake-up",
  },
  {
    ...standing,
    what: "does not look again after clearing the flag",
    changes: [[/\bcleared = waits;/, "return;"]],
    scenario: "push-popTimed-pop/empty/1",
    kind: "lost wake-up",
  },
  {
    ...standing,
    what: "finds nobody and does not set the flag again",
    changes: [[/ {6}if \(cleared !== 0\) \{\n +Atomics\.or\(.*\n/, "      if (cleared !== 0) {\n"]],
    scenario: "push-popTimed-pop/empty/1",
    kind: "lost wake-up",
  },
  {
    ...standing,
    what: "gives up without passing an offer on",
    changes: [[
      /(#leave\(isPush[^]*?)( {4}this\.#withdraw\([^]*?;\n {4}this\.#callNext\(\);\n)/,
      "$1",
    ]],
    scenario: "push-popTimed-pop/empty/1",
    kind: "lost wake-up",
  },
  {
    ...standing,
    what: "gives up without freeing the record",
    changes: [[
      /if \(this\.#retire\(at, waiter\)\) Atomics\.add\((.*), isPush \? -1 : 1\);/,
      "Atomics.add($1, isPush ? -1 : 1);",
    ]],
    scenario: "tryPop-pushTimed/full/1",
    kind: "wrong end",
  },
  {
    ...standing,
    what: "gives up and leaves a phantom in the counter",
    changes: [[
      /if \(this\.#retire\(at, waiter\)\) Atomics\.add\(.*, isPush \? -1 : 1\);/,
      "this.#retire(at, waiter);",
    ]],
    scenario: "tryPop-pushTimed/full/1",
    kind: "wrong end",
  },
  {
    ...standing,
    what: "looks whether the slot is idle before it announces",
    changes: [[
      /const turn = Atomics\.or\(i32, (.*), waits\) \| waits;/,
      "const turn = Atomics.load(i32, $1) | waits; Atomics.or(i32, $1, waits);",
    ]],
    scenario: "tryPush-pop/empty/1",
    kind: "lost wake-up",
  },
  {
    ...standing,
    what: "does not withdraw an offer to a waiter that has left",
    changes: [[/ {6}this\.#withdraw\(offer\);\n {4}\}\n {2}\}/, "      return;\n    }\n  }"]],
    scenario: "push-popTimed-pop/empty/1",
    kind: "lost wake-up",
  },
  {
    ...standing,
    what: "closes without calling who waits",
    changes: [[/(close\(\): void \{[^]*?) {4}this\.#callNext\(\);\n/, "$1"]],
    scenario: "pop-close/empty/1",
    kind: "lost wake-up",
  },
  {
    ...standing,
    what: "does not call the other pops when the last item is gone",
    changes: [[/\(before & \(\/\* PUSH_WAITS \*\/ 8 \| \/\* CLOSED \*\/ 32\)\)/, "(before & 8)"]],
    scenario: "pop-pop-close/full/1",
    kind: "lost wake-up",
  },
  {
    ...standing,
    what: "lets pushes wait on after it was closed",
    changes: [["(isPush || (turn & /* STATE */ 7) === /* EMPTY */ 0)", "(turn & 7) === 0"]],
    scenario: "push-close/full/1",
    kind: "lost wake-up",
  },
  {
    ...revoked,
    what: "accepts an offer that has been revoked",
    changes: [[
      /if \(Atomics\.compareExchange\(i32, (.*), turn, owned\) !== turn\) continue;/,
      "Atomics.store(i32, $1, owned);",
    ]],
    scenario: "late-pushThenPop-popTimed/empty/1",
    kind: "wrong result",
  },
  {
    ...revoked,
    what: "counts a waiter that came late only once where it was taken out",
    changes: [[
      /if \(!this\.#retire\(at, waiter\)\) Atomics\.add\(i32, (.*), isPush \? 1 : -1\);/,
      "this.#retire(at, waiter);",
    ]],
    scenario: "late-pushThenPop-popTimed/empty/1",
    kind: "wrong end",
  },
  {
    ...standing,
    what: "takes the slot although somebody waits",
    changes: [["if ((turn & waits) !== 0) {", "if (false) {"]],
    scenario: "pushAsleep-tryPop-tryPush/first/3",
    kind: "wrong result",
  },
  {
    ...standing,
    what: "gives waiters in the thread the same ticket",
    changes: [[
      /const waiter = Atomics\.add\(\n\s*i32,\n\s*(isPush .*),\n.*\n\s*\) \|/,
      "const waiter = Atomics.load(i32, $1) |",
    ]],
    scenario: "pushAsleep-tryPop-pushTimed/first/1",
    kind: "wrong result",
  },
  {
    ...standing,
    what: "compares tickets without wrap-around",
    changes: [["((found - oldest) | 0) >= 0", "found >= oldest"]],
    scenario: "pushAsleep-tryPop-pushTimed/sign/1",
    kind: "wrong result",
  },
  {
    ...revoked,
    what: "takes over a late record by a look and a store",
    changes: [[
      "if (Atomics.compareExchange(i32, at, found, waiter) !== found) continue;\n      Atomics.add",
      "Atomics.store(i32, at, waiter);\n      Atomics.add",
    ]],
    scenario: "late-pushTimed-pushTimed/allLate/1",
    kind: "wrong end",
  },
];

export function plantCubby(text: string, { what, changes }: CubbyPlant): string {
  return changes.reduce((changed, [from, to]) => {
    const next = changed.replace(from, to);
    if (next === changed) throw new Error(`"${what}" finds nothing to change: ${from}`);
    return next;
  }, text);
}
