/** Fibers of several workers at queues, with more threads than cores. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Convoy } from "../golden/convoy.gen.ts";
import { Weights } from "../golden/weights.gen.ts";
import { runWorkers } from "../support/workers.ts";
import type { ConvoyTask } from "./convoy-worker.ts";

const PUSHERS = 2;
const WORKERS = 3;
const COUNT = 300;
/** Of each worker; those that the host waits for take a record more. */
const FIBERS = 6;

test("each item passes through a fiber of one of three workers, once", async () => {
  const [from, to] = [Weights.create(), Weights.create()];
  const left = new SharedArrayBuffer(8);
  new Int32Array(left).set([PUSHERS, WORKERS]);
  const common = {
    queues: [from.handle, to.handle],
    count: COUNT,
    loom: Convoy.create().handle,
    fibers: FIBERS,
    left,
  } as const;
  const kinds: readonly ConvoyTask["kind"][] = [
    ...Array.from({ length: PUSHERS }, () => "pusher" as const),
    ...Array.from({ length: WORKERS }, () => "worker" as const),
    "popper",
  ];
  const results = await runWorkers({
    script: new URL("./convoy-worker.ts", import.meta.url),
    workers: kinds.length,
    data: (k): ConvoyTask => ({ ...common, kind: kinds[k] ?? "popper", first: k * COUNT }),
    timeoutMs: 60_000,
  });
  const items = results.at(-1) as readonly number[];
  const passed = results.slice(PUSHERS, PUSHERS + WORKERS) as readonly (readonly number[])[];
  assert.deepEqual(passed.map(({ length }) => length), [FIBERS, FIBERS, FIBERS]);
  assert.equal(passed.flat().reduce((sum, one) => sum + one), PUSHERS * COUNT);
  const all = Array.from({ length: PUSHERS * COUNT }, (_, k) => k);
  assert.deepEqual(items.toSorted((a, b) => a - b), all);
});
