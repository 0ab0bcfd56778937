/** A loom of several workers, with more threads than there are cores. */
import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { Band } from "../golden/band.gen.ts";
import { Crew, type FiberStall } from "../golden/crew.gen.ts";
import { withTimeout } from "../support/time.ts";
import { runWorkers } from "../support/workers.ts";
import type { CrewReport, CrewTask } from "./loom-crew-worker.ts";

const script = new URL("./loom-crew-worker.ts", import.meta.url);

const LIMIT_MS = 60_000;

/** A terminated thread of Deno may go on for some 200 ms after its end was reported. */
const STOPPED_MS = process.versions["deno"] === undefined ? 20 : 400;

type How = "blocking" | "events";

/** A loom with fibers that `prepare` starts and that nobody runs yet. */
function crewOf<Result>(prepare: (loom: Crew) => Result): readonly [Crew, Result] {
  const loom = Crew.create();
  const result = prepare(loom);
  loom.handOver();
  return [loom, result];
}

function newBatons(loom: Crew, count: number): void {
  const batons = Array.from({ length: count }, () => loom.newBaton());
  assert.deepEqual(batons, Array.from({ length: count }, (_, k) => k));
}

/** Lets `count` threads run it, with `others` beside them. */
async function runAll(
  { handle }: Crew,
  count: number,
  how: How,
  others: readonly CrewTask[] = [],
): Promise<readonly CrewReport[]> {
  const results = await runWorkers({
    script,
    workers: count + others.length,
    data: (k): CrewTask => others[k - count] ?? { kind: "run", handle, how },
    timeoutMs: LIMIT_MS,
  });
  return results.slice(0, count) as CrewReport[];
}

