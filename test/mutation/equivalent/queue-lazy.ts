import { type Equivalence, replaced, swapped } from "./equivalence.ts";

const CLAIMS =
  'if (this.#claims !== 0) throw outstanding("a claimed slot has not been committed");';
const PEEKS = 'if (this.#peeks !== 0) throw outstanding("a peeked slot has not been released");';

/** A difference of tickets, of which a few bits are changed, or cut off later. */
function sameDifference(difference: string) {
  return (before: string, after: string) =>
    replaced(`((${difference}) | 0) >> 2`, `((${difference}) | 0) >>> 2`)(before, after) ||
    replaced(`((${difference}) | 0) >> 2`, `(((${difference}))) >> 2`)(before, after) ||
    replaced(`((${difference}) | 0)`, `((${difference}) | 1)`)(before, after);
}

export const QUEUE_LAZY: readonly Equivalence[] = [
  {
    structure: "Queue",
    operations: ["tryPush"],
    change: swapped(CLAIMS, "if (tail === this.#limit && !this.#findRoom()) return false;"),
    reason: "While a slot is claimed, room is known, and the limit lies ahead.",
  },
  {
    structure: "Queue",
    operations: ["tryPop"],
    change: swapped(
      PEEKS,
      "if (head === this.#ready && !this.#findItems(head, 1)) return undefined;",
    ),
    reason: "While a slot is peeked, what is known to be there reaches beyond the head.",
  },
  {
    structure: "Queue",
    operations: ["popMany"],
    change: swapped(
      PEEKS,
      "if (((this.#ready - head) | 0) < count * ONE && !this.#findItems(head, count)) return 0;",
    ),
    reason: "Slots that are peeked are items that are there, so this never ends with 0.",
  },
  {
    structure: "Queue",
    operations: ["tryPop", "peek"],
    change: replaced("!this.#findItems(head, 1)", "!this.#findItems(head, 0)"),
    reason: "It looks for a run, and that is one item at least.",
  },
  {
    structure: "Queue",
    operations: ["peek"],
    change: replaced("!this.#findItems(head, 1)", "!this.#findItems(head, 2)"),
    reason:
      "Where a run is one item, two are known: one is peeked, and the pop of the other ends the run.",
  },
  {
    structure: "Queue",
    operations: ["peek"],
    change: replaced(
      "head === this.#ready && !this.#findItems(head, 1)",
      "(!this.#findItems(head, 1))",
    ),
    reason: "One look more.",
  },
  {
    structure: "Queue",
    operations: ["pushMany"],
    change: (before, after) =>
      replaced(
        "| 0) < count * ONE && !this.#findRoom()",
        "| 0) <= count * ONE && !this.#findRoom()",
      )(
        before,
        after,
      ) ||
      replaced("((this.#free - tail) | 0) <", "(((this.#free - tail))) <")(before, after),
    reason: "One look more: where it is just enough, or at the wrap.",
  },
  {
    structure: "Queue",
    change: (before, after) =>
      ["this.#free - tail", "this.#free - this.#tail", "this.#tail - this.#published"]
        .some((difference) => sameDifference(difference)(before, after)),
    reason:
      "Not negative and a multiple of 4; and a shift works on 32 bits in any case and drops the two lowest.",
  },
  {
    structure: "Queue",
    operations: ["#findRoom"],
    change: (before, after) =>
      /^if \(\(Atomics\.load\(this\.#i32, TAIL_I32\) & CLOSED\) !== 0\)[^]* this\.#free = /.test(
        before,
      ) &&
      after.startsWith("this.#free = "),
    reason: "In a closed queue, nobody asks what is known to be free.",
  },
  {
    structure: "Queue",
    operations: ["#findRoom"],
    change: replaced("if (this.#tail !== this.#published)", "if (true)"),
    reason:
      "A compare-and-exchange of a value with itself; where a flag makes it fail, a closed queue is found a line earlier, or who sleeps is woken for nothing.",
  },
  {
    structure: "Queue",
    operations: ["#look"],
    change: (before, after) =>
      before === "this.#free = (this.#published + free * ONE) | 0;" && after === ";",
    reason: "What the look has found is looked for once more when it is needed.",
  },
  {
    structure: "Queue",
    operations: ["#look"],
    change: swapped(
      "const written = (this.#tail - this.#published) | 0;",
      "const free = this.#freeRun(this.#published, CAPACITY);",
    ),
    reason: "The one is about this handle's own fields, the other about the consumer's word.",
  },
  {
    structure: "Queue",
    operations: ["#look"],
    change: (before, after) =>
      before === "const written = (this.#tail - this.#published) | 0;" && after.endsWith("| 1;"),
    reason: "Compared with a multiple of 4, as the difference is one.",
  },
  {
    structure: "Queue",
    operations: ["#setLimit"],
    change: replaced("RUN * ONE", "ONE * ONE"),
    reason:
      "In the one module the same number; in the other a run is one item, and a look comes with each.",
  },
  {
    structure: "Queue",
    operations: ["#findItems"],
    change: (before, after) =>
      before === "if (this.#head !== this.#released)" && after === "if (true)" ||
      before.startsWith("if (this.#head !== this.#released) this.#releaseRead(); const run") &&
        after.startsWith("const run"),
    reason:
      "An exchange of a value with itself. And something is unreleased here only before a batch, which releases all in the end, or where slots are peeked, so that this handle holds some in any case.",
  },
  {
    structure: "Queue",
    operations: ["#releaseRead"],
    change: replaced("if (before !== this.#released)", "if (true)"),
    reason: "The slow way finds nothing to do.",
  },
  {
    structure: "Queue",
    operations: ["#releasedSlowly"],
    change: (before, after) =>
      before.includes("!== this.#released) throw twoConsumers(); if ((before & WAITING)") &&
      after.startsWith("if ((before & WAITING)"),
    reason:
      "Producers that sleep may be woken before the error that says that two threads pop at once.",
  },
];
