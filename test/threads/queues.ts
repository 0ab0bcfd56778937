/** The emitted queues that run here: how they are made, opened in a worker, and typed. */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { fingerprint } from "../../generator/core/fingerprint.ts";
import type { HostProfile } from "../../generator/host/profile.ts";
import { generateModules } from "../../generator/pipeline.ts";
import { PACKET_SPEC } from "./packet.ts";

/** What a queue is generated from. */
export interface Shape {
  readonly item: "u32" | "Packet";
  readonly producers: "one" | "many";
  readonly consumers: "one" | "many";
  readonly capacity: number;
  readonly padding: "line" | "none";
  readonly waiting: boolean;
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
  pushAsync(item: Item, options?: AsyncOptions): Promise<boolean>;
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

/** A queue of plain numbers: a pop has no object to fill. */
export interface NumberQueue extends TestQueue<number> {
  setValue(slot: number, value: number): void;
  getValue(slot: number): number;
  pop(timeoutMs?: number): number | undefined;
  popAsync(options?: AsyncOptions): Promise<number | undefined>;
}

export interface QueueClass<Queue> {
  create(options?: { readonly initialTicket?: number }): Queue;
  attach(handle: unknown): Queue;
}

/** Opens before the wrap, so that every run of more items crosses it: tickets have 30 bits. */
export const JUST_BELOW_WRAP = 2 ** 30 - 1000;

const HOST: HostProfile = { name: "test-64", lineBytes: 64, isolationBytes: 64, evidence: [] };

const FOLDER = fileURLToPath(new URL("../../.amph/test/threads/", import.meta.url));

/** `ManyOneU32Line8`: what the queue is, in its name. */
export function classNameOf(shape: Shape): string {
  const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  return upper(shape.producers) + upper(shape.consumers) + upper(shape.item) +
    (shape.padding === "line" ? "Line" : "Packed") + (shape.waiting ? "" : "Polled") +
    shape.capacity;
}

/** The emitted text of each shape, in order. */
export async function emittedTexts(shapes: readonly Shape[]): Promise<string[]> {
  const types = shapes.map((shape) => {
    const { capacity, producers, consumers, padding, waiting } = shape;
    const options = JSON.stringify({ capacity, producers, consumers, padding, waiting });
    return `export type ${classNameOf(shape)} = Queue<${shape.item}, ${options}>;`;
  });
  const text = [PACKET_SPEC, ...types].join("\n");
  const files = await generateModules([{ file: "threads.layout.ts", text }], {
    host: HOST,
    emit: "ts",
  });
  return files.map((file) => file.text);
}

/** Generates the modules, one for each shape. */
export async function emit(shapes: readonly Shape[]): Promise<Emitted[]> {
  const texts = await emittedTexts(shapes);
  return texts.map((text, k) => store(classNameOf(shapes[k]!), text));
}

/** Writes a module under a name that its text decides, so that test files do not disturb another. */
export function store(className: string, text: string): Emitted {
  const file = join(FOLDER, `${className}-${fingerprint(text)}.gen.ts`);
  const draft = `${file}.${process.pid}`;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(draft, text);
  renameSync(draft, file);
  return { className, href: pathToFileURL(file).href };
}

export async function load<Queue>({ className, href }: Emitted): Promise<QueueClass<Queue>> {
  const module: Record<string, QueueClass<Queue> | undefined> = await import(href);
  const found = module[className];
  if (found === undefined) throw new Error(`${href} does not export ${className}`);
  return found;
}
