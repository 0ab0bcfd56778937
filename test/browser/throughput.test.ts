/** Items a second between two workers of a page. Figures are printed; only items are judged. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { withTimeout } from "../support/time.ts";
import { openBrowser, ROOT } from "./browser.ts";
import type { Throughput } from "./page/measure.ts";
import { EMPTY_PAGE, startServer } from "./server.ts";

const browser = await openBrowser();
const server = await startServer(ROOT);
after(async () => {
  await browser.close();
  await server.close();
});

const LIMIT_MS = 30_000;

for (const [batch, items] of [[1, 1_000_000], [64, 10_000_000]] as const) {
  test(`${items} numbers between two workers, ${batch} at a time`, async () => {
    const page = await browser.newPage();
    await page.goto(server.origin + EMPTY_PAGE);
    const run = page.evaluate(
      async ([path, items, batch]): Promise<Throughput> => {
        const { measureThroughput } = await import(path);
        return await measureThroughput(items, batch);
      },
      ["/test/browser/page/measure.ts", items, batch] as const,
    );
    const { items: count, seconds } = await withTimeout(run, LIMIT_MS, "the run");
    assert.equal(count, items);
    const million = (count / seconds / 1e6).toFixed(1);
    console.log(`${million} million items a second, ${batch} at a time`);
    await page.close();
  });
}
