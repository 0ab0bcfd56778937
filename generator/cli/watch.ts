import { readFileSync } from "node:fs";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { note, reportError } from "./report.ts";
import { specFiles } from "./specs.ts";

/**
 * Reading a handful of small files costs next to nothing, and sees what the change events of the
 * operating systems miss or repeat: editors that replace a file, network folders, containers.
 */
const POLL_MS = 200;

/**
 * Runs `run` now and after every change of the files that `names` stand for, until the process is
 * interrupted. An error of `run` is reported and does not end the watch.
 */
export async function watch(names: readonly string[], run: () => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  let done = contents(names);
  await attempt(run);
  note(`watching ${names.join(", ")}; Ctrl+C ends`);
  let previous = done;
  while (!stop.signal.aborted) {
    const current = contents(names);
    // Two equal looks in a row: nobody is in the middle of writing.
    if (current !== done && current === previous) {
      done = current;
      await attempt(run);
      note("watching for the next change");
    }
    previous = current;
    await sleep(POLL_MS, undefined, { signal: stop.signal }).catch(() => undefined);
  }
  process.removeListener("SIGINT", interrupt);
  process.removeListener("SIGTERM", interrupt);
}

async function attempt(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    reportError(error, { verbose: false });
  }
}

/** Everything that a run would read, as one text to compare. */
function contents(names: readonly string[]): string {
  return JSON.stringify(names.map((name) => {
    try {
      return specFiles(name).map((file) => [file, readFileSync(file, "utf8")]);
    } catch {
      return [];
    }
  }));
}
