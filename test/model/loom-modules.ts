/** A loom with the fibers that its scenarios run, small enough to be explored, and faults planted into it. */
import { fileURLToPath } from "node:url";
import type { Scenario } from "../../generator/core/scenario.ts";
import { loadProfile } from "../../generator/host/profile-file.ts";
import { generateModules } from "../../generator/pipeline.ts";
import { reduceConstants, SUITES } from "../../generator/structures/suites.ts";
import { compileMachine, type MachineProgram } from "../../generator/transform/machine.ts";
import type { Finding } from "../../generator/verify/finding.ts";

/** Fewer places in the ring than fibers, so that the list behind it is used. */
const SPEC = `
import type { f64, Fiber, Loom, u32 } from "amph-gen/spec";
export type Few = Loom<{ fibers: 4; ready: 2; batons: 3 }>;
export function* waiter(self: Few, baton: u32): Fiber {
  yield* self.wait(baton);
}
export function* timed(self: Few, baton: u32, hit: u32, miss: u32): Fiber {
  const inTime = yield* self.timedWait(baton, 5);
  self.post(inTime ? hit : miss);
}
export function* relay(self: Few, first: u32, second: u32): Fiber {
  yield* self.wait(first);
  self.post(second);
}
export function* chooser(self: Few, first: u32, second: u32): Fiber {
  const which = yield* self.select(Infinity, first, second);
  self.reset(which === 0 ? first : second);
}
export function* picker(self: Few, first: u32, second: u32, miss: u32): Fiber {
  const which = yield* self.select(5, first, second);
  if (which === -1) self.post(miss);
  else self.reset(which === 0 ? first : second);
}
export function* sleeper(self: Few, ms: f64): Fiber {
  yield* self.sleep(ms);
}
`;

const PROFILE = fileURLToPath(new URL("../../host-profile.json", import.meta.url));

const [file] = await generateModules([{ file: "few.layout.ts", text: SPEC }], {
  host: loadProfile(PROFILE),
  emit: "ts",
});
if (file === undefined) throw new Error("the spec gave no module");

export const FEW: string = file.text;

export function compiled(
  text: string,
): { readonly program: MachineProgram; readonly scenarios: readonly Scenario[] } {
  const suite = SUITES["Loom"]!;
  const program = compileMachine(reduceConstants(text, suite.reductions));
  return { program, scenarios: suite.scenarios(program, text, { threads: 3, operations: 2 }) };
}

export interface Plant {
  readonly what: string;
  /** What stands in the module; each change must find its text. */
  readonly changes: readonly (readonly [from: string | RegExp, to: string])[];
  readonly scenario: string;
  readonly kind: Finding["kind"];
}

const REMOTE = String.raw`/\* REMOTE_I32 \*/ \d+`;
const call = (text: string): RegExp => new RegExp(text.replaceAll("REMOTE", REMOTE));

