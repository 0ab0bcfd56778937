/** The market replay: recorded or simulated feeds, over WebSockets, through emitted looms and queues. */
import process from "node:process";
import { type Controls, listen } from "./controls.ts";
import { InputError } from "./errors.ts";
import { parseArguments, USAGE } from "./options.ts";
import { createProgressDisplay } from "./progress.ts";
import { replay } from "./replay.ts";
import { formatSummary } from "./report/summary.ts";

async function main(): Promise<number> {
  const args = parseArguments(process.argv.slice(2));
  if (args.help) {
    console.log(USAGE);
    return 0;
  }
  const display = createProgressDisplay();
  let controls: Controls | undefined;
  const summary = await replay(args, {
    onProgress: display.show,
    onIncident: display.tell,
    onStart: (control) => void (controls = listen(control)),
  }).finally(() => {
    controls?.stop();
    display.stop();
  });
  console.log(args.json ? JSON.stringify(summary, null, 2) : formatSummary(summary, args));
  return summary.ok ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`market-replay: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = error instanceof InputError ? 2 : 1;
}
