/** `node:assert/strict` for a page: what the tests that run there use of it. */

export class AssertionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "AssertionError";
  }
}

type Expected =
  | RegExp
  | Error
  | Readonly<Record<string, unknown>>
  | (new (...args: never[]) => Error)
  | ((error: unknown) => boolean);

type Message = string | Error | undefined;

const assert = {
  fail(message: Message = "failed"): never {
    throw message instanceof Error ? message : new AssertionError(message);
  },
  ok(value: unknown, message?: Message): void {
    if (!value) assert.fail(message ?? `${shown(value)} is not truthy`);
  },
  equal(actual: unknown, expected: unknown, message?: Message): void {
    if (Object.is(actual, expected)) return;
    assert.fail(message ?? `${shown(actual)} is not ${shown(expected)}`);
  },
  notEqual(actual: unknown, expected: unknown, message?: Message): void {
    if (Object.is(actual, expected)) assert.fail(message ?? `both are ${shown(actual)}`);
  },
  deepEqual(actual: unknown, expected: unknown, message?: Message): void {
    if (isDeepEqual(actual, expected)) return;
    assert.fail(message ?? `${shown(actual)} is not deeply ${shown(expected)}`);
  },
  match(text: string, pattern: RegExp, message?: Message): void {
    if (!pattern.test(text)) assert.fail(message ?? `${shown(text)} does not match ${pattern}`);
  },
  throws(work: () => unknown, expected?: Expected, message?: string): void {
    let thrown: unknown;
    try {
      work();
    } catch (error) {
      thrown = error;
      compare(error, expected, message);
      return;
    }
    assert.fail(message ?? `nothing was thrown${thrown === undefined ? "" : ", or undefined"}`);
  },
  async rejects(
    work: Promise<unknown> | (() => Promise<unknown>),
    expected?: Expected,
    message?: string,
  ): Promise<void> {
    try {
      await (typeof work === "function" ? work() : work);
    } catch (error) {
      compare(error, expected, message);
      return;
    }
    assert.fail(message ?? "nothing was rejected");
  },
};

export default assert;

/** Whether `error` is what was expected: a class, a pattern, properties, or a function that says so. */
function compare(error: unknown, expected: Expected | undefined, message?: string): void {
  if (expected === undefined) return;
  const wrong = `${shown(error)} was thrown, not what was expected: ${shown(expected)}`;
  if (expected instanceof RegExp) return assert.ok(expected.test(String(error)), message ?? wrong);
  if (typeof expected === "function") {
    if (isClass(expected)) return assert.ok(error instanceof expected, message ?? wrong);
    return assert.ok(expected(error) === true, message ?? wrong);
  }
  const names = expected instanceof Error
    ? ["name", "message", ...Object.keys(expected)]
    : Object.keys(expected);
  for (const name of names) {
    const actual: unknown = Reflect.get(Object(error), name);
    const wanted: unknown = Reflect.get(expected, name);
    const agrees = wanted instanceof RegExp && typeof actual === "string"
      ? wanted.test(actual)
      : isDeepEqual(actual, wanted);
    assert.ok(agrees, message ?? `${name}: ${wrong}`);
  }
}

function isClass(value: object): value is new (...args: never[]) => Error {
  return value === Error || Reflect.get(value, "prototype") instanceof Error;
}

/** As `assert.deepStrictEqual` has it: the same prototypes, keys and values; NaN is NaN, 0 is not -0. */
function isDeepEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (a instanceof Map && b instanceof Map) return isDeepEqual([...a], [...b]);
  if (a instanceof Set && b instanceof Set) return isDeepEqual([...a], [...b]);
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  if (a instanceof ArrayBuffer || a instanceof SharedArrayBuffer) return a === b;
  if (Array.isArray(a) && Array.isArray(b) && a.length !== b.length) return false;
  if (a instanceof Error && b instanceof Error && (a.name !== b.name || a.message !== b.message)) {
    return false;
  }
  const keys = Reflect.ownKeys(a).filter((key) =>
    Object.prototype.propertyIsEnumerable.call(a, key)
  );
  const others = Reflect.ownKeys(b).filter((key) =>
    Object.prototype.propertyIsEnumerable.call(b, key)
  );
  return keys.length === others.length &&
    keys.every((key) =>
      Object.hasOwn(b, key) && isDeepEqual(Reflect.get(a, key), Reflect.get(b, key))
    );
}

const MAX_SHOWN = 300;

function shown(value: unknown): string {
  if (typeof value === "function") return `function ${value.name}`;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof RegExp || typeof value === "symbol") return String(value);
  try {
    const text = JSON.stringify(
      value,
      (_, inner: unknown) => typeof inner === "bigint" ? `${inner}n` : inner,
    );
    return text === undefined ? String(value) : text.slice(0, MAX_SHOWN);
  } catch {
    return String(value);
  }
}
