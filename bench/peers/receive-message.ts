/** `receiveMessageOnPort`: messages that the consumer asks for, without an event loop. */
import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { Job, Peer, Work } from "../job.ts";
import { newChannel } from "./channel.ts";
import { Ledger, sent } from "./check.ts";
import { type Message, messageMaker, readMessage } from "./messages.ts";
import { pause } from "./pause.ts";

/** Items that may be under way, as many as the queue holds. */
const WINDOW = 4096;

/** Word of the items that the consumer has taken, modulo 2^32. */
const TAKEN = 0;

interface Ends {
  readonly port: MessagePort;
  readonly memory: SharedArrayBuffer;
}

export const open: Peer["open"] = ({ roles }) => {
  if (roles.join() !== "produce,consume") throw new Error("a channel has two ends");
  const { port1, port2 } = newChannel();
  const memory = new SharedArrayBuffer(4);
  return Promise.resolve(
    [port1, port2].map((port) => ({ value: { port, memory }, transfer: [port] })),
  );
};

export const join: Peer["join"] = (value, { job, role }) => {
  const { port, memory } = value as Ends;
  const words = new Int32Array(memory);
  return Promise.resolve(role === "produce" ? producer(port, words, job) : consumer(port, words));
};

function producer(port: MessagePort, words: Int32Array, job: Job): Work {
  const make = messageMaker(job, 0);
  let posted = 0;
  return (count) => {
    for (let k = 0; k < count; k += job.batch) {
      while (((posted - Atomics.load(words, TAKEN)) | 0) > WINDOW - job.batch) pause();
      const { message, transfer } = make(k);
      port.postMessage(message, transfer);
      posted = (posted + job.batch) | 0;
    }
    return sent(count);
  };
}

function consumer(port: MessagePort, words: Int32Array): Work {
  return (count) => {
    const ledger = new Ledger();
    for (let k = 0; k < count;) {
      const received: { readonly message: Message } | undefined = receiveMessageOnPort(port);
      if (received === undefined) {
        pause();
        continue;
      }
      const items = readMessage(received.message, ledger);
      Atomics.add(words, TAKEN, items);
      k += items;
    }
    return ledger.tally();
  };
}
