/**
 * Names: how a name of a spec turns into names of files and members, and which names are taken.
 */

/** ASCII only, so that a name reads the same in every editor, file system and review. */
const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]{0,99}$/;

/** 1 to 100 ASCII letters, digits, `_` and `$`, not beginning with a digit. */
export function isIdentifier(name: string): boolean {
  return IDENTIFIER.test(name);
}

/** `BookDeltas` → `book-deltas`, `HTTPQueue` → `http-queue`: the base of a file name. */
export function kebabCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1-$2")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .toLowerCase();
}

/** `BookDeltas` → `book-deltas.gen.ts`: the file of a class. */
export function moduleFile(className: string): string {
  return `${kebabCase(className)}.gen.ts`;
}

/** `BookDeltas` and `lastTrade` → `BOOK_DELTAS` and `LAST_TRADE`: the beginning of a constant. */
export function upperSnakeCase(name: string): string {
  return kebabCase(name).replaceAll("-", "_").toUpperCase() || "VALUE";
}

/** `price_level` and `priceLevel` → `PriceLevel`; a name without letters or digits stays as it is. */
export function pascalCase(name: string): string {
  const words = name.split("_").filter((word) => word !== "");
  if (words.length === 0) return name;
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

/** The member that reads or writes one field: `("set", ["best", "price"])` → `setBestPrice`. */
export function accessorName(prefix: "get" | "set", path: readonly string[]): string {
  return prefix + path.map(pascalCase).join("");
}

const words = (list: string): string[] => list.trim().split(/\s+/);

/** Reserved by ECMAScript in modules (strict mode), with the literals and the two restricted names. */
export const RESERVED_WORDS: ReadonlySet<string> = new Set(words(`
  arguments await break case catch class const continue debugger default delete do else enum eval
  export extends false finally for function if implements import in instanceof interface let new
  null package private protected public return static super switch this throw true try typeof
  undefined var void while with yield
`));

/** Property names that mean something to every object or class. */
export const RESERVED_MEMBERS: ReadonlySet<string> = new Set(words(`
  __proto__ constructor prototype
`));

/** Globals and utility types that a generated module may use, and its own error classes. */
export const RESERVED_TYPES: ReadonlySet<string> = new Set(words(`
  ClosedError LayoutMismatchError ONE Sleepers TooManyWaitersError UnfinishedError WrongKindError
  AbortController AbortSignal AggregateError Array ArrayBuffer ArrayLike AsyncDisposable AsyncGenerator
  AsyncIterable AsyncIterableIterator AsyncIterator Atomics Awaited BigInt BigInt64Array BigUint64Array
  Boolean DOMException DataView Date Disposable Error EvalError Exclude Extract
  FinalizationRegistry Float16Array Float32Array Float64Array Function Generator Infinity Int16Array
  Int32Array Int8Array Iterable IterableIterator Iterator IteratorResult JSON Map Math NaN NonNullable
  Number Object Omit Parameters Partial Pick Promise PromiseLike PropertyKey Proxy RangeError Readonly
  ReadonlyArray Record ReferenceError Reflect RegExp Required ReturnType Set SharedArrayBuffer String
  Symbol SyntaxError TextDecoder TextEncoder TypeError URIError Uint16Array Uint32Array Uint8Array
  Uint8ClampedArray WeakMap WeakRef WeakSet WebAssembly
  Bun Deno
`));

/** Base names that Windows keeps for devices, whatever extension follows. */
export const RESERVED_FILES: ReadonlySet<string> = new Set(words(`
  aux con nul prn
  com0 com1 com2 com3 com4 com5 com6 com7 com8 com9
  lpt0 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9
`));
