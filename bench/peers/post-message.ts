/** `postMessage` between threads: a channel from each producer to each consumer, served in turn. */
import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { Job, Peer, Tally, Work } from "../job.ts";
import { END, firstItem, Ledger, sent } from "./check.ts";
import { timeRoundTrips } from "./round-trips.ts";

/** Items that a channel may hold, as many as the queue. */
const WINDOW = 4096;

/** A consumer asks for more after this many items, so that no channel grows without bound. */
function creditOf(window: number): number {
  return Math.ceil(window / 4);
}

type Message = number | readonly number[] | Uint32Array;

export const open: Peer["open"] = ({ roles }) => {
  const ports: MessagePort[][] = roles.map(() => []);
  roles.forEach((from, k) =>
    roles.forEach((to, j) => {
      if (!(from === "produce" && to === "consume") && !(from === "ping" && to === "pong")) return;
      const { port1, port2 } = new MessageChannel();
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

function producer(
  ports: readonly MessagePort[],
  { batch, message, window = WINDOW }: Job,
  first: number,
): Work {
  const credits = ports.map(() => window);
  const list: number[] = new Array(batch).fill(0);
  const items = message === "Uint32Array" ? new Uint32Array(batch) : list;
  let turn = 0;
  let go = () => {};
  ports.forEach((port, k) =>
    port.on("message", () => {
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
        if (batch === 1) {
          port.postMessage(first + k);
        } else {
          for (let j = 0; j < batch; j++) items[j] = first + k + j;
          port.postMessage(items);
        }
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
    port.on("message", (message: Message) => {
      if (message === END) return end();
      if (typeof message === "number") {
        ledger.add(message);
        owed++;
      } else {
        for (let j = 0; j < message.length; j++) ledger.add(message[j]!);
        owed += message.length;
      }
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
  port.on("message", (item: number) => arrived(item));
  return (count) =>
    timeRoundTrips(count, (k) =>
      new Promise((resolve) => {
        arrived = resolve;
        port.postMessage(k);
      }));
}

function pong(port: MessagePort): Work {
  port.on("message", (item: number) => port.postMessage(item));
  return (count) => sent(count);
}
