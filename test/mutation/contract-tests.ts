/** Stands for `node:test` in the contract tests: keeps the tests that a file has, to run them one by one. */
export interface ContractTest {
  readonly name: string;
  readonly run: () => unknown;
}

export const collected: ContractTest[] = [];

export function test(name: string, run: () => unknown): void {
  collected.push({ name, run });
}