export const LOOM_PLANTS: readonly Plant[] = [
  {
    what: "does not wake the loom when a fiber is posted",
    changes: [[
      call(String.raw`if \(head === /\* ASLEEP \*/ 1\) Atomics\.notify\(i32, REMOTE\);`),
      "",
    ]],
    scenario: "fiber-post",
    kind: "lost wake-up",
  },
  {
    what: "goes to sleep by a store over what was posted",
    changes: [[
      call(
        String.raw`Atomics\.compareExchange\(i32, (REMOTE), 0, /\* ASLEEP \*/ 1\) !== 0\) continue`,
      ),
      "Atomics.store(i32, $1, 1) === 0) continue",
    ]],
    scenario: "fiber-post",
    kind: "lost wake-up",
  },
  {
    what: "does not look again for a stop before it sleeps",
    changes: [[/if \(Atomics\.load\(i32, \/\* STOP_I32 \*\/ \d+\) === 0\) \{?/, "if (ms > 0) {"]],
    scenario: "stop",
    kind: "lost wake-up",
  },
  {
    what: "times a fiber out by a store over its post",
    changes: [[
      /Atomics\.compareExchange\(\s*i32,\s*(\/\* BATONS_I32 \*\/ \d+ \+ ~waits \* 2),\s*record,\s*\/\* TIMED_OUT \*\/ 2,?\s*\) !==\s*record/,
      "Atomics.store(i32, $1, 2) !== 2",
    ]],
    scenario: "timed-post",
    kind: "data race",
  },
  {
    what: "writes the link of a posted fiber plainly",
    changes: [[
      /Atomics\.store\(i32, fiber \+ \/\* LINK_WORD \*\/ (\d+), (head === .* \? 0 : head)\);/,
      "i32[fiber + $1] = $2;",
    ]],
    scenario: "timed-post",
    kind: "data race",
  },
  {
    what: "writes the link after the fiber is on the list",
    changes: [
      [/ *Atomics\.store\(i32, fiber \+ \/\* LINK_WORD \*\/ \d+, head === .* \? 0 : head\);\n/, ""],
      [
        call(String.raw`if \(head === /\* ASLEEP \*/ 1\) Atomics\.notify\(i32, REMOTE\);`),
        "i32[fiber + 5] = head === 1 ? 0 : head; $&",
      ],
    ],
    scenario: "fibers-post-post",
    kind: "data race",
  },
  {
    what: "posts by a look and a store",
    changes: [[
      /const before = Atomics\.exchange\(i32, word, \/\* POSTED \*\/ 1\);/,
      "const before = Atomics.load(i32, word); Atomics.store(i32, word, 1);",
    ]],
    scenario: "wait-post",
    kind: "lost wake-up",
  },
  {
    what: "does not notify a thread that waits",
    changes: [[
      /if \(before === \/\* THREAD \*\/ 4\) Atomics\.notify\(i32, word\);/,
      "if (before === 4) return;",
    ]],
    scenario: "wait-post",
    kind: "lost wake-up",
  },
  {
    what: "parks a fiber by a look and a store",
    changes: [[
      /const before = Atomics\.compareExchange\(\s*this\.#i32,\s*wordOf\(baton\),\s*\/\* INIT \*\/ 0,\s*fiber,?\s*\);/,
      "const i32 = this.#i32; const before = Atomics.load(i32, wordOf(baton)); if (before === 0) Atomics.store(i32, wordOf(baton), fiber);",
    ]],
    scenario: "fiber-post",
    kind: "lost wake-up",
  },
  {
    what: "takes what was posted by a look and a store",
    changes: [[
      call(String.raw`let fiber = Atomics\.exchange\(i32, (REMOTE), 0\);`),
      "let fiber = Atomics.load(i32, $1); Atomics.store(i32, $1, 0);",
    ]],
    scenario: "fibers-post-post",
    kind: "lost wake-up",
  },
  {
    what: "says that a thread has run out of time though it was posted",
    changes: [[
      /return Atomics\.compareExchange\(\s*i32,\s*word,\s*\/\* THREAD \*\/ 4,\s*\/\* TIMED_OUT \*\/ 2,?\s*\) !==\s*\/\* THREAD \*\/ 4;/,
      "{ Atomics.store(i32, word, 2); return false; }",
    ]],
    scenario: "timedWait-post-look",
    kind: "wrong result",
  },
  {
    what: "makes a fiber ready that another thread has posted",
    changes: [[/(if \(isLate\) \{[^}]*?)return;/, "$1"]],
    scenario: "timed-post",
    kind: "data race",
  },
  {
    what: "does not tell the loom of a post to a fiber that selects",
    changes: [[/this\.#sendSelection\(baton\);/, "return;"]],
    scenario: "select-post",
    kind: "lost wake-up",
  },
  {
    what: "lets whoever posts wake a fiber that selects",
    changes: [[
      /this\.#sendSelection\(baton\);/,
      "this.#sendReady(before - 1);",
    ]],
    scenario: "select-post-post",
    kind: "data race",
  },
  {
    what: "ends a select by stores over what was posted",
    changes: [[
      /Atomics\.compareExchange\(\s*i32,\s*word,\s*fiber \| \/\* SELECTS \*\/ 1,\s*\/\* INIT \*\/ 0,?\s*\) ===/,
      "Atomics.exchange(i32, word, 0) ===",
    ]],
    scenario: "select-post-post",
    kind: "wrong end",
  },
  {
    what: "looks at a selection's baton before it is off the list",
    changes: [
      [/Atomics\.store\(i32, selection, 0\);\n/, ""],
      [
        /if \(Atomics\.load\(i32, word\) !== \(fiber \| \/\* SELECTS \*\/ 1\)\) this\.#decide\(fiber\);/,
        "const now = Atomics.load(i32, word); Atomics.store(i32, selection, 0); if (now !== (fiber | 1)) this.#decide(fiber);",
      ],
    ],
    scenario: "select-late",
    kind: "lost wake-up",
  },
  {
    what: "takes the mark of a sleeping loom for a fiber",
    changes: [[/head === \/\* ASLEEP \*\/ 1 \? 0 : head/, "head"]],
    scenario: "timed-post",
    kind: "data race",
  },
];

export function plant(text: string, { what, changes }: Plant): string {
  return changes.reduce((changed, [from, to]) => {
    const next = changed.replace(from, to);
    if (next === changed) throw new Error(`${what}: the module has no ${from}`);
    return next;
  }, text);
}
