/** Two workers and a queue between them: how many items a second, each of them checked. */
import type { ThroughputTask } from "./measure-worker.ts";

export interface Throughput {
  readonly items: number;
  readonly seconds: number;
}

/** Rejects when an item is lost, doubled or out of order, or when a worker fails. */
export async function measureThroughput(items: number, batch: number): Promise<Throughput> {
  const { Samples } = await import("../../../generated/samples.gen.ts");
  const { handle } = Samples.create();
  const start = new SharedArrayBuffer(4);
  const run = (role: ThroughputTask["role"]) =>
    new Promise<number>((resolve, reject) => {
      const worker = new Worker(new URL("./measure-worker.ts", import.meta.url), {
        type: "module",
      });
      worker.addEventListener("message", ({ data }: MessageEvent<number | string>) => {
        worker.terminate();
        if (typeof data === "number") resolve(data);
        else reject(new Error(data));
      });
      worker.addEventListener("error", ({ message }) => reject(new Error(message)));
      worker.postMessage({ role, handle, start, items, batch } satisfies ThroughputTask);
    });
  const [, milliseconds] = await Promise.all([run("push"), run("pop")]);
  return { items, seconds: milliseconds / 1000 };
}
