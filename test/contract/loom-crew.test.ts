/** A loom of several workers, one of which is there: what its handle promises. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Band } from "../golden/band.gen.ts";
import { CapacityError, Crew, FiberError, type FiberFailure } from "../golden/crew.gen.ts";

const FIBERS = 200;

test("one worker alone does what all do", async () => {
  const loom = Crew.create();
  const batons = Array.from({ length: 6 }, () => loom.newBaton());
  assert.equal(new Set(batons).size, 6);
  const [a = 0, b = 0, c = 0, d = 0, held = 0, broken = 0] = batons;
  const mutex = loom.newMutex();
  const ids = [
    loom.spawnTree(3, 0),
    loom.spawnTimed(a, 1, 2),
    loom.spawnChooser(20, b, c, d),
    loom.spawnReceiver(0),
    loom.spawnWide(1, 2, 3),
  ];
  for (let k = 0; k < 3; k++) loom.spawnLocker(mutex, held, broken, 4);
  loom.spawnPinned(0, 3);
  const results = Promise.all(ids.map((id) => loom.joinAsync(id)));
  assert.equal(loom.worker, 0);
  loom.deliver(0, 3, 2);
  loom.deliver(0, 5, 4);
  setTimeout(() => loom.closeSource(0), 5);
  setTimeout(() => loom.post(c), 5);
  await loom.run();
  assert.deepEqual(await results, [15, 0, 2, 26, 6]);
  assert.ok(!loom.tryWait(broken));
  assert.deepEqual([loom.alive, loom.ready, loom.stolen], [0, 0, 0]);
});

test("who joins a fiber that failed learns where, and the error goes to the worker", async () => {
  const loom = Crew.create();
  const failures: FiberFailure[] = [];
  const id = loom.spawnFailing(7);
  const joined = loom.spawnJoiner(id);
  const result = loom.joinAsync(joined);
  const failure = loom.joinAsync(id);
  failure.catch(() => {});
  await loom.run({ onError: (one) => failures.push(one) });
  assert.equal(await result, -1);
  await assert.rejects(failure, (error) => {
    assert.ok(error instanceof FiberError);
    assert.equal(error.worker, 0);
    assert.match(error.message, /failed in failing, crew\.layout\.ts:\d+, in worker 0/);
    return true;
  });
  assert.deepEqual(failures.map(({ worker, fiber, name }) => [worker, fiber, name]), [
    [0, id, "failing"],
  ]);
  assert.equal((failures[0]?.error as Error).message, "failed 7");
});

test("run ends behind the last join, however short its turns are", async () => {
  const loom = Crew.create();
  const joined = loom.joinAsync(loom.spawnWide(1, 2, 3));
  // Each turn resumes one: a turn comes between the fiber's end and the word of it.
  await loom.run({ budgetMs: Number.MIN_VALUE, onStall: () => {} });
  assert.equal(loom.ready, 0);
  assert.equal(await joined, 6);
});

test("records are kept for those who join later, until they are needed", async () => {
  const loom = Crew.create();
  const first = loom.spawnWide(1, 1, 1);
  loom.runBlocking();
  for (let k = 1; k < FIBERS; k++) loom.spawnWide(k, 0, 0);
  assert.equal(loom.alive, FIBERS - 1);
  // The last record is that of the first fiber, whose result nobody has asked for.
  const last = loom.spawnWide(2, 2, 2);
  assert.throws(() => loom.spawnWide(0, 0, 0), CapacityError);
  assert.equal(loom.trySpawnWide(0, 0, 0), -1);
  loom.runBlocking();
  assert.equal(await loom.joinAsync(last), 6);
  assert.throws(() => loom.joinAsync(last), RangeError);
  assert.throws(() => loom.joinAsync(first), RangeError);
  assert.equal(loom.alive, 0);
});

test("each handle is another worker, until there are none left", () => {
  const loom = Band.create();
  const [second, third] = [Band.attach(loom.handle), Band.attach(loom.handle)];
  loom.turn();
  second.turn();
  assert.deepEqual([loom.worker, second.worker, third.worker], [0, 1, -1]);
  assert.throws(() => third.turn(), /all 2 workers are other handles/);
  loom.handOver();
  third.turn();
  assert.equal(third.worker, 0);
});

test("a timer belongs to the worker that started it", async () => {
  const loom = Crew.create();
  const other = Crew.attach(loom.handle);
  loom.turn();
  other.turn();
  const baton = loom.newBaton();
  const timer = loom.startTimer(baton, 1);
  assert.equal(other.cancelTimer(timer), false);
  assert.equal(loom.cancelTimer(timer), true);
  loom.startTimer(baton, 1);
  loom.spawnTimed(baton, 10_000, 1);
  await loom.run();
  assert.equal(loom.alive, 0);
});
