/** Modules made for a test and imported by it. */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { generateFiles, type GenerateTestOptions, plantFile } from "./generate.ts";

export { generateFiles, type GenerateTestOptions };

/** Options of the operations that wait in the event loop. */
export interface WaitOptions {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface QueueHandle {
  readonly structure: string;
  readonly fingerprint: string;
  readonly buffer: SharedArrayBuffer;
  readonly byteOffset: number;
}

/** What every emitted queue has, whatever its items are. */
export interface AnyQueue {
  readonly handle: QueueHandle;
  readonly capacity: number;
  readonly size: number;
  readonly isEmpty: boolean;
  readonly isFull: boolean;
  readonly closed: boolean;
  /** Where one side at least is `many`. */
  readonly busy?: boolean;
  tryPush(item: unknown): boolean;
  tryPop(into?: unknown): unknown;
  pushMany(items: ArrayLike<unknown>, from?: number, count?: number): number;
  popMany(into: ArrayLike<unknown>, from?: number, count?: number): number;
  drain(visit: (item: unknown) => void, limit?: number): number;
  claim(): number;
  commit(slot: number): void;
  peek(): number;
  release(slot: number): void;
  /** Where items are published in runs. */
  flush?(): void;
  close(): void;
}

/** A queue with `waiting: true`. */
export interface WaitingQueue extends AnyQueue {
  push(item: unknown, timeoutMs?: number): boolean;
  pop(into?: unknown, timeoutMs?: number): unknown;
  pushAsync(item: unknown, options?: WaitOptions): Promise<boolean>;
  popAsync(into?: unknown, options?: WaitOptions): Promise<unknown>;
  [Symbol.asyncIterator](): AsyncGenerator<unknown, void, void>;
}

/** An emitted module: its class under one name, whatever it is called. */
export interface QueueModule {
  readonly className: string;
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  readonly create: (options?: { readonly initialTicket?: number }) => AnyQueue;
  readonly attach: (handle: unknown) => AnyQueue;
  readonly ClosedError: new () => Error;
  readonly LayoutMismatchError: new (reason: string) => Error;
}

/** Generates the modules of a spec and imports them; by class name. */
export async function generateAndImport(
  specText: string,
  options: GenerateTestOptions = {},
): Promise<ReadonlyMap<string, QueueModule>> {
  const paths = (await generateFiles(specText, options)).filter((path) => !path.endsWith(".d.ts"));
  const modules = await Promise.all(paths.map(importModule));
  return new Map(modules.map((module) => [module.className, module]));
}

/** Whether `waiting: true` made this queue. */
export function canWait(queue: AnyQueue): queue is WaitingQueue {
  return "popAsync" in queue;
}

/** Calls a setter or getter that the spec's fields have given the queue: `setPrice(slot, value)`. */
export function access(queue: AnyQueue, name: string, ...args: readonly unknown[]): unknown {
  const method: unknown = Reflect.get(queue, name);
  if (typeof method !== "function") throw new Error(`the queue has no ${name}`);
  return Reflect.apply(method, queue, args);
}

/** The module of a class that the spec has. */
export function moduleOf(
  modules: ReadonlyMap<string, QueueModule>,
  className: string,
): QueueModule {
  const found = modules.get(className);
  if (found === undefined) throw new Error(`the spec has no ${className}`);
  return found;
}

/** A module with a fault planted: every `find` in its text is replaced. */
export async function importMutant(
  { path, text }: QueueModule,
  find: string,
  replacement: string,
): Promise<QueueModule> {
  const mutant = text.replaceAll(find, replacement);
  if (mutant === text) throw new Error(`the module has no ${find} that could be replaced`);
  return importModule(await plantFile(path, mutant));
}

async function importModule(path: string): Promise<QueueModule> {
  const exported: Readonly<Record<string, unknown>> = await import(pathToFileURL(path).href);
  const [className, ...others] = Object.keys(exported).filter((name) => !name.endsWith("Error"));
  if (className === undefined || others.length > 0) {
    throw new Error(`${path} exports ${Object.keys(exported)}, expected one class and its errors`);
  }
  return {
    className,
    path,
    text: readFileSync(path, "utf8"),
    create: (options) => checked(call(exported[className], "create", options)),
    attach: (handle) => checked(call(exported[className], "attach", handle)),
    ClosedError: errorClass(exported["ClosedError"]),
    LayoutMismatchError: errorClass(exported["LayoutMismatchError"]),
  };
}

/** Calls a static method; an argument that is undefined is not passed. */
function call(owner: unknown, method: string, argument: unknown): unknown {
  const found: unknown = typeof owner === "function" ? Reflect.get(owner, method) : undefined;
  if (typeof found !== "function") throw new Error(`the class has no static method ${method}`);
  return Reflect.apply(found, owner, argument === undefined ? [] : [argument]);
}

function checked(queue: unknown): AnyQueue {
  if (!isQueue(queue)) throw new Error("the module's class is no queue");
  return queue;
}

function isQueue(value: unknown): value is AnyQueue {
  return typeof value === "object" && value !== null && "tryPush" in value && "handle" in value;
}

function errorClass(value: unknown): new (...args: readonly unknown[]) => Error {
  if (!isErrorClass(value)) throw new Error("the module lacks one of its error classes");
  return value;
}

function isErrorClass(value: unknown): value is new (...args: readonly unknown[]) => Error {
  return typeof value === "function" && value.prototype instanceof Error;
}
