/** Faults for a shared record and a variant, each a small change of the emitted text. */

export interface PlantedFault {
  readonly name: string;
  readonly structure: "Shared" | "OneOf";
  readonly find: string | RegExp;
  readonly replacement: string;
  /** Any of these findings refutes it. */
  readonly kinds: readonly string[];
}

export const PLANTED: readonly PlantedFault[] = [
  {
    name: "a store is plain",
    structure: "Shared",
    find: /Atomics\.store\(this\.#i32, (.*), (numberWord.*)\);/,
    replacement: "this.#i32[$1] = $2;",
    kinds: ["data race"],
  },
  {
    name: "a load is plain",
    structure: "Shared",
    find: /return Atomics\.load\(this\.#i32, (\/\* COUNT_I32 \*\/ \d+)\) >>> 0;/,
    replacement: "return this.#i32[$1]! >>> 0;",
    kinds: ["data race"],
  },
  {
    name: "an addition is a load and a store",
    structure: "Shared",
    find: /return Atomics\.add\(this\.#i32, (.*), (numberWord.*)\) >>> 0;/,
    replacement:
      "const was = Atomics.load(this.#i32, $1);\nAtomics.store(this.#i32, $1, was + $2);\nreturn was >>> 0;",
    kinds: ["wrong result", "wrong end"],
  },
  {
    name: "an exchange is a load and a store",
    structure: "Shared",
    find: /return Atomics\.exchange\(this\.#i32, (.*), (numberWord.*)\) >>> 0;/,
    replacement:
      "const was = Atomics.load(this.#i32, $1);\nAtomics.store(this.#i32, $1, $2);\nreturn was >>> 0;",
    kinds: ["wrong result", "wrong end"],
  },
  {
    name: "a compare-and-exchange compares with what is written",
    structure: "Shared",
    find: /Atomics\.compareExchange\(this\.#i32, (\/\* COUNT_I32 \*\/ \d+), before, after\)/,
    replacement: "Atomics.compareExchange(this.#i32, $1, after, before)",
    kinds: ["wrong result", "wrong end"],
  },
  {
    name: "notify wakes one",
    structure: "Shared",
    find: /Atomics\.notify\(this\.#i32, (\/\* COUNT_I32 \*\/ \d+)\)/,
    replacement: "Atomics.notify(this.#i32, $1, 1)",
    kinds: ["lost wake-up", "deadlock"],
  },
  {
    name: "a waiter sleeps on what it finds, not on what it waits for",
    structure: "Shared",
    find: /Atomics\.wait\(i32, (\/\* COUNT_I32 \*\/ \d+), word, leftMs\)/,
    replacement: "Atomics.wait(i32, $1, Atomics.load(i32, $1), leftMs)",
    kinds: ["lost wake-up", "deadlock"],
  },
  {
    name: "the object is published before it is made",
    structure: "OneOf",
    find: /this\.#makeIn\(kind\);\n\s*made = becoming \+ 1;/,
    replacement:
      "Atomics.store(i32, /* TAG_I32 */ 32, becoming + 1);\nthis.#makeIn(kind);\nmade = becoming + 1;",
    kinds: ["data race", "wrong result"],
  },
  {
    name: "the claim is a load and a store",
    structure: "OneOf",
    find: /const tag = Atomics\.compareExchange\(i32, (.*), .*, becoming\);/,
    replacement:
      "const tag = Atomics.load(i32, $1);\nif (tag === 0) Atomics.store(i32, $1, becoming);",
    kinds: ["data race", "wrong result"],
  },
  {
    name: "the object is published by a plain store",
    structure: "OneOf",
    find: /Atomics\.store\(i32, (\/\* TAG_I32 \*\/ \d+), made\);/,
    replacement: "i32[$1] = made;",
    kinds: ["data race"],
  },
  {
    name: "nobody is woken",
    structure: "OneOf",
    find: /Atomics\.notify\(i32, .*\);/,
    replacement: "",
    kinds: ["lost wake-up", "deadlock"],
  },
  {
    name: "opening does not look at the tag",
    structure: "OneOf",
    find: /if \(tag !== \/\* A_TAG \*\/ 2\) throw new WrongKindError\("a", tag\);/,
    replacement: "",
    kinds: ["data race", "wrong result"],
  },
  {
    name: "a thread that meets the same kind under way opens it at once",
    structure: "OneOf",
    find: "if (tag !== becoming) return",
    replacement: "return",
    kinds: ["wrong result"],
  },
  {
    name: "a second thread makes it again",
    structure: "OneOf",
    find: "if (tag !== becoming) return this.#open(kind);",
    replacement:
      "if (tag === becoming + 1) this.#make(kind, becoming);\nif (tag !== becoming) return this.#open(kind);",
    kinds: ["data race", "wrong result"],
  },
];
