import { type Equivalence, replaced, swapped } from "./equivalence.ts";

export const QUEUE_WAITING: readonly Equivalence[] = [
  {
    structure: "Queue",
    operations: ["#wakeConsumers", "#wakeProducers"],
    change: /^Atomics\.notify\(this\.#i32, (\w+)\); ⇒ Atomics\.notify\(this\.#i32, \1, 1\);/,
    reason: "The side has one thread: nobody else sleeps there.",
  },
  {
    structure: "Queue",
    operations: ["#wakeConsumers", "#wakeProducers"],
    change:
      /^Atomics\.and\(i32, word, ~TURN_WAITING\); ⇒ (;|Atomics\.load|Atomics\.and\(i32, word, ~0\))/,
    reason:
      "The flag that stays makes each later operation on the group wake again, for nobody: time " +
      "is lost, no wake-up.",
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
      /^if \(\(tail & CLOSED\) !== 0\)(?! ⇒ if \((true|.*===.*|.*!== -?1|.*tail \| .*)\)).* ⇒ |^if \(\(tail & CLOSED\) !== 0\) return false; ⇒ ;|⇒ const head = Atomics\.or\(i32, HEAD_I32, WAITING\); if \(\(tail & CLOSED\)/,
    reason:
      "A sleep on a closed queue ends at once: close() moves the epoch after it has set the flag.",
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
    operations: ["#pushSlowly", "#popSlowly"],
    change: (before, after) =>
      /^for \(let spin = [^]*\}$/.test(before) && after === ";" ||
      /^for \(let spin = /.test(before) && /^for \(;;\)/.test(after) ||
      /^pause\(\);/.test(before),
    reason: "Spinning saves a sleep, and nothing depends on it.",
  },
  {
    structure: "Queue",
    operations: ["#pushSlowly", "#popSlowly"],
    occurrence: 0,
    change: /^if \(this\.tryPush\(item\)\) return true; ⇒ ;$/,
    reason:
      "The first of the two lines is that of a spin, which saves a sleep, and nothing depends on it.",
  },
  {
    structure: "Queue",
    operations: ["push"],
    change: /⇒ return \(this\.#pushSlowly\(item, timeoutMs\)\);$/,
    reason: "The slow way begins with the same try.",
  },
  {
    structure: "Queue",
    operations: ["pushAsync", "popAsync"],
    change: (before, after) =>
      /^options\.signal\?\.throwIfAborted\(\); const epoch = /.test(before) &&
      /^const epoch = [^]*throwIfAborted\(\);$/.test(after),
    reason: "Neither statement sees what the other does.",
  },
  {
    structure: "Queue",
    operations: ["pushAsync", "popAsync", "#pushSlowly", "#popSlowly"],
    change: (before, after) =>
      /^const epoch = .*; (if \(this\.tryPush|const item = this\.tryPop)/.test(before) &&
      /; const epoch = [^;]*;$/.test(after),
    reason:
      "wait.2 looks again, after the epoch has been read and in the step that sets the flag: what " +
      "came before is seen there, and what comes later moves the epoch.",
  },
  {
    structure: "Queue",
    operations: ["pushAsync", "popAsync", "#pushSlowly", "#popSlowly"],
    change:
      /⇒ const leftMs = deadline - performance\.now\(\); if \((this\.tryPush|item !== undefined)/,
    reason: "Time passes between any two statements: the clock may as well be read before the try.",
  },
  {
    structure: "Queue",
    operations: ["pushAsync", "popAsync", "#pushSlowly", "#popSlowly"],
    change: (before, after) =>
      /^if \(leftMs <= 0\) return/.test(before) && /^if \(this\.#announce/.test(after) ||
      /^if \(leftMs <= 0\)$/.test(before) && /^if \(leftMs <(= -1| 0)\)$/.test(after),
    reason:
      "With no time left a sleep ends at once, and the next look at the clock ends the operation: " +
      "one round more, and a flag that costs one wake-up for nobody.",
  },
  {
    structure: "Queue",
    operations: ["#announcePush"],
    change:
      /⇒ return \(used === CAPACITY \* ONE\);$|⇒ const used = \(\(tail & ~0\) - \(head & ~FLAGS\)\) \| 0;$/,
    reason:
      "A whole capacity apart, TAIL cannot have moved before the flag was set: nothing goes into a " +
      "full queue. WAITING stands in TAIL over a full queue only while a consumer that announced " +
      "itself is about to pop; until then the producer tries again instead of sleeping.",
  },
  {
    structure: "Queue",
    operations: ["#announcePop"],
    change: (before, after) =>
      after === "return ((tail & ~FLAGS) === (head & ~FLAGS));" ||
      swapped(
        "const head = Atomics.load(i32, HEAD_I32);",
        "const tail = Atomics.or(i32, TAIL_I32, WAITING);",
      )(before, after),
    reason:
      "HEAD never passes TAIL: where the two are equal the queue was empty when the flag was set, and " +
      "who pushes later finds it. A HEAD that has moved since costs one try.",
  },
  {
    structure: "Queue",
    operations: ["#announcePop"],
    change: (before, after) =>
      /^if \(\(tail & CLOSED\) !== 0\)/.test(before) &&
      (after === ";" || after === "if ((tail & 0) !== 0)"),
    reason:
      "Whoever goes to sleep on a closed queue does not: close() sets the flag before it moves the " +
      "epoch, and drained() was asked after the epoch was read.",
  },
  {
    structure: "Queue",
    operations: ["close"],
    change: swapped(
      "Atomics.notify(i32, PUSH_EPOCH_I32);",
      "Atomics.add(i32, POP_EPOCH_I32, 1);",
    ),
    reason: "Each notify still comes after its own epoch has moved.",
  },
  {
    structure: "Queue",
    operations: ["#publishSlowly", "#releasedSlowly"],
    change: (before, after) =>
      /^if \(\((now|before) & ~FLAGS\) !== (tail|head)\) throw .* if \(/.test(before) &&
      /throw two(Producers|Consumers)\(\);$/.test(after),
    reason:
      "Which of two errors comes first, and whether a wake-up comes before one: where there are two " +
      "producers, or two consumers, and one of them may be, nothing is promised any more.",
  },
  {
    structure: "Queue",
    operations: ["#announcePush"],
    change: (before, after) =>
      before.startsWith("const free") &&
      replaced("slot & GROUP_MASK", "slot & FLAGS")(before, after),
    reason: "Where FLAGS is the next mask there are two slots: both leave the slot as it is.",
  },
  {
    structure: "Queue",
    operations: ["#announcePop"],
    change: (_before, after) =>
      after === "const head = Atomics.load(i32, TAIL_I32);" ||
      after === "if (ready || Atomics.load(i32, TAIL_I32) !== head)",
    reason:
      "Then it sleeps only where both cursors say the same. While a producer is half-way it tries " +
      "again instead of sleeping.",
  },
  {
    structure: "Queue",
    operations: ["#announcePop"],
    change:
      /^return Atomics\.load\(i32, TAIL_I32\) !== \(\(head & ~FLAGS\) \| CLOSED\); ⇒ return Atomics\.load\(i32, (PUBLISHED_I32\) !== |TAIL_I32\) !== .*(GROUP_MASK|TURN_WAITING))/,
    reason: "There is one consumer here: nobody else can empty the queue between its try and its " +
      "announcement.",
  },
  {
    structure: "Queue",
    operations: ["#announcePush", "#announcePop"],
    change: /⇒ (return \(!free\);|if \(\(ready\)\))$/,
    reason:
      "A slot that is not free for a ticket, or not published, has not been claimed with it: the " +
      "cursor has not moved on. Where it has, the slot shows, and the operation does not sleep.",
  },
  {
    structure: "Queue",
    operations: ["#announcePop"],
    change:
      /^return Atomics\.load\(i32, TAIL_I32\) !== .* ⇒ return .*\(\(head & ~0\) \| CLOSED\);$/,
    reason:
      "Where many consumers are, HEAD has no flags. Where there is one, nobody else can empty the queue " +
      "between its try and its announcement.",
  },
  {
    structure: "Queue",
    operations: ["pop"],
    change: /^return this\.tryPop\(into\) \?\? .* ⇒ return this\.tryPop\(into\) \|\| /,
    reason: "An item that is filled into an object is an object, and so never false.",
  },
  {
    structure: "Queue",
    operations: ["#pushSlowly", "#popSlowly"],
    change: (before, after) =>
      /^if \(!CAN_BLOCK\) throw [^;]*;/.test(before) && !after.startsWith("if (CAN_BLOCK)") ||
      /^if \(leftMs <= 0\) return \w+; if \(!CAN_BLOCK\)/.test(before),
    reason:
      "Never so in a thread that may sleep. test/contract/cannot-block.test.ts is about the others, with modules that are not changed here.",
  },
];
