/** Faults planted into a vector that shrinks: a change of the text, and a scenario that shows it. */
import type { Finding } from "../../generator/verify/finding.ts";

export interface ShrinkPlant {
  readonly what: string;
  /** What stands in the module; each change must find its text. */
  readonly changes: readonly (readonly [from: string | RegExp, to: string])[];
  readonly scenario: string;
  readonly kind: Finding["kind"];
}

const D = "Atomics.load(i32, /* DESCRIPTOR_I32 */ 16)";
const CURRENT = `    const current = ${D};\n`;
const USED = "    const used = Atomics.load(i32, /* SEATS_USED_I32 */ 33);\n";
const SCAN_2 = "    // [scan.2] Pairs with [seat.2].\n";
const IN_FORCE = "record === current ? /* IN_USE */ -1 : 0;";
const HELPED = /( {8}if \(helped >= first[^]*?= )\/\* IN_USE \*\/ -1;/;
const CHANGE_2 =
  "if (Atomics.compareExchange(i32, /* DESCRIPTOR_I32 */ 16, record, own) !== record) return false;";
const CHANGE_3 =
  /Atomics\.compareExchange\(i32, (\/\* CELLS_I32 \*\/ \d+ \+ index), before, after\);/;
const HELP = /Atomics\.compareExchange\(i32, cell, before, (i32\[record \+ .*? 3\]!)\);/;

export const SHRINK_PLANTS: readonly ShrinkPlant[] = [
  // The flaws of the first description of this vector.
  {
    what: "lets a late helper overwrite a newer change",
    changes: [[HELP, "Atomics.store(i32, cell, $1);"]],
    scenario: "push-size+get0/0",
    kind: "wrong result",
  },
  {
    what: "brings back what a late helper expects to find",
    changes: [["before, (this.#slot << 1) | /* POPPED */ 1)", "before, before | /* POPPED */ 1)"]],
    scenario: "push+pop+push-pop+push+pop/0",
    kind: "data race",
  },
  {
    what: "tells a size whose element is not there yet",
    changes: [[
      /return this\.#i32\[this\.#settle\(\) \+ (\/\* RECORD_SIZE \*\/ 0)\]!;/,
      `const i32 = this.#i32;
    for (;;) {
      const record = ${D};
      Atomics.store(i32, this.#seat + /* SEAT_RECORD */ 1, record);
      if (${D} === record) return i32[record + $1]!;
    }`,
    ]],
    scenario: "push-size+get0/0",
    kind: "wrong result",
  },
  // Records in force, and their changes.
  {
    what: "settles without a second look at the descriptor",
    changes: [[`      if (${D} !== record) continue;\n`, ""]],
    scenario: "push-size/one-popped/2",
    kind: "data race",
  },
  {
    what: "shows the record only after the second look",
    changes: [[
      /( {6}Atomics\.store\(i32, this\.#seat \+ \/\* SEAT_RECORD \*\/ 1, record\);\n)(.*!== record\) continue;\n)/,
      "$2$1",
    ]],
    scenario: "push-size/one-popped/2",
    kind: "data race",
  },
  {
    what: "does not help",
    changes: [[HELP, "void $1;"]],
    scenario: "push-pop/one/2",
    kind: "wrong result",
  },
  {
    what: "leaves its change to the next thread",
    changes: [[CHANGE_3, "void $1;"]],
    scenario: "push-first/empty/2",
    kind: "wrong result",
  },
  {
    what: "makes its change by a blind store",
    changes: [[CHANGE_3, "Atomics.store(i32, $1, after);"]],
    scenario: "push-pop/empty/2",
    kind: "wrong end",
  },
  {
    what: "puts a record in force by a look and a store",
    changes: [[
      CHANGE_2,
      `if (${D} !== record) return false;\nAtomics.store(i32, /* DESCRIPTOR_I32 */ 16, own);`,
    ]],
    scenario: "push-pop/one-popped/2",
    kind: "wrong result",
  },
  {
    what: "goes on where another thread's record came first",
    changes: [[CHANGE_2, "Atomics.compareExchange(i32, /* DESCRIPTOR_I32 */ 16, record, own);"]],
    scenario: "push-pop/one-popped/2",
    kind: "wrong result",
  },
  {
    what: "writes the record when it is in force already",
    changes: [
      [/ {4}i32\[own \+ \/\* RECORD_AFTER \*\/ 3\] = after;\n/, ""],
      [CHANGE_3, "i32[own + /* RECORD_AFTER */ 3] = after;\n    $&"],
    ],
    scenario: "push-size+get0/0",
    kind: "data race",
  },
  {
    what: "writes the element when it can be seen already",
    changes: [
      [/(#write\(item: number[^]*?) {4}u32\[slotU32\] = \$value;\n/, "$1"],
      [
        /slot << 1\)\) return size;([^]*?slotU32 = (.*?) \+ slot;\n)/,
        "slot << 1)) {\n        this.#u32[$2 + slot] = item;\n        return size;\n      }$1",
      ],
    ],
    scenario: "push-first/empty/2",
    kind: "data race",
  },
  // Slots that are read.
  {
    what: "reads without a second look at the cell",
    changes: [["        if (Atomics.load(i32, cell) !== word) continue;\n", ""]],
    scenario: "get0-set0+set0+set0/1",
    kind: "data race",
  },
  {
    what: "takes a kept slot for an element",
    changes: [[
      "if (word === 0 || (word & /* POPPED */ 1) !== 0) return 0;",
      "if (word === 0) return 0;",
    ]],
    scenario: "pop-next/full/2",
    kind: "wrong end",
  },
  // Reuse.
  {
    what: "uses records again while others help",
    changes: [[HELPED, "$10;"]],
    scenario: "pop-size/one/2",
    kind: "data race",
  },
  {
    what: "uses slots again while others read",
    changes: [["if (i32[record + /* RECORD_BEFORE */ 2]! >>> 1 === slot) {", "if (slot === -1) {"]],
    scenario: "get0-set0+set0+set0/1",
    kind: "data race",
  },
  {
    what: "uses the record in force again",
    changes: [[IN_FORCE, "0;"]],
    scenario: "pop-size/one-popped/2",
    kind: "data race",
  },
  {
    what: "looks for the record in force after it has looked who helps",
    changes: [
      [CURRENT, ""],
      [IN_FORCE, "0;"],
      [
        "      let free = 0;\n",
        `  ${CURRENT}      if (current >= first && current < end) i32[current + /* RECORD_LINK */ 4] = -1;\n      let free = 0;\n`,
      ],
    ],
    scenario: "size-set0+set0-set0/1",
    kind: "data race",
  },
  {
    what: "counts the seats before it looks for the record in force",
    changes: [[CURRENT + SCAN_2 + USED, USED + SCAN_2 + CURRENT]],
    scenario: "size-set0+set0-set0/1",
    kind: "data race",
  },
  {
    what: "uses a slot again at once",
    changes: [[
      "this.#record = 0;\n    return true;",
      "this.#record = 0;\n    i32[own + /* RECORD_BEFORE */ 2] = 0;\n    this.#slot = before >>> 1;\n    return true;",
    ], [
      /this\.#slot = i32\[record \+ .*? 2\]! >>> 1;/,
      "",
    ]],
    scenario: "push-size+get0/0",
    kind: "data race",
  },
  // Seats.
  {
    what: "takes a seat by a look and a store",
    changes: [[
      /if \(Atomics\.compareExchange\(i32, (seat \+ \/\* SEAT_TAKEN \*\/ 0), 0, 1\) !== 0\) continue;/,
      "Atomics.store(i32, $1, 1);",
    ]],
    scenario: "push-push/empty/2",
    kind: "data race",
  },
  {
    what: "takes a seat without counting it",
    changes: [["while (used <= number) {", "while (used < 0) {"]],
    scenario: "push-size/one-popped/2",
    kind: "data race",
  },
  {
    what: "gives up a seat with what a failed change has left in its record",
    changes: [[/ {4}if \(this\.#record !== 0\) i32\[.*\] = this\.#slot << 1;\n/, ""]],
    scenario: "pop+detach+push+push-pop+push+push/1",
    kind: "data race",
  },
  {
    what: "takes the last record of an earlier seat for its own",
    changes: [["      this.#last = 0;\n", ""]],
    scenario: "pop-leave/one-popped/2",
    kind: "data race",
  },
  {
    what: "takes for shown what an earlier seat has shown",
    changes: [["      this.#held = 0;\n", ""]],
    scenario: "get0+detach+get0-set0+set0+set0/1",
    kind: "data race",
  },
];

/** The module with the fault in it. Throws where the text that it changes is not there. */
export function plantShrink(text: string, { what, changes }: ShrinkPlant): string {
  let changed = text;
  for (const [from, to] of changes) {
    const next = changed.replace(from, to);
    if (next === changed) throw new Error(`${what}: the module does not have ${String(from)}`);
    changed = next;
  }
  return changed;
}
