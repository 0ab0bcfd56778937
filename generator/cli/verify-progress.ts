import process from "node:process";
import cliProgress from "cli-progress";
import type { VerifyProgress } from "../verify/verify.ts";
import { note } from "./report.ts";

export interface ProgressDisplay {
  readonly show: VerifyProgress;
  /** Nothing of it is left on a terminal. */
  stop(): void;
}

const LINE_EVERY_MS = 5000;

/** How far the check of `file` is: a bar on a terminal, a line now and then elsewhere; on stderr. */
export function verifyProgress(file: string): ProgressDisplay {
  return process.stderr.isTTY ? bar(file) : lines(file);
}

function bar(file: string): ProgressDisplay {
  const shown = new cliProgress.SingleBar({
    format: `${file} [{bar}] scenario {value} of {total}, {states} states`,
    stream: process.stderr,
    clearOnComplete: true,
    // An interrupted check must not leave a terminal without a cursor.
    hideCursor: false,
  }, cliProgress.Presets.shades_classic);
  let hasBegun = false;
  return {
    show(done, all, states) {
      const payload = { states: count(states) };
      if (hasBegun) shown.update(done, payload);
      else shown.start(all, done, payload);
      hasBegun = true;
    },
    stop: () => shown.stop(),
  };
}

function lines(file: string): ProgressDisplay {
  let shownMs = performance.now();
  return {
    show(done, all, states) {
      if (performance.now() - shownMs < LINE_EVERY_MS) return;
      shownMs = performance.now();
      note(`${file}: ${done} of ${all} scenarios, ${count(states)} states`);
    },
    stop() {},
  };
}

function count(value: number): string {
  return value.toLocaleString("en");
}
