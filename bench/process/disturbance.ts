/** Other processes that keep half of the cores busy while a job that wants to be disturbed is measured. */
import { type ChildProcess, spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { runtimeCommand } from "../../test/support/process.ts";

const SCRIPT = new URL("./busy.ts", import.meta.url);

export class Disturbance {
  readonly #children: readonly ChildProcess[];

  private constructor(children: readonly ChildProcess[]) {
    this.#children = children;
  }

  /** Resolves when they run; they end by themselves after `limitMs`. */
  static async start(limitMs: number): Promise<Disturbance> {
    const [command, args] = runtimeCommand(SCRIPT, String(limitMs));
    const children = Array.from(
      { length: Math.ceil(availableParallelism() / 2) },
      () => spawn(command, args, { stdio: "ignore" }),
    );
    await Promise.all(children.map((child) =>
      new Promise<void>((resolve, reject) => {
        child.on("spawn", () => resolve());
        child.on("error", reject);
      })
    ));
    return new Disturbance(children);
  }

  get pids(): readonly number[] {
    return this.#children.flatMap(({ pid }) => pid ?? []);
  }

  /** Some may have ended by themselves, so that they disturbed nobody for a part of the time. */
  get isWhole(): boolean {
    return this.#children.every(({ exitCode, signalCode }) =>
      exitCode === null && signalCode === null
    );
  }

  end(): void {
    for (const child of this.#children) child.kill("SIGKILL");
  }
}
