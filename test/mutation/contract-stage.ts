/** Do the contract tests notice a change? In a process that can be killed. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type {
  ContractAnswer,
  ContractFile,
  ContractMutation,
  ContractTask,
  Watched,
} from "./contract-child.ts";

/**
 * For one test, or for a test file to load; those that load first have modules to generate. A test
 * takes a second at most, on a machine that does nothing else.
 */
const STEP_LIMIT_MS = 15_000;
const WATCH_LIMIT_MS = 120_000;

/** Modules are never unloaded: a process takes so many changes. */
const TASKS_OF_A_PROCESS = 300;

const TESTS = new URL("../", import.meta.url);

/** Of types and of whole processes, or of items only: they do not import the modules, or are slow. */
const OTHER_FILES = ["type-check.test.ts", "lifetime.test.ts", "slot-types.test.ts"];

const PROPERTIES = ["property/secvec.test.ts", "property/secvec-shrink.test.ts"];

/** That a test has noticed changes of the same statement says more. */
const SAME_STATEMENT = 1000;

type Answer =
  | Extract<ContractAnswer, { outcome: "killed" | "survived" }>
  | { readonly outcome: "hangs" };

export interface ContractOptions {
  /** `quick`: only the tests of the file that has noticed most. */
  readonly effort: "quick" | "all";
  /** Whether what is noticed has to be noticed twice: where a reason says that it cannot be. */
  readonly isConfirmed: boolean;
}

export interface ContractStage {
  ask(mutation: ContractMutation, how: ContractOptions): Promise<Answer>;
  end(): void;
}

/** Runs all tests over the modules as they are first; throws where one does not hold. */
export async function createContractStage(): Promise<ContractStage> {
  const names = readdirSync(new URL("contract/", TESTS))
    .filter((name) => name.endsWith(".test.ts") && !OTHER_FILES.includes(name))
    .map((name) => `contract/${name}`);
  const files = [...names, ...PROPERTIES].map((name) => new URL(name, TESTS).href);
  const killers = new Map<string, number>();
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

  const send = async (
    task: ContractTask,
    limitMs: number,
  ): Promise<ContractAnswer | { readonly outcome: "hangs" }> => {
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
      const startTimer = () =>
        setTimeout(() => {
          done();
          end();
          resolve({ outcome: "hangs" });
        }, limitMs);
      const answered = (answer: ContractAnswer) => {
        if (answer.outcome === "goes on") {
          clearTimeout(timer);
          timer = startTimer();
          return;
        }
        done();
        resolve(answer);
      };
      const ended = (code: number | null) => {
        done();
        child = undefined;
        reject(new Error(`the process of the contract tests ended with ${code}`));
      };
      let timer = startTimer();
      asked.on("message", answered);
      asked.on("exit", ended);
      asked.send(task);
    });
  };

  const watched = await send({ kind: "watch", files }, WATCH_LIMIT_MS);
  if (watched.outcome !== "watched") {
    end();
    throw new Error(
      `the contract tests do not hold over the modules as they are: ${JSON.stringify(watched)}`,
    );
  }
  const places = new Map(watched.tests.map((one) => [one, new Set(one.places)]));

  /** Those that come to the statement: first those that have noticed most, then the quickest. */
  const filesFor = ({ structure, at, operation }: ContractMutation): readonly ContractFile[] => {
    const rank = ({ test }: Watched) =>
      SAME_STATEMENT * (killers.get(`${at} ${test}`) ?? 0) +
      (killers.get(`${operation} ${test}`) ?? 0);
    const wanted = watched.tests.filter((one) => places.get(one)!.has(`${structure} ${at}`))
      .sort((a, b) => rank(b) - rank(a) || a.ms - b.ms);
    const byFile = new Map<string, string[]>();
    for (const { file, test } of wanted) {
      const tests = byFile.get(file) ?? [];
      tests.push(test);
      byFile.set(file, tests);
    }
    return [...byFile].map(([file, tests]) => ({ file, tests }));
  };

  return {
    async ask(mutation, { effort, isConfirmed }) {
      const wanted = filesFor(mutation).slice(0, effort === "quick" ? 1 : Infinity);
      if (wanted.length === 0) return { outcome: "survived", changed: 0 };
      const task = { kind: "try", files: wanted, mutation } satisfies ContractTask;
      let answer = await send(task, STEP_LIMIT_MS);
      if (answer.outcome !== "survived" && isConfirmed) {
        // Not because the machine was busy, or of what a change before has left.
        end();
        answer = await send(task, STEP_LIMIT_MS);
      }
      if (answer.outcome === "killed") {
        for (const about of [mutation.at, mutation.operation]) {
          const key = `${about} ${answer.test}`;
          killers.set(key, (killers.get(key) ?? 0) + 1);
        }
      }
      if (
        answer.outcome !== "killed" && answer.outcome !== "survived" && answer.outcome !== "hangs"
      ) {
        throw new Error(`the process of the contract tests answers ${answer.outcome}`);
      }
      return answer;
    },
    end,
  };
}
