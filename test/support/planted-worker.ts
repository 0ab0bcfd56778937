/** A worker that does what it is told, for the tests of `runWorkers` itself. */
import process from "node:process";
import { serveWorker } from "./worker.ts";

export type Order = "return" | "throw" | "throw later" | "exit" | "wait" | "spin" | "never settle";

await serveWorker<{ readonly order: Order; readonly k: number }>(async ({ order, k }, progress) => {
  progress(`began to ${order}`);
  switch (order) {
    case "return":
      return k * k;
    case "throw":
      throw new RangeError("planted");
    case "throw later":
      setTimeout(() => {
        throw new RangeError("planted");
      }, 10);
      return await new Promise(() => setInterval(() => {}, 1_000));
    case "exit":
      process.exit(3);
      break;
    case "wait":
      return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    case "spin":
      for (;;);
    case "never settle":
      return await new Promise(() => setInterval(() => {}, 1_000));
  }
});
