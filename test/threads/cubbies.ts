/** Cubbies of numbers for thread tests: emitted once, loaded by every thread, looked into from outside. */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { QueueHandle, WaitOptions } from "../support/generated.ts";

export interface Cubby {
  readonly handle: QueueHandle;
  readonly pressure: number;
  readonly size: number;
  readonly closed: boolean;
  readonly busy: boolean;
  tryPush(item: number): boolean;
  tryPop(): number | undefined;
  push(item: number, timeoutMs?: number): boolean;
  pop(into?: undefined, timeoutMs?: number): number | undefined;
  pushAsync(item: number, options?: WaitOptions): Promise<boolean>;
  popAsync(into?: undefined, options?: WaitOptions): Promise<number | undefined>;
  close(): void;
}

export interface CubbyClass {
  create(): Cubby;
  attach(handle: unknown): Cubby;
}

/** What a worker is told of a module. */
export interface CubbyModule {
  readonly path: string;
  readonly className: string;
}

export const GRACE_MS = 60;

/** `graceMs` long enough that nobody is late, and short. */
export async function cubbyModules(): Promise<Record<"patient" | "hasty", CubbyModule>> {
  // Not for workers: the generator takes a second to load.
  const { generateFiles } = await import("../support/generated.ts");
  const [hasty, patient] = await generateFiles(`
    import type { Cubby, u32 } from "amph-gen/spec";
    export type Hasty = Cubby<u32, { graceMs: ${GRACE_MS} }>;
    export type Patient = Cubby<u32, { graceMs: 60000 }>;
  `);
  if (hasty === undefined || patient === undefined) throw new Error("nothing was emitted");
  return {
    patient: { path: patient, className: "Patient" },
    hasty: { path: hasty, className: "Hasty" },
  };
}

export async function load({ path, className }: CubbyModule): Promise<CubbyClass> {
  const exported: Readonly<Record<string, unknown>> = await import(pathToFileURL(path).href);
  const found = exported[className];
  if (!isCubbyClass(found)) throw new Error(`${path} exports no class ${className}`);
  return found;
}

function isCubbyClass(value: unknown): value is CubbyClass {
  return typeof value === "function" && "create" in value && "attach" in value;
}

/** What stands in the memory of a cubby, by the constants of its module. */
export interface Inside {
  /** Tickets that were taken: operations of the side that began to wait. */
  waits(side: "PUSH" | "POP"): number;
  /** Records of the side that are taken. */
  records(side: "PUSH" | "POP"): readonly number[];
}

const ONE_TICKET = 64;

export function lookInside({ path }: CubbyModule, { handle }: Cubby): Inside {
  const text = readFileSync(path, "utf8");
  const words = new Int32Array(handle.buffer, handle.byteOffset);
  const constant = (name: string) => {
    const found = new RegExp(`^const ${name} = (\\d+);$`, "m").exec(text)?.[1];
    if (found === undefined) throw new Error(`the module has no constant ${name}`);
    return Number(found);
  };
  return {
    waits: (side) => Atomics.load(words, constant(`${side}_TICKETS_I32`)) / ONE_TICKET,
    records(side) {
      const first = constant(`${side}_RECORDS_I32`);
      const stride = constant("RECORD_STRIDE");
      const count = constant("RECORDS_LENGTH") / stride;
      return Array.from({ length: count }, (_, k) => Atomics.load(words, first + k * stride))
        .filter((word) => word !== 0);
    },
  };
}
