/**
 * The stress command: `--minutes N` of runs, each with a seed of its own, or one run again with
 * `--seed N`. Ends with 1 at the first history that nothing explains.
 */
import process from "node:process";
import { parseArgs } from "node:util";
import { currentRuntime } from "../../generator/runtime/runtime.ts";
import { MAX_THREADS } from "./plan.ts";
import { type RunOptions, stress } from "./run.ts";
import { STRUCTURES } from "./structures.ts";

const USAGE =
  `usage: test/stress/main.ts [--minutes N] [--structure NAME] [--threads N] [--rounds N]
                           [--deaths] [--seed N]

  --minutes N       runs for so long, every third with threads that are terminated; 1 if not told
  --structure NAME  only this one: ${STRUCTURES.map(({ name }) => name).join(", ")}
  --threads N       threads of a run, 2 to ${MAX_THREADS}; 6 if not told
  --rounds N        rounds of a run; 60 if not told
  --deaths          with --seed: threads are terminated
  --seed N          one run with this seed; its plan is the same each time, its timing is not`;

const STALL_MS = 5_000;

const options = readOptions();
const { name, version } = currentRuntime();
console.log(`${name} ${version}, seed ${options.seed}`);
const deadline = performance.now() + options.minutes * 60_000;
try {
  for (let run = 0; run === 0 || (!options.isOne && performance.now() < deadline); run++) {
    for (const structure of options.structures) {
      const seed = options.seed + run;
      const hasDeaths = options.isOne ? options.hasDeaths : run % 3 === 2;
      const startedMs = performance.now();
      const shape: RunOptions = { ...options.shape, hasDeaths, stallMs: STALL_MS };
      const { title, rounds, operations, unchecked, pending } = await stress(
        structure,
        seed,
        shape,
      );
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
      console.log(
        `seed ${seed}: ${title}: ${rounds} rounds, ${operations} operations linearizable` +
          `${pending === 0 ? "" : `, ${pending} never returned`}` +
          `${unchecked === 0 ? "" : `, ${unchecked} rounds UNCHECKED`}, ${seconds} s`,
      );
    }
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

function readOptions() {
  const stop = (message: string): never => {
    console.error(`${message}\n\n${USAGE}`);
    process.exit(2);
  };
  const whole = (option: string, text: string, least: number, most: number): number => {
    const value = Number(text);
    if (text !== "" && Number.isInteger(value) && value >= least && value <= most) return value;
    return stop(`--${option} ${text}: expected a whole number from ${least} to ${most}`);
  };
  try {
    const { values } = parseArgs({
      options: {
        minutes: { type: "string", default: "1" },
        structure: { type: "string" },
        threads: { type: "string", default: "6" },
        rounds: { type: "string", default: "60" },
        deaths: { type: "boolean", default: false },
        seed: { type: "string" },
      },
    });
    const minutes = Number(values.minutes);
    if (!(minutes > 0)) stop(`--minutes ${values.minutes}: expected more than 0`);
    const structures = STRUCTURES.filter(({ name }) =>
      values.structure === undefined || name === values.structure
    );
    if (structures.length === 0) {
      stop(
        `--structure ${values.structure}: expected one of ${
          STRUCTURES.map(({ name }) => name).join(", ")
        }`,
      );
    }
    return {
      minutes,
      structures,
      hasDeaths: values.deaths,
      isOne: values.seed !== undefined,
      seed: values.seed === undefined
        ? Math.floor(Math.random() * 2 ** 31)
        : whole("seed", values.seed, 0, 2 ** 53 - 1),
      shape: {
        threads: whole("threads", values.threads, 2, MAX_THREADS),
        rounds: whole("rounds", values.rounds, 1, 10_000),
      },
    };
  } catch (error) {
    return stop(error instanceof Error ? error.message : String(error));
  }
}
