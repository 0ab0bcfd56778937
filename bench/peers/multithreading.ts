/** The channel of `multithreading`: many to many, blocking; numbers and records travel as JSON. */
import type { Peer, Tally } from "../job.ts";
import { load } from "../npm/load.ts";
import { END, endsFor, firstItem, Ledger, sent } from "./check.ts";
import { timeRoundTrips } from "./round-trips.ts";

const CAPACITY = 4096;

interface Sent {
  readonly ok: boolean;
}

interface Received {
  readonly ok: boolean;
  readonly value?: number;
  readonly error?: Error;
}

interface Sender {
  blockingSend(item: number): Sent;
  clone(): Sender;
}

interface Receiver {
  blockingRecv(): Received;
  clone(): Receiver;
}

interface Channels {
  channel(capacity: number): readonly [Sender, Receiver];
}

/** What its `move()` does for threads that it starts itself. */
interface Serializer {
  serialize(handle: Sender | Receiver): readonly [envelope: unknown, transfer: unknown];
  deserialize(envelope: unknown): unknown;
}

const FOLDER = "multithreading/src/lib";

export const open: Peer["open"] = async ({ roles }) => {
  const { channel } = await load<Channels>(`${FOLDER}/sync/mod.js`);
  const { serialize } = await load<Serializer>(`${FOLDER}/shared.js`);
  const there = channel(CAPACITY);
  const back = channel(CAPACITY);
  const envelope = (handle: Sender | Receiver) => serialize(handle.clone())[0];
  return roles.map((role) => {
    const [to, from] = role === "pong" ? [back, there] : role === "ping" ? [there, back] : [
      there,
      there,
    ];
    return { value: [envelope(to[0]), envelope(from[1])], transfer: [] };
  });
};

export const join: Peer["join"] = async (value, place) => {
  const { role, index } = place;
  const { deserialize } = await load<Serializer>(`${FOLDER}/shared.js`);
  await load<Channels>(`${FOLDER}/sync/mod.js`);
  const [to, from] = (value as readonly unknown[]).map(deserialize);
  const sender = to as Sender;
  const receiver = from as Receiver;
  switch (role) {
    case "produce":
      return (count) => produce(sender, firstItem(index), count);
    case "consume":
      return () => consume(receiver, endsFor(place));
    case "ping":
      return (count) =>
        timeRoundTrips(count, (k) => {
          send(sender, k);
          return receive(receiver);
        });
    default:
      return (count) => {
        for (let k = 0; k < count; k++) send(sender, receive(receiver));
        return sent(count);
      };
  }
};

function send(sender: Sender, item: number): void {
  if (!sender.blockingSend(item).ok) throw new Error(`item ${item} was not sent`);
}

function receive(receiver: Receiver): number {
  const { ok, value, error } = receiver.blockingRecv();
  if (ok && value !== undefined) return value;
  throw new Error(`nothing was received: ${error?.message ?? "no reason given"}`);
}

function produce(sender: Sender, first: number, count: number): Tally {
  for (let k = 0; k < count; k++) send(sender, first + k);
  send(sender, END);
  return sent(count);
}

function consume(receiver: Receiver, ends: number): Tally {
  const ledger = new Ledger();
  for (let left = ends; left > 0;) {
    const item = receive(receiver);
    if (item === END) left--;
    else ledger.add(item);
  }
  return ledger.tally();
}
