/**
 * Changes that make no difference to what an operation answers, or to who is woken; and why. An entry
 * must match no change that is refuted, and at least one that survives.
 */
export interface Equivalence {
  readonly structure: string;
  /** In these operations only. */
  readonly operations?: readonly string[];
  /** Of `before ⇒ after`. */
  readonly change: RegExp | ((before: string, after: string) => boolean);
  readonly reason: string;
}

/** One `from` has become `to`, and that is all. */
function replaced(from: string, to: string): (before: string, after: string) => boolean {
  return (before, after) => {
    for (let at = before.indexOf(from); at >= 0; at = before.indexOf(from, at + 1)) {
      if (before.slice(0, at) + to + before.slice(at + from.length) === after) return true;
    }
    return false;
  };
}

export const EQUIVALENT: readonly Equivalence[] = [
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
    change: /^this\.#head = (head|\(head \+ (ONE|run \* ONE)\) \| 0); ⇒ /,
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
    operations: ["#wakeConsumers", "#wakeProducers"],
    change: /^Atomics\.notify\(this\.#i32, (\w+)\); ⇒ Atomics\.notify\(this\.#i32, \1, 1\);/,
    reason: "The side has one thread: nobody else sleeps there.",
  },
  {
    structure: "Queue",
    operations: ["#wakeConsumers", "#wakeProducers"],
    change: /^Atomics\.and\(i32, word, ~TURN_WAITING\); ⇒ (;|Atomics\.load)/,
    reason:
      "The flag that stays makes each later operation on the group wake again, for nobody: time " +
      "is lost, no wake-up.",
  },
  {
    structure: "Queue",
    change:
      /^if \(\((turns|before|now) & (TURN_)?WAITING\) !== 0\) ⇒ if \((true|.* !== -?1|.*WAITING \+ 1\) !== 0)\)$/,
    reason: "Wakes although nobody has asked: who sleeps finds nothing and lies down again.",
  },
  {
    structure: "Queue",
    operations: ["tryPush", "tryPop", "commit", "release"],
    change:
      /^if \(\(Atomics\.xor\(.*\) & TURN_WAITING\) !== 0\) ⇒ if \((true|.* !== -?1|.*TURN_WAITING \+ 1\) !== 0)\)$/,
    reason: "Wakes although nobody has asked: who sleeps finds nothing and lies down again.",
  },
  {
    structure: "Queue",
    operations: ["#announcePush"],
    change: /^return false; ⇒ (return true|);/,
    reason:
      "Whoever goes to sleep on a closed queue does not: close() sets the flag before it moves the " +
      "epoch, and the flag was not there when the operation tried after reading the epoch.",
  },
  {
    structure: "Queue",
    operations: ["#announcePush"],
    change:
      /^if \(\(tail & CLOSED\) !== 0\)(?! ⇒ if \((true|.*===.*|.*!== -?1)\)).* ⇒ |^if \(\(tail & CLOSED\) !== 0\) return false; ⇒ ;|⇒ const head = Atomics\.or\(i32, HEAD_I32, WAITING\); if \(\(tail & CLOSED\)/,
    reason: "As above: a sleep on a closed queue ends at once.",
  },
  {
    structure: "Queue",
    change:
      /Atomics\.load\((this\.#)?i32, HEAD_I32\) & ~FLAGS\b.* ⇒ .*HEAD_I32\) & ~FLAGS - 1\b|\(head & ~FLAGS\).* ⇒ .*\(head & ~FLAGS - 1\)/,
    reason:
      "HEAD has one flag, WAITING, which is cleared here as well; CLOSED stands in TAIL only.",
  },
  {
    structure: "Queue",
    operations: ["size"],
    change: /^const tail = .* & ~FLAGS; ⇒ const tail = .* & ~(0|FLAGS - 1);/,
    reason: "The flags of TAIL lie below the ticket, and the shift that follows drops them.",
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
    operations: ["tryPop", "popMany"],
    change: /^for \(;;\) \{.*\} this\.#head = (.*); ⇒ this\.#head = \1; for/,
    reason: "As above: a guess, and one that is set again where the operation fails.",
  },
  {
    structure: "Queue",
    operations: ["tryPush", "pushMany"],
    change:
      /^this\.#tail = (tail|\(tail \+ (ONE|run \* ONE)\) \| 0); ⇒ (;|this\.#tail = \(tail (- ONE|\+ 0|- run \* ONE|\+ run \* 0)\) \| 0;)/,
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
      /^const run = .*Math\.min\(Math\.max\(want, LOOK_AHEAD\), CAPACITY\)\); ⇒ .*(Math\.max\(want, [^,]*\), CAPACITY\)|CAPACITY \+ 1\))\);/,
    reason:
      "How far it looks beyond what is wanted is speed only; and beyond a whole lap nothing is " +
      "free or published.",
  },
  {
    structure: "Queue",
    operations: ["size"],
    change: /CAPACITY\); ⇒ .*CAPACITY \+ 1\);/,
    reason: "HEAD is read after TAIL and only grows: the difference is never above the capacity.",
  },
  {
    structure: "Queue",
    operations: ["#announcePop"],
    change: /^return \(tail & ~FLAGS\) === \(head & ~FLAGS\) .* ⇒ .*\(head & ~0\)/,
    reason:
      "WAITING stands in HEAD over an empty queue only while a producer that announced itself is " +
      "about to push or to find it closed. Until then the consumer tries again instead of sleeping.",
  },
  {
    structure: "Queue",
    operations: ["pushMany", "popMany"],
    change: /^const now = run > 0 \? .* ⇒ const now = run >(= 0| -1) \?/,
    reason: "For an empty run this replaces the cursor by itself, and answers what a load does.",
  },
  {
    structure: "Queue",
    operations: ["#announcePush"],
    change: /^const head = Atomics\.or\(i32, HEAD_I32, WAITING\); ⇒ .*, WAITING \+ 1\);/,
    reason:
      "The bit beside WAITING has no meaning in HEAD; it is masked and replaced together with it.",
  },
  {
    structure: "Queue",
    operations: ["#publishedRun"],
    change: /^const items = .*TAIL_I32\) & ~FLAGS\) - head\) \| 0; ⇒ .*TAIL_I32\) & ~FLAGS - 1\)/,
    reason: "CLOSED lies below the ticket, and the shift by 2 that follows drops it.",
  },
  {
    structure: "Cubby",
    operations: ["#emptySlot"],
    change: /^if \(\(before & \(PUSH_WAITS \| CLOSED\)\) !== 0\) ⇒ if \(\(before \| /,
    reason: "Looks for somebody to call although nobody waits, and finds nobody.",
  },
  {
    structure: "Cubby",
    operations: ["#tryPush"],
    change: /^const before = Atomics\.xor\((.*)\); ⇒ const before = Atomics\.or\(\1\);/,
    reason: "The state is WRITING, which does not have the bit that makes it FULL.",
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
    operations: ["#findFree"],
    change: /⇒ const slot = Atomics\.load\(i32, seat \+ SEAT_SLOT\); if \(helped >= first && /,
    reason: "The link is the owner's own word; what the seat shows was read before it.",
  },
];
