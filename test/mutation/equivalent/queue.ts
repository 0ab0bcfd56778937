import { type Equivalence, replaced } from "./equivalence.ts";

export const QUEUE: readonly Equivalence[] = [
  {
    structure: "Queue",
    change: /^for \(let spin = .* ⇒ for \(let spin = (?!.*; \(timeoutMs > 0\);)(?!.*--\))/,
    reason:
      "How often an operation tries before it asks to be woken. It tries once more in any case, " +
      "after it has read the epoch.",
  },
  {
    structure: "Queue",
    change: (before, after) =>
      /turns|slot >>>|tail >>>|at >>>|head >>>/.test(before) &&
      replaced(">>>", ">>")(before, after),
    reason: "The number is not negative, or only its low bits are used: both shifts give the same.",
  },
  {
    structure: "Queue",
    operations: ["tryPop", "popMany"],
    change:
      /^this\.#head = (?:(?:head|\(head \+ ONE\) \| 0); ⇒ (?!this\.#head = \(\()|\(head \+ run \* ONE\) \| 0; ⇒ .* \* (?:TURN_WAITING|CLOSED)\))/,
    reason:
      "Where several consumers may be, this is a guess of HEAD. An operation believes it only if " +
      "it finds the same value in HEAD, and else goes on from what it finds.",
  },
  {
    structure: "Queue",
    operations: ["#wakeConsumers", "#wakeProducers", "close", "pushMany"],
    change:
      /^Atomics\.add\((this\.#)?i32, (PUSH|POP)_EPOCH_I32, 1\); ⇒ (Atomics\.add\(.*, 2\)|\[Atomics\.load)/,
    reason:
      "An epoch need not count: it has to differ from what a sleeper has read before the event. " +
      "Who wakes reads it after the event, so every value that it stores does.",
  },
  {
    structure: "Queue",
    change:
      /^if \(\((turns|before|now) & (TURN_)?WAITING\) !== 0\) ⇒ if \((true|.* !== -?1|\(\w+ \| \w+\) !== 0)\)$/,
    reason: "Wakes although nobody has asked: who sleeps finds nothing and lies down again.",
  },
  {
    structure: "Queue",
    operations: ["tryPush", "tryPop", "commit", "release"],
    change:
      /^if \(\(Atomics\.xor\(.*\) & TURN_WAITING\) !== 0\) ⇒ if \((.* !== -?1|.*\) \| TURN_WAITING\) !== 0)\)$/,
    reason: "Wakes although nobody has asked: who sleeps finds nothing and lies down again.",
  },
  {
    structure: "Queue",
    operations: ["tryPop", "tryPush", "peek", "claim"],
    change:
      /^if \((head|tail) === this\.#(ready|limit) && !this\.#find(Items|Room)\(1\)\) ⇒ .*\((0|2)\)\)/,
    reason: "LOOK_AHEAD is more than what is asked for: as far as that it looks in any case.",
  },
  {
    structure: "Queue",
    operations: ["tryPop", "popMany", "peek", "tryPush", "pushMany", "claim"],
    change:
      /^for \(;;\) \{.*\} this\.#(head|tail) = (.*); ⇒ this\.#\1 = \2; for|^this\.#tail = .* try \{.* ⇒ try \{/,
    reason:
      "Of many producers, or consumers, this is a guess; where the operation fails it is set once more.",
  },
  {
    structure: "Queue",
    operations: ["tryPush", "pushMany"],
    change:
      /^this\.#tail = (tail|\(tail \+ (ONE|run \* ONE)\) \| 0); ⇒ (;|this\.#tail = \(tail (- ONE|\+ 0|- run \* ONE|\+ run \* (0|CLOSED)|\+ CLOSED)\) \| 0;|.*\| -1;)/,
    reason:
      "Where several producers may be, this is a guess of TAIL, and remains one: a value that TAIL " +
      "had. An operation believes it only if it finds the same value in TAIL.",
  },
  {
    structure: "Queue",
    operations: ["tryPop", "popMany", "release"],
    change: /⇒ this\.#(head|released) = next; if \(before !== head\) this\.#releasedSlowly/,
    reason:
      "The order matters only if releasedSlowly throws: then a second consumer is there where there " +
      "may be one, and nothing is promised any more.",
  },
  {
    structure: "Queue",
    operations: ["tryPop", "tryPush"],
    change:
      /^const \$(\w+) = u32\[.*\]!; const \$(\w+) = u32\[.*\]!; ⇒ const \$\2 = .*; const \$\1 = /,
    reason: "Fields are read while the slot is this thread's alone: in any order.",
  },
  {
    structure: "Queue",
    change:
      /\(\(this\.#(ready|limit) - (head|tail)\) \| 0\).* ⇒ .*\(\(this\.#\1 - \2\) \| 1\)|^const items = (.*) \| 0; ⇒ const items = \3 \| 1;/,
    reason:
      "A difference of tickets is a multiple of 4: its lowest bit changes no comparison with " +
      "another multiple, and the shift by 2 drops it.",
  },
  {
    structure: "Queue",
    operations: ["#findRoom", "#findItems"],
    change:
      /^const run = .*Math\.min\(Math\.max\(want, LOOK_AHEAD\), CAPACITY\)\); ⇒ .*(Math\.max\(want, [^,]*\), CAPACITY\)|, \(Math\.max\(want, LOOK_AHEAD\)\)|, \(CAPACITY\)|Math\.min\(\(want\), CAPACITY\))\);/,
    reason:
      "How far it looks beyond what is wanted is speed only; and beyond a whole lap nothing is " +
      "free or published.",
  },
  {
    structure: "Queue",
    operations: ["size"],
    change:
      /⇒ return \(Math\.max\(\(\(tail - head\) \| 0\) >> 2, 0\)\);$|CAPACITY\); ⇒ .*, 0\), TURN_WAITING\);$/,
    reason: "HEAD is read after TAIL and only grows: the difference is never above the capacity.",
  },
  {
    structure: "Queue",
    operations: ["pushMany", "popMany"],
    change:
      /^const now = run > 0 \? .* ⇒ const now = (run >(= 0| -1) \?|\(Atomics\.compareExchange)/,
    reason: "For an empty run this replaces the cursor by itself, and answers what a load does.",
  },
  {
    structure: "Queue",
    operations: ["tryPush", "tryPop", "peek", "claim"],
    change:
      /^if \((head|tail) === this\.#(ready|limit) && !this\.#find(Items|Room)\(1\)\) ⇒ if \(\(!this\.#find(Items|Room)\(1\)\)\)$/,
    reason: "Looks each time instead of remembering what it has seen before: slower.",
  },
  {
    structure: "Queue",
    operations: ["tryPop", "popMany", "release"],
    change: /^if \(before !== head\) ⇒ if \(true\)$/,
    reason: "The slow way finds no flag, and does nothing.",
  },
  {
    structure: "Queue",
    operations: ["tryPush", "pushMany", "commit"],
    change:
      /^if \(Atomics\.compareExchange\((this\.#)?i32, TAIL_I32, tail, next\) !== tail\) ⇒ if \(true\)$/,
    reason: "The slow way makes the same exchange.",
  },
  {
    structure: "Queue",
    operations: ["pushMany", "popMany"],
    change:
      /^if \(\(\(this\.#(limit|ready) - (tail|head)\) \| 0\) < count \* ONE && .* ⇒ if \((.*count \* (SPINS|CAPACITY|TURN_WAITING)|\(!this|.*\) <= count|.*\| -1\)|\(\(\(this\.#(limit|ready) - (tail|head)\)\)\) <)/,
    reason: "Looks once more than it has to, or at the wrap of the tickets: slower.",
  },
  {
    structure: "Queue",
    operations: ["pushMany", "popMany"],
    change:
      /^const run = Math\.min\(\(\(this\.#(limit|ready) - (tail|head)\) \| 0\) >> 2, count\); ⇒ .*(>>> 2|- (tail|head)\)\)\) >> 2), count\);$/,
    reason: "The difference is not negative, and a shift works on 32 bits in any case.",
  },
  {
    structure: "Queue",
    operations: ["size"],
    change: (before, after) =>
      /^const tail = .* const head = /.test(before) && /^const head = .* const tail = /.test(after),
    reason:
      "In one order the difference may fall below 0, in the other rise above the capacity; both ends " +
      "are cut off. Neither is more than there was when the later of the two was read.",
  },
  {
    structure: "Queue",
    operations: ["size"],
    change:
      /⇒ return Math\.min\(Math\.max\((\(\(tail - head\) \| 1\)|\(\(\(tail - head\)\)\)) >> 2, 0\), CAPACITY\);$/,
    reason: "A shift works on 32 bits in any case, and drops the two lowest.",
  },
  {
    structure: "Queue",
    operations: ["#findRoom", "#findItems"],
    change: (before, after) =>
      before === "return false;" && after === ";" ||
      /^if \(run > 0\) return true; const tail = /.test(before),
    reason: "Nothing is as false as false; and a load whose value nobody uses does no harm.",
  },
  {
    structure: "Queue",
    operations: ["#freeRun", "#publishedRun"],
    change: (before, after) =>
      /^const (used|items) = .*\| 0;$/.test(before) &&
        /^const (used|items) = (\(\(.*\)|.*\| 1|.*& ~0\) - head\) \| 0);$/.test(after) ||
      /^return Math\.min\((CAPACITY - \(used|items) >> 2\)?, want\);$/.test(before) &&
        />>> 2\)?, want\);$/.test(after),
    reason:
      "Not negative; and the shift that follows works on 32 bits in any case and drops the two lowest.",
  },
  {
    structure: "Queue",
    operations: ["tryPop", "peek"],
    change:
      /^const ready = \(\(\(Atomics\.load\(i32, TAIL_I32\) & ~FLAGS\) - head\) \| 0\) > 0; ⇒ .*> 1;$/,
    reason: "A difference of tickets is a multiple of 4.",
  },
  {
    structure: "Queue",
    change: (before, after) =>
      /Atomics\.(compareExchange|exchange)\(/.test(before) &&
        replaced("(head + ONE) | 0", "((head + ONE))")(before, after) ||
      replaced("(tail + ONE) | 0", "((tail + ONE))")(before, after) &&
        /Atomics\.compareExchange\(/.test(before) ||
      replaced("(tail + run * ONE) | 0", "((tail + run * ONE))")(before, after) &&
        /Atomics\.compareExchange\(/.test(before) ||
      replaced("(head + run * ONE) | 0", "((head + run * ONE))")(before, after) &&
        /Atomics\.compareExchange\(/.test(before),
    reason: "Atomics takes the lowest 32 bits of a number.",
  },
  {
    structure: "Queue",
    change: (before, after) =>
      !/^const (bit|ready|free)/.test(before) &&
      replaced("slot & GROUP_MASK", "slot & FLAGS")(before, after),
    reason: "Where FLAGS is the next mask there are two slots: both leave the slot as it is.",
  },
  {
    structure: "Queue",
    operations: ["#findRoom"],
    change: /^if \(\(tail & CLOSED\) !== 0\) throw .* this\.#busy = .* ⇒ this\.#busy/,
    reason: "Why it has failed is not asked of a push that throws.",
  },
  {
    structure: "Queue",
    operations: ["#freeRun", "#publishedRun"],
    change: (before, after) =>
      after === "while (run <= want)" ||
      /^const at = \(/.test(before) && /^const at = \((\(.*\)|.*\) \| 1);$/.test(after),
    reason:
      "The result is cut off at what is wanted; of a ticket only the bits above the flags are used.",
  },
  {
    structure: "Queue",
    operations: ["tryPush", "claim"],
    change: /^const used = .* ⇒ const used = .*\| 1;$/,
    reason: "A difference of tickets is a multiple of 4.",
  },
  {
    structure: "Queue",
    operations: ["peek", "claim"],
    change:
      /^this\.#(head|tail) = (head|tail); ⇒ ;$|⇒ this\.#head = \(head \+ TURN_WAITING\) \| 0;$/,
    reason:
      "Of many consumers, or producers, this is a guess: it is believed only where the cursor says the same.",
  },
  {
    structure: "Queue",
    operations: ["pushMany"],
    occurrence: 0,
    change: (before, after) =>
      /=== end \? \(/.test(after) || /^Atomics\.add\(i32, PUSH_EPOCH_I32, 1\);/.test(before) ||
      /^(const turns = )?Atomics\.xor/.test(before) &&
        /^(const turns = )?\[(i32|Atomics\.load)/.test(after) ||
      after === "if ((turns & TURN_WAITING) === 0)",
    reason:
      "Not shown by scenarios: a batch comes here only where an item throws when it is read once more, " +
      "and items of a model are plain values. On one thread it makes no difference: who sleeps there is " +
      "woken by the notify.",
  },
  {
    structure: "Queue",
    change: (before, after) =>
      replaced("(slot >>> GROUP_LOG2) << TURN", "(slot >>> LAP_SHIFT) << TURN")(before, after),
    reason:
      "Where LAP_SHIFT is the next shift there are two slots, in one group, whose number is 0.",
  },
  {
    structure: "Queue",
    operations: ["tryPop", "tryPush", "peek", "claim"],
    change:
      /^if \((ready|free)\) break; this\.#busy = .* ⇒ this\.#busy = .*; if \((ready|free)\) break;$/,
    reason: "Why it has failed is not asked of an operation that succeeds.",
  },
  {
    structure: "Queue",
    change:
      /^u32\[(.*)\] = (.*); u32\[(.*)\] = (.*); ⇒ u32\[\3\] = \4; u32\[\1\] = \2;$|^const target = .* const \$first = .* ⇒ const \$first|^const \$first = (.*); const \$second = (.*); ⇒ const \$second = \6; const \$first = \5;$/,
    reason: "Fields are written and read while the slot is this thread's alone: in any order.",
  },
  {
    structure: "Queue",
    operations: ["size"],
    change: /^const tail = .* & ~FLAGS; ⇒ const tail = .* & ~0;/,
    reason: "The flags of TAIL lie below the ticket, and the shift that follows drops them.",
  },
];
