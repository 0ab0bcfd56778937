/** Thread tests in a page: every worker is a dedicated worker, started by another one. */
import process from "node:process";
import { testInPages } from "./in-page.ts";

/** Those that take longest: what they look for is the same under each runtime. */
const LONG = [
  "append.test.ts",
  "cubby-ended.test.ts",
  "cubby.test.ts",
  "ended.test.ts",
  "integrity.test.ts",
  "ping-pong.test.ts",
];
const why = "it is long: AMPH_BROWSER=all runs it";

await testInPages({
  folder: "test/threads",
  leftOut: {
    "broken.test.ts": "it plants faults, which need one runtime",
    ...process.env["AMPH_BROWSER"] === "all"
      ? {}
      : Object.fromEntries(LONG.map((name) => [name, why])),
  },
  impossible: {},
  lanes: 1,
});
