/** What fibers do in one thread: order, results, errors, waiting, pools. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CapacityError, type FiberFailure, type FiberStall, Weave } from "../golden/weave.gen.ts";
import { withTimeout } from "../support/time.ts";

/** No test should come near this. */
const LIMIT_MS = 20_000;

/** Nothing fails unnoticed. */
const failures: FiberFailure[] = [];
const onError = (failure: FiberFailure): void => void failures.push(failure);

const run = (loom: Weave): Promise<void> => withTimeout(loom.run({ onError }), LIMIT_MS, "run");

test("a fiber gives its result, to the host and to other fibers", async () => {
  const loom = Weave.create();
  const turns = loom.joinAsync(loom.spawnTurns(100));
  const parent = loom.joinAsync(loom.spawnParent(10));
  const wide = loom.joinAsync(loom.spawnWide(0.5, 2 ** 40, 7));
  await run(loom);
  assert.equal(await turns, 4950);
  assert.equal(await parent, 120);
  assert.equal(await wide, 2 ** 40 + 7.5);
  assert.equal(loom.alive, 0);
  assert.equal(loom.ready, 0);
});

test("fibers take turns in the order in which they were spawned", () => {
  const loom = Weave.create();
  // More than the ring holds: the list behind it keeps the order.
  const batons = Array.from({ length: 8 }, () => loom.newBaton());
  const ids = Array.from({ length: 20 }, (_, k) => loom.spawnTurns(k % 3));
  assert.equal(loom.ready, 20);
  for (let k = 0; k < 8; k++) loom.spawnRelay(batons[k]!, batons[(k + 1) % 8]!);
  loom.post(batons[0]!);
  while (loom.alive > 0) loom.turn();
  assert.ok(batons.every((baton) => loom.tryWait(baton)));
  assert.equal(new Set(ids).size, 20);
  // Each relay finds its baton posted by the one before it: nobody parks.
  assert.equal(loom.switches, 20 + 19 + 8);
});

test("a fiber that ended can be joined, until its record is needed", async () => {
  const loom = Weave.create();
  const first = loom.spawnTurns(3);
  while (loom.alive > 0) loom.turn();
  assert.equal(await loom.joinAsync(first), 3);
  for (let k = 0; k < 40; k++) {
    loom.spawnTurns(1);
    loom.turn();
  }
  assert.throws(() => loom.joinAsync(first), /not the id of a fiber/);
  assert.throws(() => loom.joinAsync(0), RangeError);
  assert.throws(() => loom.joinAsync(-1), RangeError);
});

test("an error ends its fiber, reaches those that join it, and else is reported with its line", async () => {
  const loom = Weave.create();
  const seen: FiberFailure[] = [];
  loom.listen({ onError: (failure) => seen.push(failure) });
  const failing = loom.spawnFailing(1);
  const joiners = [loom.spawnJoiner(failing), loom.spawnJoiner(failing)];
  const results = joiners.map((id) => loom.joinAsync(id));
  const alone = loom.spawnFailing(2);
  while (loom.alive > 0) loom.turn();
  assert.deepEqual(await Promise.all(results), [-1, -1]);
  assert.equal(seen.length, 1);
  const [failure] = seen;
  assert.equal(failure?.fiber, alone);
  assert.equal(failure.name, "failing");
  // The suspension behind which it went on.
  assert.equal(failure.line, 55);
  assert.match(String(failure.error), /failed 2/);
  // Once reported, it can be joined all the same.
  await assert.rejects(loom.joinAsync(alone), /failed 2/);
});

test("an error that the host joins is not reported", async () => {
  const loom = Weave.create();
  const seen: FiberFailure[] = [];
  const joined = loom.joinAsync(loom.spawnFailing(4));
  await withTimeout(loom.run({ onError: (failure) => seen.push(failure) }), LIMIT_MS, "run");
  await assert.rejects(joined, /failed 4/);
  assert.deepEqual(seen, []);
});

