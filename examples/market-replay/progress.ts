import process from "node:process";
import cliProgress from "cli-progress";
import type { Incident } from "./incidents.ts";
import type { SessionProgress } from "./replay.ts";

const LINE_EVERY_MS = 1000;

export interface ProgressDisplay {
  show(progress: SessionProgress): void;
  /** Says at once what has happened. */
  tell(incident: Incident): void;
  stop(): void;
}

/** A bar on a terminal, a line a second elsewhere; on standard error, which leaves output to pipes. */
export function createProgressDisplay(): ProgressDisplay {
  return process.stderr.isTTY ? createBar() : createLines();
}

function createBar(): ProgressDisplay {
  const bar = new cliProgress.SingleBar({
    format: "replay [{bar}] {percentage} % · {messages} messages",
    clearOnComplete: true,
    hideCursor: false,
  }, cliProgress.Presets.shades_classic);
  bar.start(100, 0, { messages: 0 });
  return {
    show: ({ messages, fraction }) =>
      bar.update(percent(fraction), { messages: messages.toLocaleString("en-US") }),
    tell: () => {}, // The summary has it; a line would tear the bar.
    stop: () => bar.stop(),
  };
}

function createLines(): ProgressDisplay {
  let shownMs = performance.now();
  return {
    show({ messages, fraction }) {
      if (performance.now() - shownMs < LINE_EVERY_MS) return;
      shownMs = performance.now();
      console.error(`replay ${percent(fraction)} % · ${messages.toLocaleString("en-US")} messages`);
    },
    tell: ({ seconds, text }) => console.error(`replay ${seconds.toFixed(2)} s · ${text}`),
    stop() {},
  };
}

function percent(fraction: number): number {
  return Math.floor(Math.min(fraction, 1) * 100);
}
