/** What a traffic worker has to know of the items: numbers and packets, each told by its id. */
import {
  fillPacket,
  type Packet,
  packetId,
  packetOf,
  type PacketQueue,
  readPacket,
  writePacket,
} from "./packet.ts";
import type { Batch, NumberQueue, TestQueue } from "./queues.ts";

export interface Kind<Item, Queue extends TestQueue<Item>> {
  /** An item with this id; the same object may come again with the next call. */
  readonly make: (id: number) => Item;
  /** Throws if a field is not what the id says. */
  readonly idOf: (item: Item) => number;
  /** `length` places for items. */
  readonly batch: (length: number) => Batch<Item>;
  /** Puts the item with this id into a batch. */
  readonly put: (batch: Batch<Item>, at: number, id: number) => void;
  readonly write: (queue: Queue, slot: number, id: number) => void;
  readonly read: (queue: Queue, slot: number) => Item;
  /** What a pop fills again and again, if it fills anything. */
  readonly into: Item | undefined;
}

export const numbers: Kind<number, NumberQueue> = {
  make: (id) => id,
  idOf: (id) => id,
  batch: (length) => new Uint32Array(length),
  put: (batch, at, id) => {
    batch[at] = id;
  },
  write: (queue, slot, id) => queue.setValue(slot, id),
  read: (queue, slot) => queue.getValue(slot),
  into: undefined,
};

const pushed = packetOf(0);

export const packets: Kind<Packet, PacketQueue> = {
  make: (id) => fillPacket(pushed, id),
  idOf: packetId,
  batch: (length) => Array.from({ length }, () => packetOf(0)),
  put: (batch, at, id) => {
    fillPacket(batch[at]!, id);
  },
  write: (queue, slot, id) => writePacket(queue, slot, fillPacket(pushed, id)),
  read: readPacket,
  into: packetOf(0),
};
