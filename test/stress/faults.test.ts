/** The harness finds what it is for: faults planted into emitted modules, each within a few runs. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { textOf } from "../model/checked.ts";
import { plant, PLANTS } from "../model/planted.ts";
import { APPEND_PLANTS } from "../model/planted-append.ts";
import { CUBBY_PLANTS, type CubbyPlant, plantCubby } from "../model/planted-cubby.ts";
import { plantShrink, SHRINK_PLANTS } from "../model/planted-shrink.ts";
import { newSeed } from "../threads/random.ts";
import { cubbyStructure, cubbySubject, cubbyText, type CubbyVariant } from "./cubby/cubby.ts";
import { MAX_THREADS } from "./plan.ts";
import { queueStructure, queueSubject } from "./queue/queue.ts";
import { type RunOptions, stress } from "./run.ts";
import {
  appendStructure,
  secVecStructure,
  vectorSubject,
  vectorText,
  type VectorVariant,
} from "./secvec/secvec.ts";
import type { Structure, Subject } from "./structure.ts";

const RUNS = 8;

const SHAPE: RunOptions = { threads: 6, rounds: 30, hasDeaths: false, stallMs: 500 };

interface Fault {
  readonly name: string;
  readonly structure: Structure;
  /** The module with the fault, and as it is. */
  subject(): Promise<Subject>;
  right(): Promise<Subject>;
  /** What shows it: results without an explanation, or threads that sleep for ever. */
  readonly sign: RegExp;
  readonly hasDeaths: boolean;
}

function found<Plant extends { readonly what: string }>(
  plants: readonly Plant[],
  what: string,
): Plant {
  const one = plants.find((planted) => planted.what === what);
  assert.ok(one, `no planted fault is: ${what}`);
  return one;
}

function inQueue(what: string, sign: RegExp): Fault {
  const planted = found(PLANTS, what);
  const { variant } = planted;
  const subject = async (change: (text: string) => string) =>
    queueSubject(variant, change(await textOf(variant)));
  return {
    name: `a queue that ${what}`,
    structure: queueStructure,
    subject: () => subject((text) => plant(text, planted)),
    right: () => subject((text) => text),
    sign,
    hasDeaths: false,
  };
}

const CUBBY: CubbyVariant = { item: "u32", waiting: true, waiters: MAX_THREADS, graceMs: 60_000 };

function inCubby(
  what: string,
  sign: RegExp,
  { graceMs, hasDeaths } = { graceMs: CUBBY.graceMs, hasDeaths: false },
): Fault {
  const planted = found([...CUBBY_PLANTS, ...MORE_CUBBY_PLANTS], what);
  const variant = { ...CUBBY, item: planted.item, graceMs };
  const subject = async (change: (text: string) => string) =>
    cubbySubject(variant, change(await cubbyText(variant)));
  return {
    name: `a cubby that ${what}`,
    structure: cubbyStructure,
    subject: () => subject((text) => plantCubby(text, planted)),
    right: () => subject((text) => text),
    sign,
    hasDeaths,
  };
}

const VECTOR: VectorVariant = {
  item: "u32",
  doesShrink: true,
  maxLength: 40,
  prefilled: 0,
  padding: "none",
};

function inVector(variant: VectorVariant, what: string, sign: RegExp): Fault {
  const shrinkPlant = () => found(SHRINK_PLANTS, what);
  const appendPlant = () => found(APPEND_PLANTS, what);
  const planted = variant.doesShrink ? shrinkPlant() : appendPlant();
  const subject = async (change: (text: string) => string) =>
    vectorSubject(variant, change(await vectorText(variant)));
  return {
    name: `a vector that ${what}`,
    structure: variant.doesShrink ? secVecStructure : appendStructure,
    subject: () => subject((text) => plantShrink(text, { ...planted, scenario: "" })),
    right: () => subject((text) => text),
    sign,
    hasDeaths: false,
  };
}

const inShrinking = (what: string, sign: RegExp) => inVector(VECTOR, what, sign);
const inAppended = (what: string, sign: RegExp) =>
  inVector({ ...VECTOR, doesShrink: false }, what, sign);

const WRONG = /^not linearizable/;
const STALLED = /^nothing moved for 500 ms: a wake-up was lost/;
const EITHER = /^(not linearizable|nothing moved)/;

/** The model has them in other forms, that threads show more rarely. */
const MORE_CUBBY_PLANTS: readonly CubbyPlant[] = [{
  what: "writes the item when it has called the pop",
  item: "u32",
  suite: "standing",
  changes: [
    [/ {4}u32\[slotU32 \+ 1\] = \$value;\n/, ""],
    [
      / {4}if \(\(before & \(\/\* POP_WAITS .* this\.#callNext\(\);\n/,
      "$&    u32[slotU32 + 1] = $value;\n",
    ],
  ],
  scenario: "",
  kind: "data race",
}, {
  what: "waits for the dead",
  item: "u32",
  suite: "revoked",
  changes: [["  #revoke(offer: number): void {\n", "$&    if (offer !== 0) return;\n"]],
  scenario: "",
  kind: "no end",
}];

const FAULTS: readonly Fault[] = [
  inQueue("publishes before the payload is written", WRONG),
  inQueue("writes half of a record after it is published", /a torn item: \d+ with/),
  inQueue("takes a ticket without compare-and-exchange", EITHER),
  inQueue("publishes one item of a batch too few", EITHER),
  inQueue("says busy where the queue is full", /→ (busy|full) has no place in any order/),
  inQueue("wakes one consumer only", STALLED),
  inQueue("frees a slot without a look at who waits", /^nothing moved/),
  inCubby("writes the item when it has called the pop", WRONG),
  inCubby("hands over without a notify", STALLED),
  inCubby("gives up and leaves a phantom in the counter", /pressure → size -?\d+ has no place/),
  // A thread that waits on goes unnoticed until the others have nothing left to do, or is what stops them.
  inCubby("waits for the dead", /the others get nothing done|^nothing moved/, {
    graceMs: 5,
    hasDeaths: true,
  }),
  inShrinking("makes its change by a blind store", EITHER),
  inShrinking("puts a record in force by a look and a store", EITHER),
  inShrinking("goes on where another thread's record came first", EITHER),
  inAppended("takes its guess for the reservation", WRONG),
  inAppended("publishes one element more of a run than there is", WRONG),
  inAppended("forgets the part of a run behind a word's border", WRONG),
];

for (const { name, structure, subject, sign, hasDeaths } of FAULTS) {
  test(`found: ${name}`, async () => {
    const seed = newSeed();
    for (let run = 0; run < RUNS; run++) {
      try {
        await stress(structure, seed + run, { ...SHAPE, hasDeaths, subject: await subject() });
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        assert.match(message, sign);
        if (!hasDeaths) assert.match(message, /^ +thread +operation +result +called +returned$/m);
        assert.match(message, new RegExp(`--seed ${seed + run} `));
        console.log(`run ${run + 1}: ${message.split("\n", 2).join(": ")}`);
        return;
      }
    }
    assert.fail(`not found in ${RUNS} runs`);
  });
}

test("the unchanged modules pass where planted ones fail", async () => {
  const seed = newSeed();
  const structures = new Map(FAULTS.map((fault) => [fault.structure, fault]));
  for (const { structure, right, hasDeaths } of structures.values()) {
    const subject = await right();
    await stress(structure, seed, { ...SHAPE, hasDeaths, stallMs: 10_000, subject });
  }
});
