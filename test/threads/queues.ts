/** The emitted queues that run here: how they are made, opened in a worker, and typed. */
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { kebabCase } from "../../generator/core/identifiers.ts";
import { generateFiles } from "../support/generated.ts";
import { PACKET_SPEC } from "./packet.ts";

/** What a queue is generated from. */
export interface Shape {
  readonly item: "u32" | "Packet";
  readonly producers: "one" | "many";
  readonly consumers: "one" | "many";
  readonly capacity: number;
  readonly padding: "line" | "none";
  readonly waiting: boolean;
  readonly publish?: "lazy";
}

/** An emitted module; a worker imports it from there. */
export interface Emitted {
  readonly className: string;
  readonly href: string;
}

/** What every emitted queue has; `waiting: false` lacks the second half, some lack `busy`. */
export interface TestQueue<Item> {
  readonly handle: unknown;
  readonly size: number;
  readonly capacity: number;
  readonly closed: boolean;
  readonly busy?: boolean;
  close(): void;
  tryPush(item: Item): boolean;
  tryPop(into?: Item): Item | undefined;
  pushMany(items: ArrayLike<Item>, from?: number, count?: number): number;
  popMany(into: Batch<Item>, from?: number, count?: number): number;
  drain(visit: (item: Item) => void, limit?: number): number;
  claim(): number;
  commit(slot: number): void;
  peek(): number;
  release(slot: number): void;
  push(item: Item, timeoutMs?: number): boolean;
  pop(into?: Item, timeoutMs?: number): Item | undefined;
  pushAsync(item: Item, options?: AsyncOptions): Promise<boolean>;
  popAsync(into?: Item, options?: AsyncOptions): Promise<Item | undefined>;
  [Symbol.asyncIterator](): AsyncGenerator<Item, void, void>;
}

export interface AsyncOptions {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface Batch<Item> {
  readonly length: number;
  [index: number]: Item;
}

/** A queue of plain numbers. */
export interface NumberQueue extends TestQueue<number> {
  setValue(slot: number, value: number): void;
  getValue(slot: number): number;
}

export interface QueueClass<Queue> {
  create(options?: { readonly initialTicket?: number }): Queue;
  attach(handle: unknown): Queue;
}

/** Opens before the wrap, so that every run of more items crosses it: tickets have 30 bits. */
export const JUST_BELOW_WRAP = 2 ** 30 - 1000;

/** `ManyOneU32Line8`: what the queue is, in its name. */
export function classNameOf(shape: Shape): string {
  const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  return upper(shape.producers) + upper(shape.consumers) + upper(shape.item) +
    (shape.padding === "line" ? "Line" : "Packed") + (shape.waiting ? "" : "Polled") +
    (shape.publish === "lazy" ? "Lazy" : "") + shape.capacity;
}

/** The emitted modules, one for each shape. */
export async function emit(shapes: readonly Shape[]): Promise<Emitted[]> {
  const types = new Set(shapes.map((shape) => {
    const { capacity, producers, consumers, padding, waiting, publish } = shape;
    const options = JSON.stringify({ capacity, producers, consumers, padding, waiting, publish });
    return `export type ${classNameOf(shape)} = Queue<${shape.item}, ${options}>;`;
  }));
  const files = await generateFiles([PACKET_SPEC, ...types].join("\n"));
  return shapes.map((shape) => {
    const className = classNameOf(shape);
    const file = files.find((path) => basename(path) === `${kebabCase(className)}.gen.ts`);
    if (file === undefined) throw new Error(`no module of ${className} was generated`);
    return { className, href: pathToFileURL(file).href };
  });
}

export async function load<Queue>({ className, href }: Emitted): Promise<QueueClass<Queue>> {
  const module: Record<string, QueueClass<Queue> | undefined> = await import(href);
  const found = module[className];
  if (found === undefined) throw new Error(`${href} does not export ${className}`);
  return found;
}