test("sleeping fibers wake in time, never early", async () => {
  const loom = Weave.create();
  const times = [30, 1, 70, 5, 0, 64, 65, 12.5];
  const slept = times.map((ms) => loom.joinAsync(loom.spawnSleeper(ms)));
  const from = performance.now();
  await run(loom);
  assert.ok(performance.now() - from >= 70);
  for (const [k, ms] of times.entries()) assert.ok(await slept[k]! >= ms, `${ms}`);
  assert.throws(() => loom.startTimer(0, -1), /-1 ms/);
  assert.throws(() => loom.startTimer(0, 2 ** 31), /24.8 days/);
});

test("a timed wait ends by the post or by the time, whichever is first", async () => {
  const loom = Weave.create();
  const [early, never, posted] = [loom.newBaton(), loom.newBaton(), loom.newBaton()];
  const inTime = loom.joinAsync(loom.spawnTimed(early, 5_000));
  const late = loom.joinAsync(loom.spawnTimed(never, 20));
  loom.post(posted);
  const before = loom.joinAsync(loom.spawnTimed(posted, 0));
  const timer = setTimeout(() => loom.post(early), 10);
  const from = performance.now();
  await run(loom);
  clearTimeout(timer);
  assert.ok(performance.now() - from < 4_000);
  assert.deepEqual(await Promise.all([inTime, late, before]), [1, 0, 1]);
  // What ran out of time begins anew by reset.
  loom.spawnRelay(never, early);
  const seen: FiberFailure[] = [];
  await loom.run({ onError: (failure) => seen.push(failure) });
  assert.match(String(seen[0]?.error), /timed out: reset\(\)/);
  loom.reset(never);
  loom.spawnRelay(never, early);
  loom.post(never);
  await run(loom);
});

test("batons take one waiter, refuse misuse and can be given back", async () => {
  const loom = Weave.create();
  const batons = Array.from({ length: 8 }, () => loom.newBaton());
  assert.throws(() => loom.newBaton(), CapacityError);
  const [baton, other] = batons as [number, number];
  loom.spawnRelay(baton, other);
  loom.spawnRelay(baton, other);
  const seen: FiberFailure[] = [];
  loom.listen({ onError: (failure) => seen.push(failure) });
  // A turn may end between the two: its budget is time.
  while (loom.ready > 0) loom.turn();
  assert.match(String(seen[0]?.error), /has a waiter/);
  assert.throws(() => loom.reset(baton), /has a waiter/);
  assert.throws(() => loom.freeBaton(baton), /has a waiter/);
  assert.throws(() => loom.wait(baton, 0), /has a waiter/);
  loom.post(baton);
  loom.post(baton);
  while (loom.alive > 0) loom.turn();
  assert.equal(loom.tryWait(other), true);
  loom.freeBaton(baton);
  assert.throws(() => loom.post(baton), /given back/);
  assert.throws(() => loom.post(8), /0 to 7/);
  assert.equal(loom.newBaton(), baton);
  assert.equal(loom.tryWait(baton), false);
  assert.equal(loom.wait(baton, 5), false);
  assert.equal(await loom.waitAsync(other), true);
});

test("a select ends by any of its batons or by its time, and loses no post to the others", async () => {
  const loom = Weave.create();
  const batons = Array.from({ length: 8 }, () => loom.newBaton());
  const [a, b, c, late] = batons as [number, number, number, number];
  const sum = loom.joinAsync(loom.spawnChooser(200, a, b, c));
  loom.post(c);
  while (loom.ready > 0) loom.turn();
  assert.equal(loom.parked, 1);
  assert.throws(() => loom.reset(a), /has a waiter/);
  assert.throws(() => loom.freeBaton(b), /has a waiter/);
  assert.throws(() => loom.wait(c, 0), /has a waiter/);
  // Two at once: one ends the wait, the other is found by the next select.
  loom.post(b);
  loom.post(a);
  while (loom.ready > 0 || loom.tryWait(a) || loom.tryWait(b)) loom.turn();
  // From a fiber of the same loom.
  loom.post(late);
  loom.spawnRelay(late, c);
  const from = performance.now();
  await run(loom);
  assert.ok(performance.now() - from >= 150);
  assert.equal(await sum, 3 + 1 + 2 + 3);
  // Time that is up leaves the batons as they were.
  for (const baton of [a, b, c]) assert.equal(loom.tryWait(baton), false);
  loom.post(b);
  assert.equal(loom.tryWait(b), true);
  loom.reset(b);
  for (const baton of batons) loom.freeBaton(baton);
});

