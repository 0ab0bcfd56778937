/** The main thread of a page, which may not be stopped, and pages without shared memory. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openBrowser, ROOT } from "./browser.ts";
import { EMPTY_PAGE, startServer } from "./server.ts";

const browser = await openBrowser();
const server = await startServer(ROOT);
after(async () => {
  await browser.close();
  await server.close();
});

const LIMIT_MS = 20_000;
const MODULE = "/generated/samples.gen.ts";

async function openPage(origin = server.origin) {
  const page = await browser.newPage();
  page.setDefaultTimeout(LIMIT_MS);
  await page.goto(origin + EMPTY_PAGE);
  return page;
}

test("pushAsync and popAsync pass items between the main thread and a worker", async () => {
  const page = await openPage();
  const sum = await page.evaluate(async () => {
    const { Queue } = await import("/test/browser/page/numbers.ts" as string);
    const [there, back] = [Queue.create(), Queue.create()];
    const worker = new Worker("/test/browser/page/echo.ts", { type: "module" });
    worker.postMessage([there.handle, back.handle]);
    let total = 0;
    const popped = (async () => {
      for await (const value of back) total += value;
    })();
    for (let k = 1; k <= 1000; k++) {
      if (!await there.pushAsync(k, { timeoutMs: 10_000 })) throw new Error(`no room for ${k}`);
    }
    there.close();
    await popped;
    return total;
  });
  assert.equal(sum, 500_500);
  await page.close();
});

test("push and pop that would have to wait throw on the main thread, and change nothing", async () => {
  const page = await openPage();
  const seen = await page.evaluate(async () => {
    const { Queue } = await import("/test/browser/page/numbers.ts" as string);
    const queue = Queue.create();
    const errorOf = (work: () => unknown) => {
      try {
        return `returned ${String(work())}`;
      } catch (error) {
        return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      }
    };
    const pop = errorOf(() => queue.pop());
    const timed = errorOf(() => queue.pop(undefined, 10));
    while (queue.tryPush(7));
    const push = errorOf(() => queue.push(8));
    return { pop, timed, push, size: queue.size, capacity: queue.capacity, item: queue.tryPop() };
  });
  const error = (operation: string) =>
    new RegExp(`^TypeError: \\w+\\.${operation}: the host forbids .*; use ${operation}Async$`);
  for (const said of [seen.pop, seen.timed]) assert.match(said, error("pop"));
  assert.match(seen.push, error("push"));
  assert.equal(seen.size, seen.capacity);
  assert.equal(seen.item, 7);
  await page.close();
});

test("a cubby's push and pop that would have to wait leave nobody in the line", async () => {
  const page = await openPage();
  const seen = await page.evaluate(async () => {
    const { Slot } = await import("/test/browser/page/numbers.ts" as string);
    const slot = Slot.create();
    const errorOf = (work: () => unknown) => {
      try {
        return `returned ${String(work())}`;
      } catch (error) {
        return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      }
    };
    const pop = errorOf(() => slot.pop());
    const afterPop = slot.pressure;
    slot.tryPush(1);
    const push = errorOf(() => slot.push(2, 1000));
    return { pop, afterPop, push, afterPush: slot.pressure, item: slot.tryPop() };
  });
  assert.match(seen.pop, /^TypeError: Slot\.pop: .*; use popAsync$/);
  assert.match(seen.push, /^TypeError: Slot\.push: .*; use pushAsync$/);
  assert.deepEqual([seen.afterPop, seen.afterPush, seen.item], [0, 1, 1]);
  await page.close();
});

test("push and pop that need not wait work on the main thread", async () => {
  const page = await openPage();
  const values = await page.evaluate(async () => {
    const { Queue } = await import("/test/browser/page/numbers.ts" as string);
    const queue = Queue.create();
    return [queue.push(5), queue.push(6, 0), queue.pop(), queue.pop(undefined, 0)];
  });
  assert.deepEqual(values, [true, true, 5, 6]);
  await page.close();
});

test("without the two headers a page has no shared memory to send", async () => {
  const plain = await startServer(ROOT, { isolated: false });
  const page = await openPage(plain.origin);
  const seen = await page.evaluate(async (module) => {
    const { Samples } = await import(module);
    try {
      Samples.create();
      return "made";
    } catch (error) {
      return `${crossOriginIsolated} ${typeof SharedArrayBuffer} ${String(error)}`;
    }
  }, MODULE);
  assert.match(seen, /^false undefined /);
  await page.close();
  await plain.close();
});