/** The result that a fiber has left, in the thread of the test. */
async function resultOf(loom: Crew, id: number): Promise<number> {
  loom.turn();
  try {
    return await withTimeout(loom.joinAsync(id), LIMIT_MS, "a join");
  } finally {
    loom.handOver();
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

for (const how of ["blocking", "events"] as const) {
  test(`a tree of fibers is shared out, and every fiber counts once, ${how}`, async () => {
    const [loom, root] = crewOf((crew) => crew.spawnTree(6, 2));
    const reports = await runAll(loom, 4, how);
    assert.equal(await resultOf(loom, root), 2 ** 7 - 1);
    assert.equal(loom.alive, 0);
    assert.deepEqual(reports.map(({ worker }) => worker).sort(), [0, 1, 2, 3]);
    // 64 leaves keep their threads for 2 ms each: those that were given none took some.
    const stolen = reports.map((report) => report.stolen);
    assert.ok(stolen.filter((count) => count > 0).length >= 2, stolen.join());
    assert.ok(sum(stolen) >= 8 && sum(stolen) < 2 ** 9, stolen.join());
  });

  test(`fibers of several workers play ball with threads, ${how}`, async () => {
    const rounds = 100;
    const players = 3;
    const [loom] = crewOf((crew) => {
      newBatons(crew, 2 * players);
      for (let k = 0; k < players; k++) crew.spawnPlayer(2 * k, 2 * k + 1, rounds);
    });
    const { handle } = loom;
    const balls = Array.from({ length: players }, (_, player): CrewTask => ({
      kind: "play",
      handle,
      player,
      rounds,
    }));
    const reports = await runAll(loom, 3, how, balls);
    const switches = sum(reports.map((report) => report.switches));
    assert.ok(switches >= players && switches <= players * (rounds + 1), `${switches}`);
  });

  test(`mutexes, permits and groups hold across workers, ${how}`, async () => {
    const [loom] = crewOf((crew) => {
      newBatons(crew, 3);
      const mutex = crew.newMutex();
      const [permits, group] = [crew.newSemaphore(2), crew.newGroup(30)];
      for (let k = 0; k < 12; k++) crew.spawnLocker(mutex, 0, 1, 20);
      for (let k = 0; k < 30; k++) crew.spawnVisitor(permits, group);
      crew.spawnAll(group, 2);
    });
    await runAll(loom, 4, how);
    assert.equal(loom.alive, 0);
    assert.ok(!loom.tryWait(1), "two fibers held the mutex at once");
    assert.ok(loom.tryWait(2), "the group was not waited for");
  });

  test(`limits and posts meet in any worker, ${how}`, async () => {
    const times = 40;
    const [loom, ids] = crewOf((crew) => {
      newBatons(crew, 8);
      const hits = [0, 1, 2, 3].map((baton) => crew.spawnTimed(baton, 1, times));
      for (let baton = 0; baton < 4; baton++) crew.spawnPoster(baton, 20_000);
      return hits;
    });
    const reports = await runAll(loom, 3, how);
    assert.ok(reports.every(({ failures }) => failures.length === 0));
    for (const id of ids) {
      const hits = await resultOf(loom, id);
      assert.ok(hits > 0 && hits <= times, `${hits} of ${times}`);
    }
  });

  test(`a select takes posts of all workers, ${how}`, async () => {
    const [loom, ids] = crewOf((crew) => {
      newBatons(crew, 6);
      const sums = [crew.spawnChooser(50, 0, 1, 2), crew.spawnChooser(50, 3, 4, 5)];
      for (let baton = 0; baton < 6; baton++) crew.spawnPoster(baton, 500);
      return sums;
    });
    const reports = await runAll(loom, 3, how);
    assert.deepEqual(reports.flatMap(({ failures }) => failures), []);
    for (const id of ids) {
      const places = await resultOf(loom, id);
      // Each baton was posted at least once behind the last reset of it.
      assert.ok(places >= 1 + 2 + 3 && places <= 500 * (1 + 2 + 3), `${places}`);
    }
  });

  test(`errors are told once, where they were thrown, ${how}`, async () => {
    const count = 20;
    const [loom, ids] = crewOf((crew) =>
      Array.from({ length: count }, (_, code) => crew.spawnJoiner(crew.spawnFailing(code)))
    );
    const reports = await runAll(loom, 3, how);
    const failures = reports.flatMap((report) => {
      assert.ok(report.failures.every((text) => text.startsWith(`${report.worker} failing`)));
      return report.failures.map((text) => Number(text.split(" failed ")[1]));
    });
    assert.deepEqual(failures.sort((a, b) => a - b), Array.from({ length: count }, (_, k) => k));
    for (const id of ids) assert.equal(await resultOf(loom, id), -1);
  });
}

test("without stealing, fibers stay where they were started", async () => {
  const band = Band.create();
  for (let k = 0; k < 8; k++) band.spawnWork(2, 3);
  band.handOver();
  const { handle } = band;
  const reports = await runWorkers({
    script,
    workers: 2,
    data: (): CrewTask => ({ kind: "band", handle }),
    timeoutMs: LIMIT_MS,
  }) as CrewReport[];
  const switches = reports.sort((a, b) => a.worker - b.worker).map((report) => report.switches);
  assert.deepEqual(switches, [8 * 4, 0]);
});

test("another thread sees which worker a fiber keeps", async () => {
  const [loom] = crewOf((crew) => crew.spawnBusy(600, 1));
  const stalls: FiberStall[] = [];
  const end = loom.watch(50, (stall) => stalls.push(stall));
  await runAll(loom, 2, "blocking").finally(end);
  const [stall] = stalls;
  assert.equal(stall?.name, "busy");
  assert.ok(stall.worker === 0 || stall.worker === 1);
  assert.ok(stall.ms >= 50, `${stall.ms}`);
});

test("what lies in the deque of a worker that has died is taken by the others", async () => {
  const [loom, ids] = crewOf((crew) => {
    newBatons(crew, 1);
    crew.spawnHog(0);
    // These lie behind it when it runs.
    return Array.from({ length: 12 }, () => crew.spawnTree(0, 1));
  });
  const task: CrewTask = { kind: "run", handle: loom.handle, how: "blocking" };
  const barrier = new SharedArrayBuffer(4);
  Atomics.store(new Int32Array(barrier), 0, 1);
  const victim = new Worker(script, { workerData: { barrier, data: task } });
  victim.unref();
  assert.ok(await loom.waitAsync(0, { timeoutMs: LIMIT_MS }));
  await withTimeout(victim.terminate(), LIMIT_MS, "the end of a thread");
  await new Promise((resolve) => setTimeout(resolve, STOPPED_MS));

  const others = runAll(loom, 2, "blocking");
  others.catch(() => {});
  const deadlineMs = performance.now() + LIMIT_MS;
  // The hog is lost.
  while (loom.alive > 1) {
    assert.ok(performance.now() < deadlineMs, `${loom.alive} fibers are left`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  loom.stop();
  const reports = await others;
  assert.ok(sum(reports.map(({ stolen }) => stolen)) >= ids.length);
  for (const id of ids) assert.equal(await resultOf(loom, id), 1);
});
