/**
 * Pins the calling thread to one core, where the operating system and the runtime let it: Linux by
 * `sched_setaffinity`, Windows by `SetThreadAffinityMask`, through the runtime's foreign-function
 * interface (Deno: `--allow-ffi`; Node: `node:ffi`, from 26 on; Bun: `bun:ffi`). macOS has no such call.
 *
 * Pinning is for speed only, so a failure is an answer and not an error.
 */

/** What came of it; `core` is the one that was read back from the operating system. */
export type Pinned =
  | { readonly pinned: true; readonly core: number }
  | { readonly pinned: false; readonly reason: string };

/** Cores in the mask that Linux is given: 1,024, as in glibc's `cpu_set_t`. */
const MAX_CORES = 1024;

/** Pins the calling thread to `core`, counted from 0. Throws RangeError for what is no core number. */
export async function pinThread(core: number): Promise<Pinned> {
  if (!(Number.isInteger(core) && core >= 0 && core < MAX_CORES)) {
    throw new RangeError(
      `pinThread: core is ${core}, expected a whole number from 0 to ${MAX_CORES - 1}`,
    );
  }
  const { os, name } = host();
  try {
    if (os === "linux") return await pinOnLinux(core, name);
    if (os === "win32" || os === "windows") return await pinOnWindows(core, name);
  } catch (error) {
    return notPinned(`${name} has no usable foreign-function interface here: ${reasonOf(error)}`);
  }
  return notPinned(`${os} has no call that pins a thread to a core`);
}

async function pinOnLinux(core: number, name: Runtime): Promise<Pinned> {
  const libc = await open(name, ["libc.so.6", "libc.so"], {
    sched_setaffinity: { parameters: ["i32", "usize", "buffer"], result: "i32" },
    sched_getaffinity: { parameters: ["i32", "usize", "buffer"], result: "i32" },
  });
  const mask = new Uint8Array(MAX_CORES / 8);
  mask[core >> 3] = 1 << (core & 7);
  // Thread 0 is the calling one.
  if (libc.sched_setaffinity(0, mask.length, mask) !== 0) {
    return notPinned(`core ${core} is not among those that this process may use`);
  }
  mask.fill(0);
  if (libc.sched_getaffinity(0, mask.length, mask) <= 0 && mask.every((byte) => byte === 0)) {
    return notPinned("the mask of cores could not be read back");
  }
  const cores = coresOf(mask);
  const [only] = cores;
  return cores.length === 1 && only === core
    ? { pinned: true, core }
    : notPinned(`the operating system gave the cores ${cores.join(", ")} instead of ${core}`);
}

async function pinOnWindows(core: number, name: Runtime): Promise<Pinned> {
  if (core >= 64) return notPinned(`core ${core}: Windows pins within a group of 64 cores`);
  const kernel = await open(name, ["kernel32.dll"], {
    GetCurrentThread: { parameters: [], result: "usize" },
    SetThreadAffinityMask: { parameters: ["usize", "usize"], result: "usize" },
  });
  const mask = 1n << BigInt(core);
  const thread = kernel.GetCurrentThread();
  // Gives the mask before, and 0 where it fails; asked twice, so that the second says what the first did.
  if (BigInt(kernel.SetThreadAffinityMask(thread, mask)) === 0n) {
    return notPinned(`core ${core} is not among those that this process may use`);
  }
  return BigInt(kernel.SetThreadAffinityMask(thread, mask)) === mask
    ? { pinned: true, core }
    : notPinned("the mask of cores could not be read back");
}

function coresOf(mask: Uint8Array): readonly number[] {
  const cores: number[] = [];
  mask.forEach((byte, index) => {
    for (let bit = 0; bit < 8; bit++) if ((byte >> bit) & 1) cores.push(index * 8 + bit);
  });
  return cores;
}

function notPinned(reason: string): Pinned {
  return { pinned: false, reason };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

// ---------------------------------------------------------------- one face for three interfaces

type Runtime = "Deno" | "Bun" | "Node";
/** As Deno names them. */
type NativeType = "i32" | "usize" | "buffer";

interface Signature {
  readonly parameters: readonly NativeType[];
  readonly result: NativeType;
}

type Native<Signatures> = {
  readonly [Name in keyof Signatures]: (...values: readonly unknown[]) => number;
};

interface Host {
  readonly Deno?: {
    readonly build: { readonly os: string };
    dlopen(path: string, symbols: object): { readonly symbols: object };
  };
  readonly Bun?: unknown;
  readonly process?: { readonly platform: string };
}

function host(): { readonly name: Runtime; readonly os: string } {
  const { Deno, Bun, process } = globalThis as Host;
  if (Deno !== undefined) return { name: "Deno", os: Deno.build.os };
  return { name: Bun === undefined ? "Node" : "Bun", os: process?.platform ?? "a browser" };
}

/** Opens the first of `libraries` that is there. */
async function open<Signatures extends Readonly<Record<string, Signature>>>(
  name: Runtime,
  libraries: readonly string[],
  signatures: Signatures,
): Promise<Native<Signatures>> {
  let fault: unknown;
  for (const library of libraries) {
    try {
      return await openOne(name, library, signatures) as Native<Signatures>;
    } catch (error) {
      fault = error;
    }
  }
  throw fault;
}

async function openOne(
  name: Runtime,
  library: string,
  signatures: Readonly<Record<string, Signature>>,
): Promise<object> {
  if (name === "Deno") {
    const { Deno } = globalThis as Host;
    if (Deno === undefined) throw new Error("Deno is gone");
    return Deno.dlopen(library, signatures).symbols;
  }
  // A variable, so that type checkers of other runtimes do not look for the module.
  const specifier: string = name === "Bun" ? "bun:ffi" : "node:ffi";
  const ffi = await import(specifier) as { dlopen(path: string, definitions: object): Opened };
  const types = name === "Bun" ? BUN_TYPES : NODE_TYPES;
  const opened = ffi.dlopen(
    library,
    Object.fromEntries(
      Object.entries(signatures).map(([symbol, { parameters, result }]) => {
        const args = parameters.map((type) => types[type]);
        const returns = types[result];
        // Bun reads `args` and `returns`; Node `arguments` and `return`.
        return [symbol, name === "Bun" ? { args, returns } : { arguments: args, return: returns }];
      }),
    ),
  );
  return opened.functions === undefined
    ? opened.symbols ?? {}
    : widened(opened.functions, signatures);
}

interface Opened {
  /** Node's. */
  readonly functions?: Readonly<Record<string, (...values: readonly unknown[]) => unknown>>;
  /** Bun's. */
  readonly symbols?: object;
}

const BUN_TYPES: Readonly<Record<NativeType, string>> = { i32: "i32", usize: "u64", buffer: "ptr" };
const NODE_TYPES: Readonly<Record<NativeType, string>> = {
  i32: "int32",
  usize: "uint64",
  buffer: "buffer",
};

/** Node takes words of 64 bits as `bigint` only. */
function widened(
  functions: NonNullable<Opened["functions"]>,
  signatures: Readonly<Record<string, Signature>>,
): object {
  return Object.fromEntries(
    Object.entries(signatures).map(([symbol, { parameters }]) => [
      symbol,
      (...values: readonly unknown[]) =>
        functions[symbol]?.(
          ...values.map((value, k) =>
            parameters[k] === "usize" && typeof value === "number" ? BigInt(value) : value
          ),
        ),
    ]),
  );
}
