/** A thread that gets half-way, or lies down, and is then ended by the test. */
import { parentPort, workerData } from "node:worker_threads";
import { type Emitted, load, type NumberQueue } from "./queues.ts";

export interface EndedTask {
  readonly queue: Emitted;
  readonly handle: unknown;
  readonly stand: "in pop" | "in popAsync" | "in push" | "after claim" | "after peek" | "popping";
}

const task: EndedTask = workerData;
const queue = (await load<NumberQueue>(task.queue)).attach(task.handle);
const port = parentPort;
if (port === null) throw new Error("ended-worker.ts runs in a worker");
const say = (text: string | number) => port.postMessage(text);

switch (task.stand) {
  case "in pop":
    say("ready");
    say(`popped ${queue.pop()}`);
    break;
  case "in popAsync":
    say("ready");
    say(`popped ${await queue.popAsync()}`);
    break;
  case "in push":
    say("ready");
    say(`pushed ${queue.push(1_000)}`);
    break;
  case "after claim":
    queue.setValue(queue.claim(), 2_000);
    say("ready");
    for (;;);
  case "after peek":
    queue.peek();
    say("ready");
    for (;;);
  case "popping":
    say("ready");
    for (let item = queue.pop(); item !== undefined; item = queue.pop()) say(item);
    break;
}