test("a select takes one baton twice, and refuses what has a waiter or is none", async () => {
  const loom = Weave.create();
  const [a, b] = [loom.newBaton(), loom.newBaton()];
  const twice = loom.joinAsync(loom.spawnChooser(5, a, b, b));
  loom.post(b);
  await run(loom);
  assert.equal(await twice, 2);
  loom.spawnRelay(a, b);
  while (loom.ready > 0) loom.turn();
  for (const third of [a, 8, 5]) {
    const refused = loom.joinAsync(loom.spawnChooser(5, b, b, third));
    while (loom.ready > 0) loom.turn();
    await assert.rejects(refused, third === 8 ? /0 to 7/ : /has a waiter|given back/);
    // It waits for none then.
    loom.reset(b);
  }
  loom.post(a);
  await run(loom);
});

test("waiting in the event loop: posted, too late, given up", async () => {
  const loom = Weave.create();
  const [a, b, c] = [loom.newBaton(), loom.newBaton(), loom.newBaton()];
  const posted = loom.waitAsync(a);
  assert.equal(await loom.waitAsync(b, { timeoutMs: 5 }), false);
  const abort = new AbortController();
  const given = loom.waitAsync(c, { signal: abort.signal });
  abort.abort(new Error("enough"));
  await assert.rejects(given, /enough/);
  loom.post(a);
  assert.equal(await withTimeout(posted, LIMIT_MS, "posted"), true);
  for (const baton of [a, b, c]) loom.reset(baton);
  const again = loom.waitAsync(b);
  loom.post(b);
  assert.equal(await withTimeout(again, LIMIT_MS, "again"), true);
});

test("timers repeat without drift, coalesce and end", async () => {
  const loom = Weave.create();
  const [tick, tock] = [loom.newBaton(), loom.newBaton()];
  const from = performance.now();
  const id = loom.startTimer(tick, 10, 10);
  loom.spawnPlayer(tick, tock, 5);
  await run(loom);
  const took = performance.now() - from;
  assert.ok(took >= 50 && took < 5_000, `${took}`);
  assert.equal(loom.cancelTimer(id), true);
  assert.equal(loom.cancelTimer(id), false);
  const ids = Array.from({ length: 4 }, () => loom.startTimer(tick, 60_000));
  assert.throws(() => loom.startTimer(tick, 1), CapacityError);
  for (const timer of ids) assert.equal(loom.cancelTimer(timer), true);
});

test("a mutex excludes across suspensions", () => {
  const loom = Weave.create();
  const [held, broken] = [loom.newBaton(), loom.newBaton()];
  const mutex = loom.newMutex();
  for (let k = 0; k < 6; k++) loom.spawnLocker(mutex, held, broken);
  while (loom.alive > 0) loom.turn();
  assert.equal(loom.tryWait(broken), false);
  assert.throws(() => loom.freeLock(9), RangeError);
  loom.freeLock(mutex);
  assert.throws(() => loom.freeLock(mutex), RangeError);
});

test("a semaphore lets so many in, and a group waits for all", async () => {
  const loom = Weave.create();
  const permits = loom.newSemaphore(2);
  const group = loom.newGroup(6);
  const waits = loom.joinAsync(loom.spawnAll(group));
  const from = performance.now();
  for (let k = 0; k < 6; k++) loom.spawnVisitor(permits, group);
  await run(loom);
  assert.equal(await waits, 0);
  // Three rounds of two.
  assert.ok(performance.now() - from >= 6);
  for (let k = 0; k < 2; k++) loom.newMutex();
  assert.throws(() => loom.newMutex(), CapacityError);
});

