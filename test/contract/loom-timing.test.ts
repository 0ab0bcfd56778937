/** The two ways to tell the time to fibers, behind one interface: a wheel, and the host's timers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { generateFiles } from "../support/generated.ts";
import { withTimeout } from "../support/time.ts";

const LIMIT_MS = 20_000;

const specOf = (timing: string): string => `
import type { bool, f64, Fiber, i32, Loom, u32 } from "amph-gen/spec";
export type Timing = Loom<{ fibers: 2048; batons: 2048; timers: 1024; timing: "${timing}" }>;
/** Gives how long it slept. */
export function* sleeper(self: Timing, ms: f64): Fiber<f64> {
  const from: f64 = self.now();
  yield* self.sleep(ms);
  return self.now() - from;
}
export function* limited(self: Timing, baton: u32, ms: f64): Fiber<bool> {
  return yield* self.timedWait(baton, ms);
}
export function* chooser(self: Timing, ms: f64, a: u32, b: u32): Fiber<i32> {
  return yield* self.select(ms, a, b);
}
/** Waits for a baton \`count\` times. */
export function* ticker(self: Timing, baton: u32, count: u32): Fiber<u32> {
  let done: u32 = 0;
  while (done < count) {
    yield* self.wait(baton);
    self.reset(baton);
    done++;
  }
  return done;
}
`;

/** What the tests use of the emitted class. */
interface Timing {
  readonly alive: number;
  readonly parked: number;
  spawnSleeper(ms: number): number;
  spawnLimited(baton: number, ms: number): number;
  spawnChooser(ms: number, a: number, b: number): number;
  spawnTicker(baton: number, count: number): number;
  newBaton(): number;
  post(baton: number): void;
  tryWait(baton: number): boolean;
  startTimer(baton: number, delayMs: number, everyMs?: number): number;
  cancelTimer(id: number): boolean;
  joinAsync(id: number): Promise<number>;
  run(): Promise<void>;
  runBlocking(): void;
  turn(): number;
  handOver(): void;
}

for (const timing of ["wheel", "host"]) {
  const [path] = await generateFiles(specOf(timing));
  const { Timing }: { readonly Timing: { create(): Timing } } = await import(
    pathToFileURL(path ?? "").href
  );
  const run = (loom: Timing) => withTimeout(loom.run(), LIMIT_MS, "run");

  test(`a sleeper never wakes early: ${timing}`, async () => {
    const loom = Timing.create();
    const delays = Array.from({ length: 200 }, (_, k) => k % 40 + k % 3 / 4);
    const slept = Promise.all(delays.map((ms) => loom.joinAsync(loom.spawnSleeper(ms))));
    await run(loom);
    (await slept).forEach((ms, k) => assert.ok(ms >= (delays[k] ?? 0), `${ms} of ${delays[k]}`));
  });

  test(`sleepers wake in the order of their times: ${timing}`, async () => {
    const loom = Timing.create();
    const order: number[] = [];
    const delays = [45, 5, 30, 15];
    const all = delays.map(async (ms) => {
      await loom.joinAsync(loom.spawnSleeper(ms));
      order.push(ms);
    });
    await run(loom);
    await Promise.all(all);
    assert.deepEqual(order, [5, 15, 30, 45]);
  });

  test(`a limit ends a wait, and a post comes before it or not: ${timing}`, async () => {
    const loom = Timing.create();
    const [late, early, ...others] = [1, 2, 3, 4, 5].map(() => loom.newBaton()) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const results = Promise.all([
      loom.joinAsync(loom.spawnLimited(late, 10)),
      loom.joinAsync(loom.spawnLimited(early, 60_000)),
      loom.joinAsync(loom.spawnLimited(others[0], Infinity)),
      loom.joinAsync(loom.spawnChooser(10, others[1], others[2])),
    ]);
    const running = run(loom);
    while (loom.alive > 2) await new Promise((resolve) => setTimeout(resolve, 1));
    loom.post(early);
    loom.post(others[0]);
    await running;
    assert.deepEqual(await results, [0, 1, 1, -1]);
    loom.handOver();
  });

  test(`a post takes back the time of a select: ${timing}`, async () => {
    const loom = Timing.create();
    const [a, b] = [loom.newBaton(), loom.newBaton()];
    const chosen = loom.joinAsync(loom.spawnChooser(60_000, a, b));
    const running = run(loom);
    while (loom.parked < 1) await new Promise((resolve) => setTimeout(resolve, 1));
    loom.post(b);
    await running;
    assert.equal(await chosen, 1);
    // Nothing is left that would come later.
    loom.handOver();
  });

  test(`a timer that repeats does not drift, and ends when it is cancelled: ${timing}`, async () => {
    const loom = Timing.create();
    const baton = loom.newBaton();
    const fromMs = performance.now();
    const timer = loom.startTimer(baton, 20, 10);
    const taken = loom.joinAsync(loom.spawnTicker(baton, 6));
    await run(loom);
    // The sixth is due 70 ms behind the start: counted from the first, whatever came in between.
    const tookMs = performance.now() - fromMs;
    assert.equal(loom.cancelTimer(timer), true);
    assert.equal(loom.cancelTimer(timer), false);
    assert.ok(tookMs >= 70, `${tookMs} ms`);
    assert.equal(await taken, 6);
    loom.handOver();
  });

  test(`one-shot timers, half of them cancelled: ${timing}`, async () => {
    const loom = Timing.create();
    const batons = Array.from({ length: 1_000 }, () => loom.newBaton());
    const timers = batons.map((baton, k) => loom.startTimer(baton, 5 + k % 30));
    timers.forEach((timer, k) => k % 2 === 1 && assert.ok(loom.cancelTimer(timer)));
    // Places that were given back are used again.
    const again = batons.filter((_, k) => k % 2 === 1).map((baton) => loom.startTimer(baton, 1e9));
    for (const timer of again) assert.ok(loom.cancelTimer(timer));
    loom.spawnSleeper(60);
    await run(loom);
    batons.forEach((baton, k) => assert.equal(loom.tryWait(baton), k % 2 === 0));
    assert.equal(timers.some((timer) => loom.cancelTimer(timer)), false);
    loom.handOver();
  });

  test(`times that no timer can wait are refused: ${timing}`, () => {
    const loom = Timing.create();
    const baton = loom.newBaton();
    for (const ms of [-1, NaN, 2 ** 31]) {
      assert.throws(() => loom.startTimer(baton, ms), /is no time that a timer can wait/);
    }
    assert.throws(() => loom.startTimer(baton, 1, 0.5), RangeError);
  });
}

test("timers of the host need its events", async () => {
  const [path] = await generateFiles(specOf("host"));
  const { Timing }: { readonly Timing: { create(): Timing } } = await import(
    pathToFileURL(path ?? "").href
  );
  const loom = Timing.create();
  const refused = assert.rejects(
    loom.joinAsync(loom.spawnSleeper(1)),
    /fibers or timers wait for events of this thread.*use run\(\)/,
  );
  loom.runBlocking();
  await refused;
  const slept = loom.joinAsync(loom.spawnSleeper(1));
  while (loom.parked < 1) loom.turn();
  assert.throws(() => loom.runBlocking(), /wait for events of this thread/);
  assert.throws(() => loom.handOver(), /wait for events of this thread/);
  await withTimeout(loom.run(), LIMIT_MS, "run");
  assert.ok(await slept >= 1);
  loom.handOver();
});
