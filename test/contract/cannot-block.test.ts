/** A thread that may not sleep, as the main thread of a page: what would have to throws, and nothing has happened. */
import assert from "node:assert/strict";
import { test } from "node:test";

/** A module of its own, which finds out when it is loaded whether it may sleep. */
async function load<Module>(name: string): Promise<Module> {
  return await import(new URL(`../golden/${name}.gen.ts?cannot-block`, import.meta.url).href);
}

const wait = Atomics.wait;
Atomics.wait = () => {
  throw new TypeError("planted");
};
const [{ Parcels }, { Desk }, { Settings }, { Band }, { Carrier }] = await Promise.all([
  load<typeof import("../golden/parcels.gen.ts")>("parcels"),
  load<typeof import("../golden/desk.gen.ts")>("desk"),
  load<typeof import("../golden/settings.gen.ts")>("settings"),
  load<typeof import("../golden/band.gen.ts")>("band"),
  load<typeof import("../golden/carrier.gen.ts")>("carrier"),
]).finally(() => {
  Atomics.wait = wait;
});

/** The error names the operation, and what to do instead. */
function refused(operation: string, remedy: string) {
  return new RegExp(`^TypeError: \\w+\\.${operation}: the host forbids .*; use ${remedy}$`);
}

test("a queue", () => {
  const queue = Parcels.create();
  assert.throws(() => queue.pop(), refused("pop", "popAsync"));
  assert.throws(() => queue.pop(undefined, 1000), refused("pop", "popAsync"));
  assert.equal(queue.pop(undefined, 0), undefined);
  const slots = [queue.claim(), queue.claim()];
  for (const slot of slots) queue.commit(slot);
  const parcel = queue.tryPop();
  assert.ok(parcel !== undefined);
  assert.equal(queue.push(parcel), true);
  assert.throws(() => queue.push(parcel), refused("push", "pushAsync"));
  assert.equal(queue.push(parcel, 0), false);
  assert.equal(queue.size, 2);
  queue.close();
  while (queue.pop() !== undefined);
});

test("a cubby, in whose line nobody is left", () => {
  const cubby = Desk.create();
  for (let k = 0; k < 3; k++) assert.throws(() => cubby.pop(), refused("pop", "popAsync"));
  assert.equal(cubby.push(1), true);
  for (let k = 0; k < 3; k++) assert.throws(() => cubby.push(2), refused("push", "pushAsync"));
  assert.deepEqual([cubby.size, cubby.pressure], [1, 1]);
  assert.equal(cubby.pop(), 1);
  cubby.close();
  assert.equal(cubby.pop(), undefined);
});

test("a field of a record", () => {
  const settings = Settings.create();
  assert.equal(settings.waitCount(1), true);
  assert.equal(settings.waitCount(0, 0), false);
  assert.throws(() => settings.waitCount(0), refused("waitCount", "awaitCount"));
});

test("a loom, whose baton can be waited for afterwards", async () => {
  for (const loom of [Band.create(), Carrier.create()]) {
    // Nothing to sleep for.
    loom.runBlocking();
  }
  const loom = Band.create();
  const baton = loom.newBaton();
  assert.throws(() => loom.wait(baton), refused("wait", "waitAsync"));
  const hit = loom.spawnHit(baton, 60_000);
  const joined = loom.joinAsync(hit);
  assert.throws(() => loom.runBlocking(), refused("runBlocking", "run"));
  loom.post(baton);
  await loom.run();
  assert.equal(await joined, 1);
});
