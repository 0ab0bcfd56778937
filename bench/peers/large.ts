/**
 * Items of many bytes between one producer and one consumer. The producer writes every word, the consumer
 * reads every word, and they travel by value in a queue's slots, by reference through a queue of the numbers
 * of blocks in shared memory with a second one that gives them back, or as a message. All wait.
 */
import type { MessagePort } from "node:worker_threads";
import type { Peer, Tally, Work } from "../job.ts";
import { newChannel, onMessage } from "./channel.ts";
import { received, sent, wrong } from "./check.ts";
import { emittedClass, type NumberQueue, type RecordQueue } from "./emitted.ts";

/** Items that may be under way, whichever way they travel. */
const UNDER_WAY = 64;

interface Block {
  bytes: Uint8Array;
}

interface Pool {
  readonly memory: SharedArrayBuffer;
  /** Queues of the numbers of blocks that are full, and that are free. */
  readonly full: unknown;
  readonly free: unknown;
}

export const open: Peer["open"] = async ({ className, bytes = 0, message, roles }) => {
  if (roles.join() !== "produce,consume") throw new Error("expected one producer and one consumer");
  if (message !== undefined) {
    const { port1, port2 } = newChannel();
    return [port1, port2].map((port) => ({ value: port, transfer: [port] }));
  }
  if (className !== "Numbers64") {
    const { handle } = (await emittedClass<RecordQueue<Block>>(className)).create();
    return roles.map(() => ({ value: handle, transfer: [] }));
  }
  const made = await emittedClass<NumberQueue>(className);
  const free = made.create();
  for (let block = 0; block < UNDER_WAY; block++) free.push(block);
  const pool: Pool = {
    memory: new SharedArrayBuffer(UNDER_WAY * bytes),
    full: made.create().handle,
    free: free.handle,
  };
  return roles.map(() => ({ value: pool, transfer: [] }));
};

export const join: Peer["join"] = async (value, { job, role }) => {
  const { className, bytes = 0, message } = job;
  if (message !== undefined) {
    const port = value as MessagePort;
    return role === "produce" ? postAll(port, bytes) : receiveAll(port);
  }
  if (className !== "Numbers64") {
    const queue = (await emittedClass<RecordQueue<Block>>(className)).attach(value);
    return role === "produce" ? pushValues(queue, bytes) : popValues(queue, bytes);
  }
  const made = await emittedClass<NumberQueue>(className);
  const pool = value as Pool;
  const full = made.attach(pool.full);
  const free = made.attach(pool.free);
  const blocks = Array.from(
    { length: UNDER_WAY },
    (_, block) => new Uint32Array(pool.memory, block * bytes, bytes / 4),
  );
  return role === "produce" ? pushBlocks(full, free, blocks) : popBlocks(full, free, blocks);
};

function wordsOf(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}

/** Word j of item k is k + j. */
function write(words: Uint32Array, k: number): void {
  for (let j = 0; j < words.length; j++) words[j] = k + j;
}

function firstFault(words: Uint32Array, k: number): string | undefined {
  for (let j = 0; j < words.length; j++) {
    if (words[j] !== k + j) return wrong(words[j], k + j);
  }
  return undefined;
}

function pushValues(queue: RecordQueue<Block>, bytes: number): Work {
  const block: Block = { bytes: new Uint8Array(bytes) };
  const words = wordsOf(block.bytes);
  return (count) => {
    for (let k = 0; k < count; k++) {
      write(words, k);
      queue.push(block);
    }
    return sent(count);
  };
}

function popValues(queue: RecordQueue<Block>, bytes: number): Work {
  const block: Block = { bytes: new Uint8Array(bytes) };
  const words = wordsOf(block.bytes);
  return (count) => {
    let fault: string | undefined;
    for (let k = 0; k < count; k++) {
      queue.pop(block);
      fault ??= firstFault(words, k);
    }
    return received(count, fault);
  };
}

function pushBlocks(full: NumberQueue, free: NumberQueue, blocks: readonly Uint32Array[]): Work {
  return (count) => {
    for (let k = 0; k < count; k++) {
      const block = free.pop()!;
      write(blocks[block]!, k);
      full.push(block);
    }
    return sent(count);
  };
}

function popBlocks(full: NumberQueue, free: NumberQueue, blocks: readonly Uint32Array[]): Work {
  return (count) => {
    let fault: string | undefined;
    for (let k = 0; k < count; k++) {
      const block = full.pop()!;
      fault ??= firstFault(blocks[block]!, k);
      free.push(block);
    }
    return received(count, fault);
  };
}

/** The consumer answers every item, which is the way to keep their number bounded. */
function postAll(port: MessagePort, bytes: number): Work {
  let left = UNDER_WAY;
  let go = () => {};
  onMessage(port, () => {
    left++;
    go();
  });
  const buffer = new Uint8Array(bytes);
  const words = wordsOf(buffer);
  return (count) => {
    const { promise, resolve } = Promise.withResolvers<Tally>();
    let k = 0;
    go = () => {
      for (; left > 0 && k < count; left--, k++) {
        write(words, k);
        port.postMessage(buffer);
      }
      if (k === count) {
        go = () => {};
        resolve(sent(count));
      }
    };
    go();
    return promise;
  };
}

function receiveAll(port: MessagePort): Work {
  let arrived = 0;
  let fault: string | undefined;
  let check = () => {};
  onMessage(port, (bytes: Uint8Array) => {
    fault ??= firstFault(wordsOf(bytes), arrived);
    arrived++;
    port.postMessage(0);
    check();
  });
  return (count) => {
    const { promise, resolve } = Promise.withResolvers<Tally>();
    check = () => {
      if (arrived < count) return;
      resolve(received(count, fault));
      arrived = 0;
    };
    // Some may have arrived before the phase was announced.
    check();
    return promise;
  };
}
