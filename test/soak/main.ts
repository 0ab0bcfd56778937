/** The soak command: `--seconds N`, ten minutes if not told, in the runtime that runs it. */
import process from "node:process";
import { parseArgs } from "node:util";
import { currentRuntime } from "../../generator/runtime/runtime.ts";
import { soak } from "./soak.ts";

const USAGE = `usage: test/soak/main.ts [--seconds N] [--seed N]

  --seconds N  how long fibers are started, from 1 on; 600 if not told
  --seed N     what they do; their timing differs each time`;

const whole = (option: string, text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  console.error(
    `--${option} is ${JSON.stringify(text)}: expected a whole number from 1 on\n\n${USAGE}`,
  );
  process.exit(2);
};

function readOptions(): { readonly seconds: string; readonly seed: string } {
  const random = String(1 + Math.floor(Math.random() * 0x7fff_ffff));
  try {
    const { seconds = "600", seed = random } = parseArgs({
      options: { seconds: { type: "string" }, seed: { type: "string" } },
    }).values;
    return { seconds, seed };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exit(2);
  }
}

const options = readOptions();
const [seconds, seed] = [whole("seconds", options.seconds), whole("seed", options.seed)];
const { name, version } = currentRuntime();
console.log(`${name} ${version}, seed ${seed}`);
try {
  console.log(await soak(seconds, seed));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
