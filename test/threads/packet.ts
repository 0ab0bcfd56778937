/** A record with every kind of field, each a function of the record's id. */
import type { TestQueue } from "./queues.ts";

export const PACKET_SPEC = `
import type {
  bool, Bytes, f32, f64, FixedArray, i16, i32, i64, i8, Queue, Text, u16, u32, u53, u64, u8,
} from "amph-gen/spec";

interface Corner {
  x: i16;
  y: u8;
}

export interface Packet {
  id: u32;
  stamp: u64;
  offset: i64;
  total: u53;
  ratio: f64;
  angle: f32;
  count: i32;
  port: u16;
  level: i16;
  hops: u8;
  gain: i8;
  last: bool;
  color: "red" | "green" | "blue";
  label: Text<20>;
  raw: Bytes<9>;
  weights: FixedArray<f32, 3>;
  corners: FixedArray<Corner, 2>;
}
`;

type Color = "red" | "green" | "blue";

export interface Packet {
  id: number;
  stamp: bigint;
  offset: bigint;
  total: number;
  ratio: number;
  angle: number;
  count: number;
  port: number;
  level: number;
  hops: number;
  gain: number;
  last: boolean;
  color: Color;
  label: string;
  raw: Uint8Array;
  weights: Float32Array;
  corners: { x: number; y: number }[];
}

/** The setters and getters of its fields, as a queue of packets has them. */
type Accessors =
  & {
    [
      Name in Exclude<keyof Packet, "weights" | "corners"> as `set${Capitalize<Name>}`
    ]: (slot: number, value: Packet[Name]) => void;
  }
  & {
    [
      Name in Exclude<keyof Packet, "weights" | "corners"> as `get${Capitalize<Name>}`
    ]: (slot: number) => Packet[Name];
  };

export interface PacketQueue extends TestQueue<Packet>, Accessors {
  setWeights(slot: number, index: number, value: number): void;
  getWeights(slot: number, index: number): number;
  setCornersX(slot: number, index: number, value: number): void;
  getCornersX(slot: number, index: number): number;
  setCornersY(slot: number, index: number, value: number): void;
  getCornersY(slot: number, index: number): number;
}

const COLORS: readonly Color[] = ["red", "green", "blue"];
const TAILS = ["", "é", "→", "😀"];

export function packetOf(id: number): Packet {
  const packet = {
    raw: new Uint8Array(9),
    weights: new Float32Array(3),
    corners: [{ x: 0, y: 0 }, { x: 0, y: 0 }],
  };
  return fillPacket(packet, id);
}

/** Makes `packet` the one with this id. */
export function fillPacket(
  packet: Partial<Packet> & Pick<Packet, "raw" | "weights" | "corners">,
  id: number,
): Packet {
  const { raw, weights, corners } = packet;
  for (let k = 0; k < raw.length; k++) raw[k] = id * (k + 3);
  for (let k = 0; k < weights.length; k++) weights[k] = Math.fround(id / (k + 3));
  for (let k = 0; k < corners.length; k++) {
    const corner = corners[k]!;
    corner.x = ((id + k) << 16) >> 16;
    corner.y = (id * (k + 5)) & 0xff;
  }
  return Object.assign(packet, {
    id,
    stamp: BigInt(id) << 31n,
    offset: -(BigInt(id) << 17n),
    total: id * 1_000_003,
    ratio: id / 7,
    angle: Math.fround(id / 11),
    count: ~id | 0,
    port: (id * 5) & 0xffff,
    level: ((id * 7) << 16) >> 16,
    hops: (id * 3) & 0xff,
    gain: (id << 24) >> 24,
    last: (id & 1) === 1,
    color: COLORS[id % 3]!,
    label: id + TAILS[id & 3]!,
    raw,
    weights,
    corners,
  });
}

const expected = packetOf(0);

/** The packet's id. Throws if a field is not what its id says. */
export function packetId(packet: Packet): number {
  const want = fillPacket(expected, packet.id);
  const same = packet.stamp === want.stamp && packet.offset === want.offset &&
    packet.total === want.total && packet.ratio === want.ratio && packet.angle === want.angle &&
    packet.count === want.count && packet.port === want.port && packet.level === want.level &&
    packet.hops === want.hops && packet.gain === want.gain && packet.last === want.last &&
    packet.color === want.color && packet.label === want.label &&
    packet.raw.every((byte, k) => byte === want.raw[k]) &&
    packet.weights.every((weight, k) => weight === want.weights[k]) &&
    packet.corners.every(({ x, y }, k) => x === want.corners[k]!.x && y === want.corners[k]!.y);
  if (!same) throw new Error(`torn packet\n  found    ${show(packet)}\n  expected ${show(want)}`);
  return packet.id;
}

export function writePacket(queue: PacketQueue, slot: number, packet: Packet): void {
  queue.setId(slot, packet.id);
  queue.setStamp(slot, packet.stamp);
  queue.setOffset(slot, packet.offset);
  queue.setTotal(slot, packet.total);
  queue.setRatio(slot, packet.ratio);
  queue.setAngle(slot, packet.angle);
  queue.setCount(slot, packet.count);
  queue.setPort(slot, packet.port);
  queue.setLevel(slot, packet.level);
  queue.setHops(slot, packet.hops);
  queue.setGain(slot, packet.gain);
  queue.setLast(slot, packet.last);
  queue.setColor(slot, packet.color);
  queue.setLabel(slot, packet.label);
  queue.setRaw(slot, packet.raw);
  packet.weights.forEach((weight, k) => queue.setWeights(slot, k, weight));
  packet.corners.forEach(({ x, y }, k) => {
    queue.setCornersX(slot, k, x);
    queue.setCornersY(slot, k, y);
  });
}

export function readPacket(queue: PacketQueue, slot: number): Packet {
  return {
    id: queue.getId(slot),
    stamp: queue.getStamp(slot),
    offset: queue.getOffset(slot),
    total: queue.getTotal(slot),
    ratio: queue.getRatio(slot),
    angle: queue.getAngle(slot),
    count: queue.getCount(slot),
    port: queue.getPort(slot),
    level: queue.getLevel(slot),
    hops: queue.getHops(slot),
    gain: queue.getGain(slot),
    last: queue.getLast(slot),
    color: queue.getColor(slot),
    label: queue.getLabel(slot),
    raw: queue.getRaw(slot),
    weights: Float32Array.from({ length: 3 }, (_, k) => queue.getWeights(slot, k)),
    corners: [0, 1].map((k) => ({
      x: queue.getCornersX(slot, k),
      y: queue.getCornersY(slot, k),
    })),
  };
}

function show(packet: Packet): string {
  return Object.entries(packet).map(([name, value]) =>
    `${name}=${typeof value === "object" ? JSON.stringify(value) : String(value)}`
  ).join(" ");
}
