import assert from "node:assert/strict";
import { test } from "node:test";
import { simulateExchange } from "../../examples/market-replay/simulated-exchange.ts";
import { CHECKED, keepInProcess, take } from "./in-process.ts";

const MESSAGES = 20_000;

test("the same seed gives the same session, another seed another one", () => {
  const text = (seed: number) =>
    [...take(simulateExchange(seed), 2000)].map((message) => message.text).join("\n");
  assert.equal(text(7), text(7));
  assert.notEqual(text(7), text(8));
});

test("the session has snapshots, removals, levels sent again and updates of both sides", () => {
  const texts = [...take(simulateExchange(3), MESSAGES)].map(({ text }) => text);
  for (
    const expected of [
      /"as":/,
      /"0\.00000000"/,
      /,"r"\]/,
      /"a":.*\},\{"b":/,
      /heartbeat/,
      /"trade"/,
    ]
  ) {
    assert.ok(texts.some((text) => expected.test(text)), String(expected));
  }
});

test("every checksum agrees with a book kept from the text, for several seeds", () => {
  for (const seed of [0, 1, 4294967295]) {
    const messages = [...take(simulateExchange(seed), MESSAGES)];
    const { checksums, misplaced, books } = keepInProcess(messages);
    assert.equal(checksums.firstFault, undefined);
    assert.equal(checksums.agreed, messages.filter(({ text }) => CHECKED.test(text)).length);
    assert.equal(misplaced, 0);
    for (const { bid, ask } of books) assert.ok(Number(bid) < Number(ask), `${bid} below ${ask}`);
  }
});

test("a size that arrives changed is found by the checksum", () => {
  const report = keepInProcess(take(simulateExchange(1), MESSAGES), (delta) => {
    // The best ask of the first snapshot.
    return delta.ordinal === 1 ? { ...delta, sizeFraction: delta.sizeFraction + 1e7 } : delta;
  });
  assert.ok(report.checksums.disagreed > 0);
  assert.match(report.checksums.firstFault ?? "", /message \d+: the exchange sent checksum/);
});

test("a record that does not arrive is found by its successor", () => {
  const report = keepInProcess(
    take(simulateExchange(1), MESSAGES),
    (delta) => delta.ordinal === 5000 ? undefined : delta,
  );
  assert.ok(report.misplaced > 0);
});
