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
      "Not shown by scenarios, as above. The same release is a read-modify-write in tryPush, where it " +
      "is checked.",
  },
  {
    structure: "Cubby",
    operations: ["#wait"],
    change: (before, after) =>
      /^for \(let spin = /.test(before) && !/--\)$|>=|< ONE|; \(?true/.test(after) ||
      /^pause\(\);/.test(before),
    reason: "How often a thread looks before it waits. It looks once more in any case.",
  },
  {
    structure: "Cubby",
    operations: ["#wait"],
    change:
      /^const deadlineMs = .* ⇒ const waiter = .* const deadlineMs = deadlineAfter\(timeoutMs\);$/,
    reason: "Neither statement sees what the other does, and the limit was checked before.",
  },
  {
    structure: "Cubby",
    operations: ["#wait"],
    change: (before, after) =>
      /^if \(\(found & STATE\) === \(isPush \? EMPTY : FULL\) && this\.#claim\(isPush, found\)\)/
          .test(before) &&
        after !== "if (true)" && !/&& \(?!/.test(after) &&
        !/=== \(isPush \? EMPTY : FULL\)\)\)$/.test(after) && !/^if \(!/.test(after) ||
      before === "const found = Atomics.load(i32, TURN_I32);" &&
        after === "const found = this.#i32[TURN_I32]!;",
    reason:
      "claim looks at the state itself, and refuses one that is not idle. Looking before, or not " +
      "claiming here at all, is speed: the waiter finds an idle slot when it announces itself.",
  },
  {
    structure: "Cubby",
    operations: ["#wait", "#waitAsync"],
    change: /^const waiter = Atomics\.add\(.*\) \| WAITING; ⇒ const waiter = \[Atomics\.load/,
    reason:
      "Two that begin to wait at the same time may draw the same ticket: there is no order between " +
      "them. An offer to it is accepted by one of them, by compare-and-exchange.",
  },
  {
    structure: "Cubby",
    operations: ["#wait"],
    change: (before, after) =>
      /^if \(slept === "not-equal"\) at = this\.#enlistAgain/.test(before) && after === ";" ||
      before === 'if (slept === "not-equal")' && after === 'if (slept !== "not-equal")',
    reason:
      "Looks again and again until its turn comes, instead of sleeping on a record that it has made " +
      "its own again: processor time, with the same results.",
  },
  {
    structure: "Cubby",
    operations: ["#wait", "#waitAsync"],
    change: (before, after) => before === 'if (slept === "not-equal")' && after === "if (true)",
    reason: "The record says WAITING with its ticket: it stays as it is.",
  },
  {
    structure: "Cubby",
    operations: ["#wait", "#waitAsync"],
    change: (before, after) =>
      swapped(
        "const seen = this.#offered();",
        "at = this.#look(isPush, at, waiter);",
      )(before, after) ||
      /^if \(signal\?\.aborted\) .* const seen = /.test(before) && /^const seen/.test(after) ||
      swapped(
        "if (at <= 0) return at === OWNED;",
        "const leftMs = deadlineMs - performance.now();",
      )(before, after),
    reason:
      "In either order the offer was there before a sleep of GRACE_MS, and the clock before the sleep.",
  },
  {
    structure: "Cubby",
    operations: ["#wait", "#waitAsync"],
    change: (before, after) =>
      /if \(slept === "not-equal"\) at = this\.#enlistAgain\(isPush, at, waiter\);/.test(before) &&
      /^(if \(slept === "not-equal"\).*; (try|const slept)|if \(slept === "timed-out")/.test(after),
    reason: "The same one round later; and a sleep ends in one of these ways only.",
  },
  {
    structure: "Cubby",
    operations: ["#wait", "#waitAsync"],
    change: /^if \(at <= 0\) ⇒ if \(at <= 1\)$/,
    reason: "No record begins at word 1.",
  },
  {
    structure: "Cubby",
    operations: ["#wait", "#waitAsync"],
    change:
      /^if \(leftMs <= 0\) ⇒ if \(leftMs <(= -?1| 0)\)$|^if \(deadlineMs - performance\.now\(\) <= 0\) ⇒ if \(.* <(= 1| 0)\)$/,
    reason: "A limit is kept to the millisecond at best: one round more, or a millisecond less.",
  },
  {
    structure: "Cubby",
    operations: ["#wait", "#waitAsync"],
    change: swapped("this.#leave(isPush, at, waiter);", "this.#endOffer(isPush);"),
    reason:
      "Both happen before it returns, and an offer to itself that it ends first it leaves late.",
  },
  {
    structure: "Cubby",
    operations: ["#wait"],
    change: /⇒ if \(\(sliceMs === GRACE_MS\) && seen !== 0\)$/,
    reason:
      "Who is woken before its time has seen an offer that is over: nothing is left to revoke.",
  },
  {
    structure: "Cubby",
    operations: ["#waitAsync"],
    change:
      /^if \(deadlineMs - performance\.now\(\) <= 0\) return false; const waiter = .* return false;$/,
    reason: "A ticket that nobody uses.",
  },
  {
    structure: "Cubby",
    operations: ["#callNext"],
    change:
      /^if \(at !== 0 && \(\(found - oldest\) \| 0\) >= 0\) ⇒ if \(at !== 0 && (\(\(found - oldest\) \| 0\) (> 0|>= -?1)|\(\(found - oldest\) \| 1\) >= 0)\)$/,
    reason: "Two records that wait differ in their tickets, so by 64 at least.",
  },
  {
    structure: "Cubby",
    operations: ["#look"],
    change: (before, after) =>
      /^if \(\(turn & CLOSED\) !== 0 && .*; \} if \(\(turn & ~FLAGS\) === offer\)/.test(before) &&
      /^if \(\(turn & ~FLAGS\) === offer\)/.test(after),
    reason:
      "An offer on a closed cubby is about to be withdrawn. Whether its push still gets the slot or " +
      "not, it began before the close, and a pop waits for as long as the offer stands.",
  },
  {
    structure: "Cubby",
    operations: ["#look"],
    change: swapped("at = this.#enlistAgain(isPush, at, waiter);", "this.#callNext();"),
    reason: "The same one round later: the slot is still idle then.",
  },
  {
    structure: "Cubby",
    operations: ["#look"],
    change: /⇒ if \(\(turn & CLOSED\) !== 0 && \(isPush \|\| \(turn & CLAIM\) === EMPTY\)\)$/,
    reason:
      "On a closed cubby nobody accepts an offer to a push, and what a pop has begun to read is gone. " +
      "Not shown by scenarios: a pop that gives its turn back, since what it is to fill does not fit.",
  },
  {
    structure: "Cubby",
    operations: ["#enlist"],
    change: (before, after) =>
      before === "if (Atomics.load(i32, at) !== FREE) continue;" && after === ";" ||
      after === "if ((found & LATE) !== LATE)",
    reason:
      "The compare-and-exchange decides; and of the four kinds only LATE has both of its bits.",
  },
  {
    structure: "Cubby",
    operations: ["#enlist"],
    change: (before, after) =>
      /^for \(let at = .*FREE.* for \(let at = /.test(before) &&
        /^for \(let at = [^F]*LATE/.test(after) ||
      /^for \(let known = .* Atomics\.add\(i32, COUNTER_I32/.test(before) &&
        /^Atomics\.add\(i32, COUNTER_I32/.test(after),
    reason:
      "Taking a late record before a free one makes its owner take another; and the counter only " +
      "observes.",
  },
];
