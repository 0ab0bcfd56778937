/** The variants that a spec can ask for, and the specs that ask for all of them. */
import {
  type AnyQueue,
  canWait,
  generateAndImport,
  moduleOf,
  type QueueModule,
  type WaitingQueue,
} from "../support/generated.ts";

export type Count = "one" | "many";

export interface Variant {
  readonly producers: Count;
  readonly consumers: Count;
  readonly waiting: boolean;
  readonly padding: "line" | "none";
  /** As the spec asks; the queue has the next power of two. */
  readonly capacity: number;
}

export interface Subject extends Variant {
  readonly name: string;
  readonly module: QueueModule;
}

export const ROLES: readonly Pick<Variant, "producers" | "consumers">[] = [
  { producers: "one", consumers: "one" },
  { producers: "one", consumers: "many" },
  { producers: "many", consumers: "one" },
  { producers: "many", consumers: "many" },
];

/** Every combination of roles, waiting and padding. */
export function everyVariant(capacity: number): Variant[] {
  return ROLES.flatMap((roles) =>
    [true, false].flatMap((waiting) =>
      (["line", "none"] as const).map((padding) => ({ ...roles, waiting, padding, capacity }))
    )
  );
}

/** The four combinations of roles with each capacity, packed. */
export function everyRole(capacities: readonly number[], waiting: boolean): Variant[] {
  return capacities.flatMap((capacity) =>
    ROLES.map((roles) => ({ ...roles, waiting, padding: "none" as const, capacity }))
  );
}

/** `OneToManyWaitingLine4`. */
function nameOf({ producers, consumers, waiting, padding, capacity }: Variant): string {
  const side = (count: Count) => count === "one" ? "One" : "Many";
  return `${side(producers)}To${side(consumers)}${waiting ? "Waiting" : "Polling"}` +
    `${padding === "line" ? "Line" : "Packed"}${capacity}`;
}

/** A queue of `item` for each variant; `declarations` are the records that `item` needs. */
export function variantSpec(
  item: string,
  variants: readonly Variant[],
  declarations: string = "",
): string {
  const queues = variants.map((variant) => {
    const { producers, consumers, waiting, padding, capacity } = variant;
    const options = `{ capacity: ${capacity}; producers: "${producers}"; ` +
      `consumers: "${consumers}"; waiting: ${waiting}; padding: "${padding}" }`;
    return `export type ${nameOf(variant)} = Queue<${item}, ${options}>;`;
  });
  return `import type {
  bool, Bytes, f32, f64, FixedArray, i16, i32, i64, i8, Queue, Text, u16, u32, u53, u64, u8,
} from "amph-gen/spec";
${declarations}
${queues.join("\n")}
`;
}

/** Generates and imports a queue of `item` for each variant. */
export async function subjects(
  item: string,
  variants: readonly Variant[],
  declarations: string = "",
): Promise<Subject[]> {
  const modules = await generateAndImport(variantSpec(item, variants, declarations));
  return variants.map((variant) => {
    const name = nameOf(variant);
    return { ...variant, name, module: moduleOf(modules, name) };
  });
}

/** Runs `check` for each subject; an error says whose it was. */
export function each<T extends { readonly name: string }>(
  items: readonly T[],
  check: (item: T) => void,
): void {
  for (const item of items) {
    try {
      check(item);
    } catch (error) {
      throw named(item.name, error);
    }
  }
}

/** Like {@link each}, one after the other. */
export async function eachAsync<T extends { readonly name: string }>(
  items: readonly T[],
  check: (item: T) => Promise<void>,
): Promise<void> {
  for (const item of items) {
    try {
      await check(item);
    } catch (error) {
      throw named(item.name, error);
    }
  }
}

function named(name: string, error: unknown): Error {
  return new Error(`${name}: ${error instanceof Error ? error.stack : error}`, { cause: error });
}

export function hasTurns({ producers, consumers }: Variant): boolean {
  return producers === "many" || consumers === "many";
}

/** A queue whose module has the operations that wait. */
export function createWaiting(module: QueueModule): WaitingQueue {
  return waitingQueue(module.create());
}

export function waitingQueue(queue: AnyQueue): WaitingQueue {
  if (!canWait(queue)) throw new Error("the queue has no operation that waits");
  return queue;
}
