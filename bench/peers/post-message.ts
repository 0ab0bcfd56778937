/** `postMessage` between threads: a channel from each producer to each consumer, served in turn. */
import type { MessagePort } from "node:worker_threads";
import type { Job, Peer, Tally, Work } from "../job.ts";
import { newChannel, onMessage } from "./channel.ts";
import { END, firstItem, Ledger, sent } from "./check.ts";
import { type Message, messageMaker, readMessage } from "./messages.ts";
import { timeRoundTrips } from "./round-trips.ts";

/** Items that a channel may hold, as many as the queue. */
const WINDOW = 4096;

/** A consumer asks for more after this many items, so that no channel grows without bound. */
function creditOf(window: number): number {
  return Math.ceil(window / 4);
}

export const open: Peer["open"] = ({ roles }) => {
  const ports: MessagePort[][] = roles.map(() => []);
  roles.forEach((from, k) =>
    roles.forEach((to, j) => {
      if (!(from === "produce" && to === "consume") && !(from === "ping" && to === "pong")) return;
      const { port1, port2 } = newChannel();
      ports[k]?.push(port1);
      ports[j]?.push(port2);
    })
  );
  return Promise.resolve(ports.map((own) => ({ value: own, transfer: own })));
};

export const join: Peer["join"] = (value, { job, role, index, opposite }) => {
  const ports = value as readonly MessagePort[];
  const [first] = ports;
  if (first === undefined || ports.length !== opposite) throw new Error("a channel is missing");
  switch (role) {
    case "produce":
      return Promise.resolve(producer(ports, job, firstItem(index)));
    case "consume":
      return Promise.resolve(consumer(ports, job));
    case "ping":
      return Promise.resolve(ping(first));
    default:
      return Promise.resolve(pong(first));
  }
};

function producer(ports: readonly MessagePort[], job: Job, first: number): Work {
  const { batch, window = WINDOW } = job;
  const credits = ports.map(() => window);
  const make = messageMaker(job, first);
  let turn = 0;
  let go = () => {};
  ports.forEach((port, k) =>
    onMessage(port, () => {
      credits[k]! += creditOf(window);
      go();
    })
  );

  /** The next channel in turn that has room. */
  const next = (): MessagePort | undefined => {
    for (let k = 0; k < ports.length; k++) {
      const at = turn;
      turn = (turn + 1) % ports.length;
      if (credits[at]! < batch) continue;
      credits[at]! -= batch;
      return ports[at];
    }
    return undefined;
  };

  return (count) => {
    const { promise, resolve } = Promise.withResolvers<Tally>();
    let k = 0;
    go = () => {
      while (k < count) {
        const port = next();
        if (port === undefined) return;
        const { message, transfer } = make(k);
        port.postMessage(message, transfer);
        k += batch;
      }
      go = () => {};
      for (const port of ports) port.postMessage(END);
      resolve(sent(count));
    };
    go();
    return promise;
  };
}

function consumer(ports: readonly MessagePort[], { window = WINDOW }: Job): Work {
  const credit = creditOf(window);
  /** Phases that have ended; the first messages of one may arrive before its start is announced. */
  const ended: Tally[] = [];
  let announce = () => {};
  let ledger = new Ledger();
  let ends = 0;

  const end = () => {
    if (++ends < ports.length) return;
    ended.push(ledger.tally());
    ledger = new Ledger();
    ends = 0;
    announce();
  };

  for (const port of ports) {
    let owed = 0;
    onMessage(port, (message: Message) => {
      if (message === END) return end();
      owed += readMessage(message, ledger);
      if (owed >= credit) {
        owed -= credit;
        port.postMessage(0);
      }
    });
  }

  return async () => {
    if (ended.length === 0) {
      await new Promise<void>((resolve) => {
        announce = resolve;
      });
    }
    const tally = ended.shift();
    if (tally === undefined) throw new Error("a phase ended twice");
    return tally;
  };
}

function ping(port: MessagePort): Work {
  let arrived: (item: number) => void = () => {};
  onMessage(port, (item: number) => arrived(item));
  return (count) =>
    timeRoundTrips(count, (k) =>
      new Promise((resolve) => {
        arrived = resolve;
        port.postMessage(k);
      }));
}

function pong(port: MessagePort): Work {
  onMessage(port, (item: number) => port.postMessage(item));
  return (count) => sent(count);
}
