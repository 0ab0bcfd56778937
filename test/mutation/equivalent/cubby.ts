import { type Equivalence, swapped } from "./equivalence.ts";

export const CUBBY: readonly Equivalence[] = [
  {
    structure: "Cubby",
    operations: ["#tryPush", "#tryPop", "#fillSlot", "#emptySlot", "#giveBack"],
    change: (before, after) =>
      /^if \(\((before & \((PUSH|POP)_WAITS \| CLOSED\)|Atomics\.xor.* & FLAGS)\) !== 0\)$/
        .test(before) &&
      /^if \((true|.*!== -?1|.* \| \((PUSH|POP)_WAITS \| CLOSED\)\) !== 0|.*CLAIM\) \| FLAGS\) !== 0|.*[&] \((STATE \| CLOSED|(PUSH|POP)_WAITS \| FULL)\)\) !== 0)\)$/
        .test(after) &&
      !(after === "if (true)" && before.includes("xor")),
    reason: "Looks for somebody to call although nobody waits, and finds nobody.",
  },
  {
    structure: "Cubby",
    operations: ["#tryPush", "#fillSlot"],
    change: /⇒ if \(\(before & \(POP_WAITS \| 0\)\) !== 0\)$/,
    reason:
      "The slot is full now. A pop that waits has set POP_WAITS; a push that waits was called by " +
      "close(), or has seen CLOSED in the step that announced it.",
  },
  {
    structure: "Cubby",
    operations: ["tryPush", "#tryPush", "#fillSlot"],
    change: /Atomics\.xor\(i32, TURN_I32, RELEASE\); ⇒ .*Atomics\.or\(i32, TURN_I32, RELEASE\);$/,
    reason: "The state is WRITING, which does not have the bit that makes it FULL.",
  },
  {
    structure: "Cubby",
    operations: ["tryPush", "tryPop"],
    change: /^Atomics\.add\(i32, COUNTER_I32, -?1\); ⇒ \[Atomics\.load/,
    reason: "Nobody waits in this form, and who owns the slot is alone at the counter.",
  },
  {
    structure: "Cubby",
    operations: ["pushMany"],
    change: /⇒ for \(let k = 1; k < count; k\+\+\)$/,
    reason: "The first item is checked once more by its own push, before anything is pushed.",
  },
  {
    structure: "Cubby",
    operations: ["#fillSlot"],
    change: /^if \(typeof \$value !== "number"\) throw .* ⇒ ;$/,
    reason: "A plain value cannot have changed since the try that came before the wait.",
  },
  {
    structure: "Cubby",
    operations: ["tryPush", "tryPop"],
    change:
      /⇒ return this\.#tryPush\(item\) \|\| \(\(this\.#endOffer\(true\)\) && this\.#tryPush\(item\)\);$|⇒ if \(\(item !== undefined\) \|\| !this\.#endOffer\(false\)\)$/,
    reason:
      "Looks for an offer although the try says that there was none: it finds none, or a new one.",
  },
  {
    structure: "Cubby",
    operations: ["tryPop"],
    change:
      /⇒ if \((\(!this\.#busy\) \|\| !this\.#endOffer\(false\)|\(!this\.#endOffer\(false\)\))\)$/,
    reason:
      "After a pop that succeeds the slot is not full, so there is no offer to a pop. One that came in " +
      "between would have to be for the very waiter that this handle met GRACE_MS before.",
  },
  {
    structure: "Cubby",
    operations: ["push", "pushAsync"],
    change: /^if \(this\.#tryPush\(item\)\) return true; ⇒ ;$/,
    reason: "Whoever waits looks at the slot first.",
  },
  {
    structure: "Cubby",
    operations: ["push", "pop"],
    change: (before, after) =>
      /^if \(!\(timeoutMs >= 0\)\) .* if \(timeoutMs === 0\)/.test(before) &&
      /^if \(timeoutMs === 0\) .* if \(!\(timeoutMs >= 0\)\)/.test(after),
    reason: "0 is a limit.",
  },
  {
    structure: "Cubby",
    operations: ["push", "pop"],
    change: (before, after) =>
      /^if \(timeoutMs === 0\) .*#try/.test(before) && /#try.* if \(timeoutMs === 0\) /.test(after),
    reason: "Tries twice.",
  },
  {
    structure: "Cubby",
    operations: ["pushAsync", "popAsync"],
    change: swapped(
      "const deadlineMs = deadlineAfter(options.timeoutMs ?? Infinity);",
      "options.signal?.throwIfAborted();",
    ),
    reason: "Which of two errors comes first.",
  },
  {
    structure: "Cubby",
    operations: ["#claim"],
    change: swapped("this.#callNext();", "turn = Atomics.load(i32, TURN_I32);"),
    reason: "What was read before the call makes the compare-and-exchange fail: one round more.",
  },
  {
    structure: "Cubby",
    operations: ["#giveBack"],
    change: (before, after) =>
      /^Atomics\.add\(this\.#i32, COUNTER_I32, isPush \? -1 : 1\);/.test(before) &&
      /^(\[|if \(\(Atomics\.xor)/.test(after),
    reason:
      "Not shown by scenarios: a turn is given back only where an item throws when it is read once " +
      "more, and items of a model are plain values. The counter only observes.",
  },
  {
    structure: "Cubby",
    operations: ["#giveBack"],
    change: /⇒ if \(\(\[(this\.#i32\[TURN_I32\]!|Atomics\.load\(this\.#i32, TURN_I32\)), /,
    reason:
      "Not shown by scenarios: items of a model are plain values, and throw at nobody. The same release is a read-modify-write in tryPush, where it " +
      "is checked.",
  },
];
