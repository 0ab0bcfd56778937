import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { platform } from "node:os";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { type Pinned, pinThread } from "../../templates/loom-host/pin.ts";
import { withTimeout } from "../support/time.ts";

const LIMIT_MS = 20_000;

interface Found {
  readonly pinned: Pinned;
  readonly cores: string;
}

/** What a worker thread finds that pins itself to `core`. */
async function pinWorker(core: number): Promise<Found> {
  const worker = new Worker(new URL("./pin-worker.ts", import.meta.url), { workerData: core });
  const found = new Promise<Found>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  return await withTimeout(found, LIMIT_MS, "the worker").finally(() => worker.terminate());
}

function isLinux(): boolean {
  if (platform() === "linux") return true;
  console.log(`SKIPPED: reading the mask of cores back needs Linux, this is ${platform()}`);
  return false;
}

test("a worker pins itself to each of the first two cores, and no other thread", async () => {
  if (!isLinux()) return;
  const ours = () =>
    /^Cpus_allowed_list:.*$/m.exec(readFileSync("/proc/thread-self/status", "utf8"));
  const before = ours()?.[0];
  for (const core of [0, 1]) {
    const { pinned, cores } = await pinWorker(core);
    if (!pinned.pinned) {
      console.log(`SKIPPED: core ${core}: ${pinned.reason}`);
      continue;
    }
    assert.deepEqual({ pinned, cores }, { pinned: { pinned: true, core }, cores: String(core) });
  }
  assert.equal(ours()?.[0], before);
});

test("a core that this machine does not have is an answer with a reason", async () => {
  const { pinned } = await pinWorker(1023);
  assert.ok(!pinned.pinned);
  assert.match(pinned.reason, /1023|no call that pins|no usable foreign-function interface/);
});

test("what is no core number is refused", async () => {
  for (const core of [-1, 0.5, 1024, NaN]) {
    await assert.rejects(pinThread(core), { name: "RangeError", message: /from 0 to 1023/ });
  }
});
