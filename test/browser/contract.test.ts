/** The contract tests in dedicated workers of a cross-origin isolated page. */
import { testInPages } from "./in-page.ts";

await testInPages({
  folder: "test/contract",
  leftOut: {
    "loom-memory.test.ts": "a page does not say how much memory it uses",
  },
  impossible: {
    "containers.test.ts": {
      "threads that race to decide a kind agree":
        "it keeps 200 memories at once, and Chromium gives a page 125",
    },
    "loom-queues.test.ts": {
      "items that are there at once, and room, leave the JavaScript heap as it is":
        "a page does not say how much memory it uses",
    },
  },
  lanes: 2,
});
