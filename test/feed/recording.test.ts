import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openRecording, parseLine } from "../../examples/market-replay/exchange/recording.ts";

test("a received line gives its message, other lines none", () => {
  assert.equal(parseLine('1618678132.82: {"event":"heartbeat"}'), '{"event":"heartbeat"}');
  assert.equal(parseLine("wss://ws.example.com <-> 1618678132.38"), undefined);
  assert.equal(parseLine('wss://ws.example.com <- 1618678132.82: {"event":"x"}'), undefined);
  assert.equal(parseLine(""), undefined);
});

test("a line of another format is rejected and quoted", () => {
  for (const line of ["hello", '{"event":"heartbeat"}', "12.5 {}", "1.5:", "wss://x 1.5"]) {
    assert.throws(() => parseLine(line), {
      name: "InputError",
      message: /expected `TIME: MESSAGE`/,
    });
  }
});

test("messages come with their line, also across chunks and without a last line feed", () => {
  inFile(
    (path) => {
      const long = "é".repeat(1_500_000);
      writeFileSync(path, `wss://x <-> 1.5\r\n1.5: a\r\n\r\n2.5: ${long}\n3.5: c`);
      const recording = openRecording(path);
      const messages = [...recording];
      assert.deepEqual(messages.map(({ line }) => line), [2, 4, 5]);
      assert.deepEqual(messages.map(({ text }) => text), ["a", long, "c"]);
    },
  );
});

test("a wrong line is named with file and line", () => {
  inFile((path) => {
    writeFileSync(path, "1.5: a\nnonsense\n");
    assert.throws(() => [...openRecording(path)], {
      name: "InputError",
      message: /session:2: expected `TIME: MESSAGE`.*"nonsense"/,
    });
  });
});

test("a missing, an empty and an unreadable recording are rejected", () => {
  inFile((path) => {
    assert.throws(() => openRecording(path), { name: "InputError", message: /cannot read/ });
    assert.throws(() => openRecording(tmpdir()), { name: "InputError", message: /not a file/ });
    writeFileSync(path, "");
    assert.throws(() => openRecording(path), { name: "InputError", message: /is empty/ });
  });
});

function inFile(action: (path: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "market-replay-"));
  try {
    action(join(folder, "session"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
