import assert from "node:assert/strict";
import { test } from "node:test";
import { UNDER_NODE } from "../support/type-check.ts";
import { type Change, changesOf, sampleOf } from "./changes.ts";
import type { Equivalence } from "./equivalent.ts";
import { judge } from "./judgement.ts";
import { KINDS, type Mutation } from "./mutator.ts";
import { formatReport } from "./report.ts";
import { type Result, tryChange } from "./run.ts";
import { readSubjects, type Subject } from "./subjects.ts";
import { entryOf } from "./syntax.ts";
import { createVerifyStage } from "./verify-stage.ts";

const SAMPLE = 20;
const LIMIT_MS = 30_000;

/** The cheapest module to check. */
async function oneToOne(): Promise<Subject> {
  const subject = (await readSubjects()).find(({ name }) => name === "OneOne2");
  assert.ok(subject !== undefined);
  return subject;
}

/** A change made by hand. */
function edited({ text }: Subject, operation: string, from: string, to: string): Mutation {
  const start = text.indexOf(from);
  assert.ok(start > 0, from);
  return {
    key: `${operation} ${to}`,
    kind: "statement dropped",
    operation,
    at: entryOf(operation),
    line: 0,
    before: from,
    after: to,
    edits: [{ start, end: start + from.length, text: to }],
  };
}

function changeOf(subject: Subject, mutation: Mutation): Change {
  const { key, kind, operation, before, after } = mutation;
  const places = [{ subject: subject.name, mutation }];
  return { structure: subject.structure, key, kind, operation, before, after, places };
}

test("changes of one module are tried: a sample, the module itself, one that hangs", async () => {
  if (!UNDER_NODE) return;
  const subject = await oneToOne();
  const verify = createVerifyStage([subject], { limitMs: LIMIT_MS });
  const outcomeOf = async (mutation: Mutation) =>
    (await tryChange(changeOf(subject, mutation), { verify, contract: undefined })).outcome;
  try {
    assert.equal(
      await outcomeOf(edited(subject, "tryPush", "return true;", "return true;")),
      "survived",
    );
    const results: Result[] = [];
    for (const change of sampleOf(changesOf([subject]), SAMPLE)) {
      results.push(await tryChange(change, { verify, contract: undefined }));
    }
    assert.ok(results.length >= SAMPLE);
    const tried = new Set(results.map(({ change }) => change.kind));
    assert.deepEqual(KINDS.filter((kind) => !tried.has(kind)), []);
    // What survives `verify` is for the contract tests, or makes no difference.
    const survivors = results.filter(({ outcome }) => outcome === "survived");
    assert.ok(survivors.length < results.length * 0.4, `${survivors.length} survive`);
    assert.ok(results.every(({ outcome }) => outcome === "killed" || outcome === "survived"));
    const wake = /Atomics\.notify\(this\.#i32, \/\* POP_EPOCH_I32 \*\/ \d+\);/.exec(subject.text)
      ?.[0];
    assert.equal(await outcomeOf(edited(subject, "#wakeConsumers", wake ?? "", ";")), "killed");
  } finally {
    await verify.end();
  }
});

test("a change that hangs outside the machines is ended by the clock, and the next one is tried", async () => {
  if (!UNDER_NODE) return;
  const subject = await oneToOne();
  const head = /function checkRange\(.*\n/.exec(subject.text)?.[0] ?? "";
  const verify = createVerifyStage([subject], { limitMs: 10_000 });
  try {
    const hanging = edited(subject, "pushMany", head, `${head}  for (;;);\n`);
    const first = await verify.ask({ subject: subject.name, mutation: hanging, effort: "quick" });
    assert.equal(first.outcome, "hangs");
    const wrong = edited(subject, "tryPop", "return $value;", "return undefined;");
    const next = await verify.ask({ subject: subject.name, mutation: wrong, effort: "quick" });
    assert.equal(next.outcome, "killed");
  } finally {
    await verify.end();
  }
});

const CHANGE = {
  structure: "Queue",
  key: "",
  kind: "constant",
  operation: "tryPush",
  before: "a = ONE;",
  after: "a = TWO;",
  places: [],
} satisfies Change;

const ENTRY: Equivalence = { structure: "Queue", change: /^a = ONE; ⇒ /, reason: "never read" };

function resultOf(change: Partial<Change>, outcome: Result["outcome"]): Result {
  return { change: { ...CHANGE, ...change }, stage: "all scenarios", outcome, by: "" };
}

test("a survivor needs a reason, and what has one must survive", () => {
  const explained = resultOf({}, "survived");
  const without = resultOf({ before: "b = ONE;" }, "survived");
  const elsewhere = resultOf({ structure: "Cubby" }, "survived");
  const refuted = resultOf({ after: "a = 0;" }, "killed");
  const judgement = judge([explained, without, elsewhere, refuted], [ENTRY]);
  assert.deepEqual(judgement.explained.get(ENTRY), [explained]);
  assert.deepEqual(judgement.unexplained, [without, elsewhere]);
  assert.deepEqual(judgement.refuted, [refuted]);
  const other: Equivalence = { ...ENTRY, operations: ["tryPop"] };
  assert.deepEqual(judge([explained], [other]).unexplained, [explained]);
});

test("of lines that stand twice in an operation, an entry may mean one", () => {
  const first: Equivalence = { ...ENTRY, occurrence: 0 };
  const [one, two] = [0, 1].map((k) => resultOf({ key: `tryPush | … | ${k}` }, "survived"));
  assert.deepEqual(judge([one!, two!], [first]).unexplained, [two]);
});

test("the report counts by kind, and shows every survivor with its reason", () => {
  const results = [resultOf({}, "survived"), resultOf({ kind: "atomics" }, "killed")];
  const all = [...results.map(({ change }) => change), CHANGE, { ...CHANGE, structure: "Cubby" }];
  const report = formatReport(results, judge(results, [ENTRY]), all);
  assert.match(report, /^\| constant +\| +1 \| +0 \| +0 \| +0 \| +1 \|$/m);
  assert.match(report, /^\| atomics +\| +1 \| +1 \| +0 \| +0 \| +0 \|$/m);
  assert.match(report, /never read/);
  assert.match(report, /^- tryPush: `a = ONE; ⇒ a = TWO;`$/m);
  assert.match(report, /^- `Queue`: not complete, 2 of 3 changes\.$/m);
  assert.match(report, /^- `Cubby`: not covered here; it has 1 changes\.$/m);
});
