/** Vectors made for a test and imported by it. */
import { pathToFileURL } from "node:url";
import { generateFiles } from "./generated.ts";

/** What every emitted vector has, whatever its elements are. */
export interface AnyVector extends Iterable<unknown> {
  readonly handle: {
    readonly structure: string;
    readonly fingerprint: string;
    readonly buffer: SharedArrayBuffer;
    readonly byteOffset: number;
    readonly memory?: WebAssembly.Memory;
  };
  readonly size: number;
  readonly maxLength: number;
  readonly capacity: number;
  readonly isEmpty: boolean;
  pushBack(item: unknown): number;
  get(index: number, into?: unknown): unknown;
  reserve(length: number): void;
  copyTo(into: ArrayLike<unknown>, from?: number, count?: number): number;
}

/** A vector with `shrink: false`. */
export interface AppendVector extends AnyVector {
  pushMany(items: ArrayLike<unknown>, from?: number, count?: number): number;
}

/** One whose elements are one number each, without gaps. */
export interface NumberVector extends AppendVector {
  view(bucket: number): ArrayLike<unknown>;
  bucketStart(bucket: number): number;
  bucketOf(index: number): number;
}

/** One that grows and shrinks: `shrink: true`, as if nothing is said. */
export interface ShrinkVector extends AnyVector {
  pushMany(items: ArrayLike<unknown>, from?: number, count?: number): number;
  popBack(into?: unknown): unknown;
  set(index: number, item: unknown): void;
  /** Where an element is one number. */
  compareExchange?(index: number, expected: unknown, replacement: unknown): unknown;
  detach(): void;
}

type ErrorClass = new (...args: never[]) => Error;

/** An emitted module: its class under one name, whatever it is called. */
export interface VectorModule<Vector extends AnyVector> {
  readonly className: string;
  /** Absolute. */
  readonly path: string;
  readonly create: () => Vector;
  readonly createIn: (buffer: unknown, byteOffset: number) => Vector;
  readonly attach: (handle: unknown) => Vector;
  readonly CapacityError: ErrorClass;
  readonly OutOfMemoryError: ErrorClass;
  readonly LayoutMismatchError: ErrorClass;
}

interface Exported<Vector extends AnyVector> {
  readonly CapacityError: ErrorClass;
  readonly OutOfMemoryError: ErrorClass;
  readonly LayoutMismatchError: ErrorClass;
  readonly [className: string]: unknown | Pick<VectorModule<Vector>, "create">;
}

/** Generates the vectors of a spec and imports them; by class name. */
export async function importVectors<Vector extends AnyVector = AppendVector>(
  specText: string,
): Promise<(className: string) => VectorModule<Vector>> {
  const modules = new Map<string, VectorModule<Vector>>();
  for (const path of await generateFiles(specText)) {
    const exported: Exported<Vector> = await import(pathToFileURL(path).href);
    const className = Object.keys(exported).find((name) => !name.endsWith("Error")) ?? "";
    const made = exported[className] as Pick<
      VectorModule<Vector>,
      "create" | "createIn" | "attach"
    >;
    modules.set(className, {
      className,
      path,
      create: () => made.create(),
      createIn: (buffer, byteOffset) => made.createIn(buffer, byteOffset),
      attach: (handle) => made.attach(handle),
      CapacityError: exported.CapacityError,
      OutOfMemoryError: exported.OutOfMemoryError,
      LayoutMismatchError: exported.LayoutMismatchError,
    });
  }
  return (className) => {
    const found = modules.get(className);
    if (found === undefined) throw new Error(`the spec has no ${className}`);
    return found;
  };
}
