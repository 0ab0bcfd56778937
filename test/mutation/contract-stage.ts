/** The second stage: do the contract tests notice the change? In a process that can be killed. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ContractAnswer, ContractTask } from "./contract-child.ts";

/** All tests over unchanged modules take half a minute at most, also on a machine that does more. */
const LIMIT_MS = 120_000;

/** Modules are never unloaded: a process takes so many changes. */
const TASKS_OF_A_PROCESS = 100;

const TESTS = new URL("../", import.meta.url);

/** Of types and of whole processes, or of items only: they do not import the modules, or are slow. */
const OTHER_FILES = ["type-check.test.ts", "lifetime.test.ts", "slot-types.test.ts"];

/** Those of one structure; the tests of others are left out for it. */
const FILES_OF: Readonly<Record<string, readonly string[]>> = {
  Cubby: ["contract/cubby.test.ts"],
  SecVec: [
    "contract/secvec.test.ts",
    "property/secvec.test.ts",
    "property/secvec-shrink.test.ts",
  ],
};

export interface ContractStage {
  /** No mutation: all tests over the modules as they are. */
  ask(
    mutation: ContractTask["mutation"],
  ): Promise<ContractAnswer | { readonly outcome: "hangs" }>;
  end(): void;
}

export function createContractStage(): ContractStage {
  // Quick ones first: operations before waiting.
  const own = Object.values(FILES_OF).flat();
  const common = readdirSync(new URL("contract/", TESTS))
    .filter((name) => name.endsWith(".test.ts") && !OTHER_FILES.includes(name))
    .map((name) => `contract/${name}`)
    .filter((name) => !own.includes(name))
    .sort((a, b) => Number(b.includes("operations")) - Number(a.includes("operations")));
  const filesFor = (structure: string | undefined) => {
    const names = structure === undefined ? [...common, ...own] : FILES_OF[structure] ?? common;
    return names.map((name) => new URL(name, TESTS).href);
  };
  let child: ChildProcess | undefined;
  let tasks = 0;

  const start = async (): Promise<ChildProcess> => {
    tasks = 0;
    const started = fork(fileURLToPath(new URL("./contract-child.ts", import.meta.url)), {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    await once(started, "message");
    return started;
  };

  const end = () => {
    child?.kill("SIGKILL");
    child = undefined;
  };

  const ask: ContractStage["ask"] = async (mutation) => {
    if (tasks >= TASKS_OF_A_PROCESS) end();
    child ??= await start();
    tasks++;
    const asked = child;
    return await new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer);
        asked.off("message", answered);
        asked.off("exit", ended);
      };
      const answered = (answer: ContractAnswer) => {
        done();
        resolve(answer);
      };
      const ended = (code: number | null) => {
        done();
        child = undefined;
        reject(new Error(`the process of the contract tests ended with ${code}`));
      };
      const timer = setTimeout(() => {
        done();
        end();
        resolve({ outcome: "hangs" });
      }, LIMIT_MS);
      asked.on("message", answered);
      asked.on("exit", ended);
      asked.send({ files: filesFor(mutation?.structure), mutation } satisfies ContractTask);
    });
  };

  return { ask, end };
}
