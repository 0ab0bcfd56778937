import { type Equivalence, swapped } from "./equivalence.ts";

export const CUBBY_WAITING: readonly Equivalence[] = [
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
  {
    structure: "Cubby",
    operations: ["#waitAsync"],
    change: (before, after) =>
      before === 'if (slept === "not-equal")' && after === 'if (slept !== "not-equal")',
    reason:
      "It looks again and again until its turn comes, instead of sleeping again, with the same results.",
  },
  {
    structure: "Cubby",
    operations: ["#enlistAgain", "#retire"],
    change: (before, after) =>
      /^const late = /.test(before) && !after.endsWith("| CALLED;") ||
      after === "if ((found !== called))" ||
      after === "if ((found !== waiter && found !== called))" ||
      before === "return at;" && after === ";",
    reason:
      "A late record that it does not know for its own it takes over, or leaves, like anybody's; both " +
      "count it. And having written its word, it finds it in the next round.",
  },
  {
    structure: "Cubby",
    operations: ["#enlistAgain"],
    change: (before, after) =>
      /^if \(Atomics\.compareExchange\(i32, at, found, waiter\) .* if \(found === late\)/.test(
        before,
      ) &&
      /^if \(found === late\)/.test(after),
    reason:
      "Not shown by scenarios: a late record has to be taken over at the very moment at which its owner " +
      "comes back, and then the counter, which only observes, counts the owner twice.",
  },
  {
    structure: "Cubby",
    operations: ["#retire"],
    change: (before, after) =>
      /^if \(found === guess\) return .* if \(found !== waiter/.test(before) &&
      /^if \(found !== waiter/.test(after),
    reason: "What it has exchanged is one of its own three words: only one of the two can apply.",
  },
  {
    structure: "Cubby",
    operations: ["#callNext"],
    change: /^if \(cleared !== 0\) \{ Atomics\.or.* ⇒ ;$/,
    reason:
      "Not shown by three threads: the one waiter that it has found it calls in any case; the flag is " +
      "for a second one, that announced itself before the flag was cleared.",
  },
  {
    structure: "Cubby",
    operations: ["#callNext"],
    change: (before, after) =>
      /^if \(state === \(EMPTY \| OFFERED\)\) \{.*\} this\.#callAll\(true\);$/.test(before) &&
        after.startsWith("this.#callAll(true);") ||
      swapped(
        "if (state === EMPTY) waits = PUSH_WAITS;",
        "if (state === FULL) waits = POP_WAITS;",
      )(before, after) ||
      /^if \(\(found & KIND\) !== WAITING\) continue; if \(at !== 0/.test(before) &&
        /^if \(at !== 0/.test(after),
    reason: "Neither of the two statements sees what the other does.",
  },
  {
    structure: "Cubby",
    operations: ["#callNext"],
    change: /^let oldest = 0; ⇒ let oldest = -?1;$/,
    reason: "It is not looked at before a record has been found.",
  },
  {
    structure: "Cubby",
    operations: ["#callNext", "#callAll"],
    change: /^if \(\(found & KIND\) !== WAITING\) ⇒ if \(\(found & LATE\) !== WAITING\)$/,
    reason: "LATE has both bits that tell the four kinds apart.",
  },
  {
    structure: "Cubby",
    operations: ["#callAll"],
    change: /^if \(\(found & KIND\) !== WAITING\) continue; ⇒ ;$/,
    reason:
      "The cubby is closed: a free record is lost, and a late one called. Who waits there from now on " +
      "waits for one that is half-way, and has a record of its own already.",
  },
  {
    structure: "Cubby",
    operations: ["#offered"],
    change:
      /⇒ return (\(turn & ~FLAGS\)|\(turn \| OFFERED\) === 0 \? .*|\(turn & OFFERED\) === -?1 \? .*|.* === 0 \? -1 : turn & ~FLAGS);$/,
    reason:
      "Without an offer the state is left, 0 or FULL, or -1, which is no ticket's. To revoke that as an " +
      "offer finds nobody: no pop waits where it is full.",
  },
  {
    structure: "Cubby",
    operations: ["#revoke"],
    change: (before, after) =>
      before === "this.#callNext();" && after === ";" ||
      swapped("this.#withdraw(offer);", "this.#callNext();")(before, after),
    reason: "Whoever revokes looks at the slot next, and calls then.",
  },
  {
    structure: "Cubby",
    operations: ["#revoke"],
    change: (before, after) =>
      before === "if (this.#offered() !== offer) return;" && after === ";" ||
      /^for \(let at = .* this\.#withdraw\(offer\);$/.test(before) &&
        after.startsWith("this.#withdraw"),
    reason:
      "A waiter whose offer is over, or that has just been offered its turn again, may be taken for " +
      "late: it keeps its place, and looks by itself after GRACE_MS.",
  },
  {
    structure: "Cubby",
    operations: ["#revoke"],
    change: (before, after) => before === "break;" && (after === ";" || after === "continue;"),
    reason: "No other record has that ticket.",
  },
  {
    structure: "Cubby",
    operations: ["#revoke"],
    change: /⇒ if \(\(found !== \(ticket \| CALLED\)\)\)$/,
    reason:
      "The call is still under way: the waiter is woken by it, and finds that its turn is over.",
  },
  {
    structure: "Cubby",
    operations: ["#revoke"],
    change:
      /⇒ if \(Atomics\.compareExchange\(i32, at, found, (ticket & LATE|FREE|0)\) === found\)$/,
    reason:
      "Freed at once, the record may be taken as a late one may, and its owner takes another.",
  },
  {
    structure: "Cubby",
    operations: ["#endOffer"],
    change: (before, after) =>
      before === "return false;" && after === "return true;" ||
      after === "if (nowMs - this.#offerSeenMs <= GRACE_MS)" ||
      /\{ return false; \} const nowMs = /.test(before) && after.startsWith("const nowMs"),
    reason: "One try more; a time that is kept to the millisecond; and the clock a little earlier.",
  },
  {
    structure: "Cubby",
    operations: ["#wait"],
    change: (before, after) =>
      /^if \(!CAN_BLOCK\) \{/.test(before) && after === ";" ||
      /^if \(leftMs <= 0\) \{[^]*\} if \(!CAN_BLOCK\) \{/.test(before) ||
      /^(?:this\.#leave\(isPush, at, waiter\); )?throw cannotBlock\(/.test(before),
    reason:
      "Never so in a thread that may sleep. test/contract/cannot-block.test.ts is about the others, with modules that are not changed here.",
  },
];
