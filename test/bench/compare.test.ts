import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { compareRuns, comparisonText, differences } from "../../bench/compare.ts";
import { writeResults } from "../../bench/result.ts";
import { temporaryFolder } from "../support/folder.ts";
import { runProcess, runtimeCommand } from "../support/process.ts";
import { MACHINE, peer, result } from "./results.ts";

const QUIET = [100, 101, 99, 100, 102];
const HALF = QUIET.map((value) => value / 2);
const PEER = peer([50, 51, 50, 49, 50]);

test("half the speed is slower, twice the speed is faster, noise is neither", () => {
  const verdicts = (before: readonly number[], after: readonly number[]) =>
    compareRuns([result("own", before), PEER], [result("own", after), PEER])
      .map(({ side, verdict }) => `${side} ${verdict}`);
  assert.deepEqual(verdicts(QUIET, HALF), ["own slower"]);
  assert.deepEqual(verdicts(HALF, QUIET), ["own faster"]);
  assert.deepEqual(verdicts([60, 100, 140, 90, 120], [70, 95, 130, 80, 110]), ["own same"]);
  assert.deepEqual(verdicts(QUIET, QUIET.map((value) => value * 0.99)), ["own same"]);
});

test("a machine that was slower as a whole cancels out, where a peer shows it", () => {
  const slower = peer(PEER.repetitions.map(({ value }) => value / 2));
  const [change] = compareRuns([result("own", QUIET), PEER], [result("own", HALF), slower]);
  assert.equal(change?.verdict, "same");
  // The last side is an emitted one: it changes with the others and is no measure for them.
  const [alone] = compareRuns(
    [result("own", QUIET), { ...PEER, emitted: true }],
    [result("own", HALF), { ...slower, emitted: true }],
  );
  assert.equal(alone?.verdict, "slower");
});

test("for a latency less is better", () => {
  const latency = { measure: "latency", against: "nobody" } as const;
  const [change] = compareRuns([result("own", QUIET, latency)], [result("own", HALF, latency)]);
  assert.equal(change?.verdict, "faster");
});

test("a side that fails now is slower; one that is missing or too short is unknown", () => {
  const verdictOf = (after: Parameters<typeof compareRuns>[1]) =>
    compareRuns([result("own", QUIET), PEER], after).map(({ verdict }) => verdict);
  assert.deepEqual(verdictOf([result("own", [], { failed: "an item was lost" }), PEER]), [
    "slower",
  ]);
  assert.deepEqual(verdictOf([PEER]), ["unknown"]);
  assert.deepEqual(verdictOf([result("own", [1, 1]), PEER]), ["unknown"]);
});

test("the text names what became slower first, and counts", () => {
  const changes = compareRuns(
    [result("a", HALF), result("b", QUIET), PEER],
    [result("a", QUIET), result("b", HALF), PEER],
  );
  const [first, second, last] = comparisonText(changes).split("\n");
  assert.match(
    first ?? "",
    /^slower {2}node made-up, b: 0\.5 \(0\.\d+ – 0\.\d+\): 2 → 1 times peer$/,
  );
  assert.match(second ?? "", /^faster {2}node made-up, a: 2 /);
  assert.equal(last, "1 slower, 1 faster, 0 same, 0 unknown");
});

test("another machine and other versions are said", () => {
  const after = result("own", QUIET, {
    version: "27.0.0",
    machine: { ...MACHINE, cores: 8 },
  });
  assert.deepEqual(differences([result("own", QUIET)], [after]), [
    "another machine: Test processor, 2 cores → Test processor, 8 cores",
    "other runtimes: node 26.10.0 → node 27.0.0",
  ]);
});

test("the command exits 1 for slower, 0 for the same, 2 for what is no file of results", {
  timeout: 60_000,
}, async () => {
  using folder = temporaryFolder();
  const file = (name: string, text: string) => {
    const path = join(folder.path, name);
    writeFileSync(path, text);
    return path;
  };
  const before = file("before.jsonl", writeResults([result("own", QUIET), PEER]));
  const after = file("after.jsonl", writeResults([result("own", HALF), PEER]));
  const broken = file("broken.jsonl", '{"case":"made-up"}\n');
  const script = new URL("../../bench/main.ts", import.meta.url);
  const compare = (...files: readonly string[]) =>
    runProcess(...runtimeCommand(script, "compare", ...files), { timeoutMs: 60_000 });
  const [slower, same, wrong] = await Promise.all([
    compare(before, after),
    compare(before, before),
    compare(before, broken),
  ]);
  assert.equal(slower.code, 1, slower.output);
  assert.match(slower.stdout, /^slower /m);
  assert.equal(same.code, 0, same.output);
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /broken\.jsonl:1: the matrix has no case "made-up"/);
});
