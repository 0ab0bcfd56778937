/** Five seconds of what `npm run soak` does for ten minutes. */
import { test } from "node:test";
import { soak } from "./soak.ts";

test("fibers at random, with other threads: each is accounted for, and the heap stays flat", async () => {
  await soak(5, 20_061);
});
