/** The first module of every worker: waits for its task, then loads the module that it is to run. */
import type { Failure, Start } from "./worker-threads.ts";

const port = globalThis as unknown as MessagePort;

globalThis.addEventListener("message", (event) => {
  if (!(event instanceof MessageEvent)) return;
  const { href, workerData, life }: Start = event.data;
  Object.assign(globalThis, { workerData });
  const held = Promise.withResolvers<void>();
  void navigator.locks.request(life, () => {
    held.resolve();
    return new Promise<never>(() => {});
  });
  held.promise.then(() => import(href)).catch((error: unknown) => {
    const text = error instanceof Error ? error.stack ?? String(error) : String(error);
    port.postMessage({ amphFailure: `${href}: ${text}` } satisfies Failure);
  });
}, { once: true });
