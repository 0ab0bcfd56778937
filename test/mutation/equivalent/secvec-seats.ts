/** Of the form that shrinks: seats, records and the slots that go with them. */
import { type Equivalence, replaced, swapped } from "./equivalence.ts";

export const SECVEC_SEATS: readonly Equivalence[] = [
  {
    structure: "SecVec",
    operations: ["#findFree", "#prepare", "#hold", "popBack"],
    change: replaced(">>> 1", ">> 1"),
    reason: "There are fewer than 2^30 slots: a cell's word is not negative.",
  },
  {
    structure: "SecVec",
    operations: ["#replace", "popBack", "set", "compareExchange", "#sit", "detach"],
    change: (before, after) =>
      replaced("+ RECORD_SIZE", "- RECORD_SIZE")(before, after) ||
      replaced("+ SEAT_TAKEN", "- SEAT_TAKEN")(before, after),
    reason: "Both are 0: the first word of a record, and of a seat.",
  },
  // Seats.
  {
    structure: "SecVec",
    operations: ["#sit"],
    change: (before, after) =>
      before === "if (Atomics.load(i32, seat + SEAT_TAKEN) !== 0) continue;" && after === ";",
    reason: "The compare-and-exchange that follows looks again.",
  },
  {
    structure: "SecVec",
    operations: ["#sit"],
    change: replaced("SEAT_TAKEN, 0, 1)", "SEAT_TAKEN, 0, 2)"),
    reason: "Taken is whatever is not 0.",
  },
  {
    structure: "SecVec",
    operations: ["#sit"],
    change:
      /^if \(Atomics\.compareExchange\(.*\) continue; (let used = .*;) ⇒ \1 if \(Atomics\.compareExchange/,
    reason:
      "A guess of SEATS_USED, which only grows: where it is out of date, the compare-and-exchange " +
      "fails and tells the number.",
  },
  {
    structure: "SecVec",
    operations: ["#sit"],
    change: (before, after) =>
      before === "break;" && after === "continue;" ||
      before === "if (found === used) break;" && after === ";",
    reason:
      "SEATS_USED has been raised. The next round fails to raise it from the same number again, " +
      "reads what it is now, and ends.",
  },
  {
    structure: "SecVec",
    operations: ["#sit"],
    change: (before) => before === "this.#slot = 0;",
    reason: "With no record in hand, #prepare takes the next record's slot in any case.",
  },
  {
    structure: "SecVec",
    operations: ["#sit"],
    change: /^this\.#last = 0; ⇒ this\.#last = -?1;$|^this\.#held = 0; ⇒ this\.#held = -1;$/,
    reason: "There is no such record, and no such slot: no more than 0 does it equal one.",
  },
  {
    structure: "SecVec",
    operations: ["detach"],
    change: (before, after) =>
      /^i32\[seat \+ SEAT_RECORDS\] = .* Atomics\.store\(i32, seat \+ SEAT_RECORD, 0\);$/
          .test(before) && after.startsWith("Atomics.store(") ||
      /^if \(this\.#record !== 0\) .* i32\[seat \+ SEAT_RECORDS\] = this\.#records;$/
          .test(before) && after.startsWith("i32[seat"),
    reason:
      "What is for the next owner is there before the store into SEAT_TAKEN, in whatever order; " +
      "nobody else reads it.",
  },
  {
    structure: "SecVec",
    operations: ["detach"],
    change: swapped(
      "Atomics.store(i32, seat + SEAT_RECORD, 0);",
      "Atomics.store(i32, seat + SEAT_SLOT, 0);",
    ),
    reason: "Between operations this thread needs neither, and the seat is still its own.",
  },
  // Records that come into use again.
  {
    structure: "SecVec",
    operations: ["#findFree"],
    change:
      /^if \(this\.#records >= SCAN_RECORDS .* ⇒ if \((true|.* >= SCAN_RECORDS - .*|.* >= (SCAN_RECORDS_A_SEAT|0) \+ SCAN_RECORDS_A_SEAT \* used|.* \+ (RECORD_INDEX|0) \* used)\)$/,
    reason:
      "Looks for free records earlier, so more often; where it finds none, it takes a new one as before.",
  },
  {
    structure: "SecVec",
    operations: ["#findFree"],
    change: /^if \(this\.#records >= SCAN_RECORDS .* ⇒ if \(this\.#records < SCAN_RECORDS /,
    reason:
      "Looks from the first record on, and finds a free one as soon as it has two for each seat in " +
      "use: it never comes to as many as where it would not look any more.",
  },
  {
    structure: "SecVec",
    operations: ["#prepare"],
    change: /^if \(this\.#free === 0\) ⇒ if \(true\)$/,
    reason:
      "Looks before each change, and links all free records anew. One that is dropped from the list, " +
      "since another seat has come into use, is found by the next look.",
  },
  {
    structure: "SecVec",
    operations: ["#findFree"],
    change: replaced("record === current ? IN_USE : 0", "record === current ? IN_USE : 1"),
    reason: "Until the free records are linked, a link only says IN_USE or something else.",
  },
  {
    structure: "SecVec",
    operations: ["#findFree"],
    change: /^for \(let other = 0; other < used; other\+\+\) ⇒ for \(let other = -1; /,
    reason:
      "The line before the first seat has SEATS_USED, smaller than the number of any record, where " +
      "a seat has SEAT_RECORD, and a word that is always 0 for SEAT_SLOT.",
  },
  {
    structure: "SecVec",
    operations: ["#findFree"],
    change: /⇒ for \(let other = 0; other <= used; other\+\+\)$/,
    reason:
      "One seat too many: nobody has used it, or it is only being taken. Behind the last seat is the " +
      "record of the empty vector, whose words are all 0.",
  },
  {
    structure: "SecVec",
    operations: ["#findFree"],
    change: swapped(
      "if (seat === this.#seat) continue;",
      "const helped = Atomics.load(i32, seat + SEAT_RECORD);",
    ),
    reason: "Reads a word of its own seat, and does nothing with it.",
  },
  {
    structure: "SecVec",
    operations: ["#findFree"],
    change: (before, after) => before === "if (seat === this.#seat) continue;" && after === ";",
    reason:
      "Spares also what its own seat still shows, one record and one slot, until it shows another; " +
      "there are enough.",
  },
  {
    structure: "SecVec",
    operations: ["#findFree"],
    change: /^i32\[record \+ RECORD_LINK\] = free; ⇒ (;|i32\[record \+ 0\] = free;)$/,
    reason:
      "The link remains 0: one free record of all is used, and the next look finds the others. Words " +
      "of free records are nobody else's.",
  },
  // Changes.
  {
    structure: "SecVec",
    operations: ["#settle"],
    change: swapped(
      "const cell = CELLS_I32 + i32[record + RECORD_INDEX]!;",
      "const before = i32[record + RECORD_BEFORE]!;",
    ),
    reason: "The record is not written while the seat shows it: its words are read in any order.",
  },
  {
    structure: "SecVec",
    operations: ["#settle"],
    change: /^if \(Atomics\.load\(i32, cell\) === before\) ⇒ if \(true\)$/,
    reason: "The compare-and-exchange that follows looks again.",
  },
  {
    structure: "SecVec",
    operations: ["#settle", "#replace"],
    change: (before, after) =>
      /^if \(record === this\.#last\) return record;/.test(before) &&
        /^(;$|Atomics\.store\()/.test(after) ||
      before === "this.#last = own;" && after === ";",
    reason:
      "Shows and settles also its own last record, whose change was made, and does not come back.",
  },
  {
    structure: "SecVec",
    operations: ["#replace"],
    change: /^(i32\[own \+ RECORD_\w+\] = \w+;) (i32\[own \+ RECORD_\w+\] = \w+;) ⇒ \2 \1$/,
    reason: "The record is this thread's alone until it is put in force: written in any order.",
  },
  {
    structure: "SecVec",
    operations: ["popBack"],
    change:
      /^if \(size === 0\) return undefined; (before = Atomics\.load\(.*\);) ⇒ \1 if \(size === 0\)/,
    reason: "Of an empty vector it reads the word before the cells, and does nothing with it.",
  },
  // Elements that are read.
  {
    structure: "SecVec",
    operations: ["#hold"],
    change: /⇒ if \((\(\(word & POPPED\) !== 0\)|word === -?1 \|\| \(word & POPPED\) !== 0)\)$/,
    reason:
      "A cell that was never used names slot 0, which stands for no element, and is what is returned.",
  },
  {
    structure: "SecVec",
    operations: ["#hold"],
    change: (before, after) =>
      /^if \(slot !== this\.#held\)$/.test(before) && after === "if (true)" ||
      before === "this.#held = slot;" && after === ";",
    reason: "Shows again what the seat shows already: slower.",
  },
  {
    structure: "SecVec",
    operations: ["#hold"],
    change: /^if \(Atomics\.load\(i32, cell\) !== word\) ⇒ if \(true\)$/,
    reason: "The first look of the next round is the second look: the slot is shown by then.",
  },
  {
    structure: "SecVec",
    operations: ["#hold"],
    change: /⇒ if \(slot >= this\.#mapped\) this\.#grow\(slot\); if \(slot !== this\.#held\)/,
    reason:
      "A slot that a cell has named has its memory, also when it is named no more: only views are made.",
  },
  // Of the form that is only appended to.
  {
    structure: "SecVec",
    operations: ["#getBehind"],
    change: (before, after) =>
      /^if \(\+\+this\.#readsBehind > READS_BEHIND\)/.test(before) ||
      /this\.#showPrefix\(\);$/.test(before) && after.startsWith("if (++this.#readsBehind"),
    reason: "After how many reads behind the prefix it is shown anew is speed only.",
  },
  {
    structure: "SecVec",
    operations: ["#getBehind"],
    change: /⇒ if \(\(!this\.#isPublished\(index\)\)\)$/,
    reason: "Looks each time instead of remembering what it has seen before: slower.",
  },
  {
    structure: "SecVec",
    operations: ["#giveBack"],
    change: (before, after) =>
      before.startsWith("if (Atomics.compareExchange(i32, RESERVED_I32, end, first) === end)") &&
      /^if \(\((i32\[|Atomics\.load\()/.test(after),
    reason:
      "Not shown by scenarios: a run is given back only where an item throws when it is read once " +
      "more, and items of a model are plain values. On one thread nothing comes between the look " +
      "and the store.",
  },
  {
    structure: "SecVec",
    operations: ["#findFree"],
    change: /⇒ const slot = Atomics\.load\(i32, seat \+ SEAT_SLOT\); if \(helped >= first && /,
    reason: "The link is the owner's own word; what the seat shows was read before it.",
  },
];
