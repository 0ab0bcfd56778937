/** Of the form that is only appended to, and of the memory of both; the seats have a list of their own. */
import { type Equivalence, replaced, swapped } from "./equivalence.ts";

export const SECVEC: readonly Equivalence[] = [
  {
    structure: "SecVec",
    operations: ["#look", "#publish", "pushBack"],
    change: replaced(">>> FLAGS_LOG2", ">> FLAGS_LOG2"),
    reason: "An index is not negative: both shifts give the same.",
  },
  {
    structure: "SecVec",
    operations: ["#publish", "pushBack"],
    change: replaced("Atomics.or(i32, FLAGS_I32", "Atomics.xor(i32, FLAGS_I32"),
    reason:
      "A bit is set once: a slot is published by the one thread that has reserved it, and goes back " +
      "only before that.",
  },
  {
    structure: "SecVec",
    operations: ["#look"],
    change: /^let size = Math\.max\(mark, this\.#size\); ⇒/,
    reason:
      "Both say how many elements were published: from either it comes to the first that is not. " +
      "From the lower one the way is longer.",
  },
  {
    structure: "SecVec",
    operations: ["#look"],
    change: (before, after) =>
      /^if \(size > mark\)( Atomics\.\w+\([^;]*\);)?$/.test(before) ||
      /^while \(size < MAX_LENGTH\) \{.*\} if \(size > mark\)/.test(before) ||
      before === "Atomics.compareExchange(i32, SIZE_I32, mark, size);" &&
        /^(Atomics\.load|\(Atomics\.(load|store))\(/.test(after),
    reason:
      "SIZE only saves others the way. Where it stays behind, or goes back, they go over bits that " +
      "they could have skipped; above what is published it never is.",
  },
  {
    structure: "SecVec",
    operations: ["#look"],
    change: replaced("SIZE_I32, mark", "FLAGS_I32, mark"),
    reason:
      "SIZE stays 0 then, and the exchange fails: it is made where there is an element, and the " +
      "first word of bits, which has that of element 0, is not 0 any more.",
  },
  {
    structure: "SecVec",
    operations: ["#look"],
    change: /⇒ if \(size > this\.#mapped\) .*; if \(size > mark\) Atomics\.compareExchange\(/,
    reason:
      "The mark saves others the way, and the views are this handle's own: neither needs the other.",
  },
  {
    structure: "SecVec",
    operations: ["#look"],
    change: replaced("this.#grow(size - 1)", "this.#grow(size - 2)"),
    reason:
      "The memory is there, as the elements are. Only views are made, which reach as far as the " +
      "memory does, whatever slot was asked for.",
  },
  {
    structure: "SecVec",
    operations: ["#look"],
    change: swapped(
      "if (size > this.#mapped) this.#grow(size - 1);",
      "this.#size = size;",
    ),
    reason:
      "Between both there is nothing but a grow that cannot fail: elements that are published have " +
      "their memory.",
  },
  {
    structure: "SecVec",
    operations: ["#look"],
    change: (before, after) => before === "this.#size = size;" && after === ";",
    reason:
      "Remembers nothing, so it looks each time, from SIZE on; and the prefix stays empty. Slower.",
  },
  {
    structure: "SecVec",
    operations: ["#look"],
    change: /^(this\.#size = size; )?if \(size - \(size >>> 3\) > this\.#prefix\.length\)/,
    reason:
      "When the prefix is made anew is speed only. It never reaches beyond #size, and what it does not " +
      "have get finds behind it.",
  },
  {
    structure: "SecVec",
    operations: ["#showPrefix"],
    change: (before, after) =>
      /^this\.#prefix = /.test(before) && /^;$|, 0 \+ this\.#size\);$/.test(after) ||
      /^this\.#prefix = .* this\.#readsBehind = 0;$/.test(before) ||
      before === "this.#readsBehind = 0;",
    reason:
      "A prefix that ends earlier, or is made at another time, is speed only: what it does not have " +
      "get finds behind it.",
  },
  {
    structure: "SecVec",
    operations: ["get"],
    change: /⇒ return \(this\.#getBehind\(index\)\);$/,
    reason: "What the prefix has is found behind it, too: slower.",
  },
  {
    structure: "SecVec",
    operations: ["[Symbol.iterator]"],
    change: /⇒ if \(\(!this\.#isPublished\(index\)\)\)$/,
    reason: "What lies below #size is published: it looks each time, instead of remembering it.",
  },
  {
    structure: "SecVec",
    operations: ["#reserve"],
    change: (before, after) =>
      before === "this.#reserved = first + count;" &&
        /^(;|this\.#reserved = first - count;)$/.test(after) ||
      / this\.#reserved = first \+ count;$/.test(before) && /^this\.#reserved = /.test(after),
    reason:
      "A guess of RESERVED. It is believed only where the exchange finds it there, and read anew " +
      "before a run is refused.",
  },
  {
    structure: "SecVec",
    operations: ["#reserve"],
    occurrence: 0,
    change:
      /^if \(first \+ count > MAX_LENGTH\) ⇒ if \((true|first \+ count >(= MAX_LENGTH| 0))\)$/,
    reason: "Reads RESERVED although its guess would do.",
  },
  {
    structure: "SecVec",
    operations: ["#grow"],
    change: /^if \(memory === undefined\) throw .* ⇒ ;$/,
    reason:
      "For the types only: memory without a WebAssembly.Memory is whole from the start, so its views " +
      "reach every slot, and nothing grows.",
  },
  {
    structure: "SecVec",
    operations: ["#grow"],
    change: (before, after) =>
      /^this\.#(i32|u16) = .*; this\.#(u16|mapped) = /.test(before) &&
      /^this\.#(u16|mapped) = .*; this\.#(i32|u16) = /.test(after) &&
      !/^this\.#mapped = .* this\.#i32 = /.test(after),
    reason: "Fields of this handle alone, and neither is made from the other.",
  },
  {
    structure: "SecVec",
    operations: ["pushBack", "size"],
    change: /(record|this\.#settle\(\)) - RECORD_SIZE\]!;$/,
    reason: "RECORD_SIZE is 0.",
  },
  {
    structure: "SecVec",
    operations: ["pushBack"],
    change: /^if \(size === MAX_LENGTH\) throw .* ⇒ const before = Atomics\.load/,
    reason: "Behind the last cell lies a word that it reads and does not use.",
  },
  {
    structure: "SecVec",
    operations: ["pushMany"],
    change: /^if \(count === 0\) return this\.size; for \(let k = 0; .* ⇒ for /,
    reason: "Of no items there is none to check.",
  },
  {
    structure: "SecVec",
    operations: ["copyTo"],
    change: (before, after) =>
      before === "if (end <= from)" && after === "if (end < from)" ||
      /^if \(end <= from\) return 0; into\.set\(/.test(before) && /^into\.set\(/.test(after),
    reason: "Of an empty range, or one whose end lies before its beginning, nothing is copied.",
  },
  {
    structure: "SecVec",
    operations: ["copyTo"],
    change: /^checkRange\(from, count, Infinity\); const end = .* ⇒ const end = /,
    reason: "What it has computed of a range that is refused nobody uses.",
  },
  {
    structure: "SecVec",
    operations: ["view"],
    change: /⇒ const end = \(Math\.min\(this\.#look\(\), 2 \* start \+ FIRST_SLOTS\)\);$/,
    reason:
      "`subarray` takes an end before the beginning for the beginning: an empty view at the same place.",
  },
];
