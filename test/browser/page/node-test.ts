/** `node:test` for a page: tests are kept in order, and run when the file has been loaded. */

export interface Result {
  readonly name: string;
  /** Undefined: it passed. */
  readonly error: string | undefined;
}

interface Kept {
  readonly name: string;
  readonly work: () => unknown;
}

const kept: Kept[] = [];

/** The forms that the tests use: with options, which are for a command line, and without. */
export function test(name: string, ...rest: readonly unknown[]): void {
  const work = rest.at(-1);
  if (!isWork(work)) throw new TypeError(`test ${name} has no function`);
  kept.push({ name, work });
}

function isWork(value: unknown): value is () => unknown {
  return typeof value === "function";
}

export async function runKept(report: (result: Result) => void): Promise<void> {
  for (const { name, work } of kept) {
    try {
      await work();
      report({ name, error: undefined });
    } catch (error) {
      report({
        name,
        error: error instanceof Error ? error.stack ?? String(error) : String(error),
      });
    }
  }
}
