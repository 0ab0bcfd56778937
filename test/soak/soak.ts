/** Fibers at random for a while, with threads that post to them; then everything has to be back in its place. */
import assert from "node:assert/strict";
import { Echoes } from "../golden/echoes.gen.ts";
import { Requests } from "../golden/requests.gen.ts";
import { Soak } from "../golden/soak.gen.ts";
import { runWorkers } from "../support/workers.ts";
import { KINDS } from "./ledger.ts";
import type { SoakReport, SoakTask } from "./worker.ts";

/** More threads than cores. */
const POSTERS = 2;
const ECHOES = 2;

/** What the end may take: the longest waits of fibers, on a busy machine. */
const END_MS = 60_000;

/** The heap may be so much larger at the end than after the first quarter: the host's own doings. */
const SLACK_BYTES = 4 * 2 ** 20;

const BATONS = 256;

export async function soak(seconds: number, seed: number): Promise<string> {
  const loom = Soak.create();
  const common = {
    loom: loom.handle,
    requests: Requests.create().handle,
    out: Echoes.create().handle,
    back: Echoes.create().handle,
    seconds,
  };
  const kinds = ["loom", ...Array(POSTERS).fill("poster"), ...Array(ECHOES).fill("echo")];
  const results = await runWorkers({
    script: new URL("./worker.ts", import.meta.url),
    workers: kinds.length,
    data: (k): SoakTask => ({ ...common, kind: kinds[k], seed: seed + k }),
    timeoutMs: seconds * 1_000 + END_MS,
  });
  const report = results[0] as SoakReport;
  const others = results.slice(1) as number[];
  check(report, others);
  const counts = KINDS.map((kind, k) => `${report.ended[k]} ${kind}`).join(", ");
  const posts = others.slice(0, POSTERS).reduce((a, b) => a + b);
  const heap = report.heap.map((bytes) => (bytes / 2 ** 20).toFixed(1)).join(" ");
  return `seed ${seed}, ${seconds} s: ${report.switches} switches, ${posts} posts from other threads; ` +
    `${counts}; heap at least, by eighths, MiB: ${heap}`;
}

function check(report: SoakReport, others: readonly number[]): void {
  assert.deepEqual(report.faults, []);
  assert.deepEqual(report.failures, []);
  assert.equal(report.alive, 0);
  assert.deepEqual(report.ended, report.begun, "every fiber that has begun has ended");
  for (const [k, kind] of KINDS.entries()) assert.ok((report.ended[k] ?? 0) > 0, `no ${kind}`);
  assert.equal(report.batons, BATONS, "every baton was given back");
  assert.equal(report.spawned, 4096, "there is room for as many fibers as before");
  const echoes = others.slice(POSTERS).reduce((a, b) => a + b, 0);
  assert.equal(echoes, report.ended[KINDS.indexOf("echoes")], "what was sent came back once");
  const early = report.heap[2] ?? Infinity;
  const late = report.heap.at(-1) ?? 0;
  assert.ok(late < early + SLACK_BYTES, `the heap grew from ${early} to ${late} bytes`);
}
