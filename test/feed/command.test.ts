import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { parseArguments } from "../../examples/market-replay/options.ts";
import type { ReplaySummary } from "../../examples/market-replay/report/totals.ts";
import { simulateExchange } from "../../examples/market-replay/exchange/simulated-exchange.ts";
import { take } from "./in-process.ts";

const MAIN = fileURLToPath(new URL("../../examples/market-replay/main.ts", import.meta.url));
/** A run takes about a second. */
const LIMIT_MS = 60_000;

function run(...args: string[]) {
  const runtimeArgs = process.versions["deno"] === undefined ? [MAIN] : ["run", "-A", MAIN];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...runtimeArgs, ...args], {
    encoding: "utf8",
    timeout: LIMIT_MS,
  });
  return { status, stdout, stderr };
}

/** A simulated session as a recording of 300 messages, with its lines changed by `edit`. */
function withRecording(edit: (lines: string[]) => void, action: (path: string) => void): void {
  const lines = [...take(simulateExchange(1), 300)].map(({ text }, index) => `${index}.5: ${text}`);
  edit(lines);
  const folder = mkdtempSync(join(tmpdir(), "market-replay-"));
  try {
    const path = join(folder, "session");
    writeFileSync(path, lines.join("\n"));
    action(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("the simulated exchange replays with exit code 0 and a summary", () => {
  const { status, stdout } = run("--messages", "1000", "--seed", "5", "--kill", "connection");
  assert.equal(status, 0);
  assert.match(
    stdout,
    /^simulated exchange, seed 5 · 4 feeds · 2 feed threads · 2 book threads · /,
  );
  assert.match(stdout, /^feed thread 1: (on core \d|.* )/m);
  assert.match(
    stdout,
    /^ +[\d.]+ s {2}feed \d: the connection is lost; it goes on behind message/m,
  );
  assert.match(stdout, /^12 faults of the exchange, 12 connections lost and made anew, 0 threads/m);
  assert.match(stdout, /checksums +[\d,]+ +of [\d,]+ agreed\n/);
  assert.match(stdout, /lost +0\n/);
  assert.match(stdout, /history +[\d,]+ +of [\d,]+ read, [\d,]+ while it grew\n/);
  assert.match(stdout, /: best ask above best bid, [\d.]+ s\n/);
  assert.match(stdout, /XBT\/USD +\d +\d +\d+\.\d{5} +\d+\.\d{5} +[\d,]+ +[\d,]+\n/);
});

test("--json prints the summary as JSON and nothing else", () => {
  const { status, stdout } = run("--messages", "500", "--feeds", "3", "--books", "3", "--json");
  assert.equal(status, 0);
  const summary: ReplaySummary = JSON.parse(stdout);
  assert.equal(summary.messages, 1500);
  assert.equal(summary.bookThreads, 3);
  assert.equal(summary.ok, true);
});

test("a recording replays; a changed one exits with 1", () => {
  withRecording(() => {}, (path) => assert.equal(run("--capture", path).status, 0));
  const removeSome = (lines: string[]) => void lines.splice(100, 10);
  withRecording(removeSome, (path) => {
    const { status, stdout } = run("--capture", path);
    assert.equal(status, 1);
    assert.match(stdout, /DISAGREED/);
    assert.match(stdout, /first fault: message \d+: the exchange sent checksum \d+/);
  });
});

test("bad input exits with 2 and names the line, or the file", () => {
  withRecording((lines) => void lines.splice(41, 1, "1.5: [1,"), (path) => {
    const { status, stderr } = run("--capture", path);
    assert.match(stderr, /session:42: the message is not JSON/);
    assert.equal(status, 2);
  });
  const { status, stderr } = run("--capture", join(tmpdir(), "no-such-session"));
  assert.match(stderr, /cannot read the recording .*no-such-session/);
  assert.equal(status, 2);
});

test("what is to be killed is a list without doubles", () => {
  const { kill } = parseArguments(["--kill", "worker", "--kill", "feed", "--kill", "silence"]);
  assert.deepEqual(kill, ["feed", "books", "silence"]);
});

test("wrong usage exits with 2", () => {
  const { status, stderr } = run("--books", "0");
  assert.equal(status, 2);
  assert.match(stderr, /--books 0: expected a whole number from 1 to 4/);
  const cases: [string[], RegExp][] = [
    [["--huh"], /--huh/],
    [["--seconds", "x"], /expected a number above 0/],
    [["--seconds", "1", "--messages", "1"], /exclude each other/],
    [["--feeds", "1", "--capture", "x"], /each capture is a feed/],
    [["--feeds", "17"], /--feeds 17: expected a whole number from 1 to 16/],
    [["--threads", "0"], /--threads 0/],
    [["--kill", "everything"], /--kill everything: expected one of connection, silence, feed, /],
  ];
  for (const [args, message] of cases) {
    assert.throws(() => parseArguments(args), { name: "InputError", message });
  }
});