test("a source's inbox is bounded, says when to pause and when there is room, and ends", async () => {
  const loom = Weave.create();
  const sum = loom.joinAsync(loom.spawnReceiver(1));
  let next = 1;
  let pauses = 0;
  const feed = (): void => {
    while (next <= 100) {
      if (!loom.deliver(1, next++, 2)) {
        pauses++;
        return;
      }
    }
    loom.closeSource(1);
  };
  setTimeout(feed, 1);
  await withTimeout(loom.run({ onError, onRoom: () => feed() }), LIMIT_MS, "run");
  assert.equal(await sum, 10_100);
  assert.ok(pauses >= 10);
  assert.throws(() => loom.deliver(1, 1), /has ended/);
  loom.openSource(1);
  for (let k = 0; k < 3; k++) assert.equal(loom.deliver(1, k), true);
  assert.equal(loom.deliver(1, 3), false);
  assert.throws(() => loom.deliver(1, 4), CapacityError);
  assert.throws(() => loom.deliver(2, 4), RangeError);
});

test("full pools refuse: records in spawn, frames in their order", async () => {
  const loom = Weave.create();
  // 30 frames for 40 fibers: ten wait for one, and get it when others end.
  const results = Array.from({ length: 40 }, (_, k) => loom.joinAsync(loom.spawnTurns(k + 1)));
  assert.equal(loom.trySpawnTurns(1), -1);
  assert.throws(() => loom.spawnTurns(1), /all 40 fibers are in use; .*weave\.layout\.ts/);
  await run(loom);
  const given = await Promise.all(results);
  given.forEach((sum, k) => assert.equal(sum, k * (k + 1) / 2));
  const crowd = loom.joinAsync(loom.spawnCrowd(60));
  await run(loom);
  assert.equal(await crowd, -1);
  // Arguments that need a frame take it at once.
  for (let k = 0; k < 30; k++) loom.spawnSleeper(1);
  loom.turn();
  assert.equal(loom.trySpawnWide(1, 2, 3), -1);
  assert.throws(() => loom.spawnWide(1, 2, 3), /all 30 small frames/);
  await run(loom);
  assert.equal(loom.capacity, 40);
});

test("one handle runs the loom at a time; it can be handed over", async () => {
  const loom = Weave.create();
  const other = Weave.attach(loom.handle);
  const id = loom.spawnTurns(4);
  assert.throws(() => other.turn(), /another handle runs this loom/);
  assert.throws(() => other.handOver(), /handle that runs/);
  loom.handOver();
  while (other.alive > 0) other.turn();
  assert.equal(await other.joinAsync(id), 6);
  assert.throws(() => loom.spawnTurns(1), /another handle/);
});

test("run ends by stop(), leaves fibers as they are, and goes on", async () => {
  const loom = Weave.create();
  const [baton, other] = [loom.newBaton(), loom.newBaton()];
  loom.spawnRelay(baton, other);
  const running = loom.run({ onError });
  assert.throws(() => void loom.run(), /runs already/);
  setTimeout(() => loom.stop(), 5);
  await withTimeout(running, LIMIT_MS, "stop");
  assert.equal(loom.parked, 1);
  setTimeout(() => loom.post(baton), 5);
  await run(loom);
  assert.equal(loom.tryWait(other), true);
});

test("the host has its turn while fibers are always ready", async () => {
  const loom = Weave.create();
  let ticks = 0;
  const timer = setInterval(() => {
    if (++ticks === 5) loom.stop();
  }, 1);
  loom.spawnTurns(0xffffffff);
  await withTimeout(loom.run({ onError }), LIMIT_MS, "run");
  clearInterval(timer);
  assert.ok(ticks >= 5);
  assert.equal(loom.alive, 1);
});

test("a fiber that keeps the thread is named, with its line and how long", async () => {
  const loom = Weave.create();
  const stalls: FiberStall[] = [];
  const busy = loom.spawnBusy(60);
  loom.spawnTurns(50);
  const onStall = (stall: FiberStall): void => void stalls.push(stall);
  await withTimeout(loom.run({ onError, onStall, stallMs: 30 }), LIMIT_MS, "run");
  const [stall] = stalls.filter(({ fiber }) => fiber === busy);
  assert.equal(stall?.name, "busy");
  assert.equal(stall.line, 142);
  assert.ok(stall.ms >= 30 && stall.ms < 10_000, `${stall.ms}`);
  assert.throws(() => loom.listen({ stallMs: 0 }), RangeError);
});

test("nothing was reported that no test expects", () => {
  assert.deepEqual(failures, []);
});
