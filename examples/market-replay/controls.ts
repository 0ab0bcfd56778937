/** Keys and signals of a person → commands for the feed. */
import process from "node:process";
import type { ReplayControl } from "./replay.ts";

export interface Controls {
  stop(): void;
}

/** p pauses and resumes, q and the signal of Ctrl-C stop; a second Ctrl-C ends the process. */
export function listen(control: ReplayControl): Controls {
  let paused = false;
  const send = (command: "pause" | "resume" | "stop") =>
    void control.send(command).catch((error) => console.error(`not ${command}d: ${error}`));
  const onSignal = () => {
    process.off("SIGINT", onSignal);
    send("stop");
  };
  process.on("SIGINT", onSignal);
  const { stdin } = process;
  const onKey = (key: { toString(): string }) => {
    const text = key.toString();
    if (text === "p") {
      paused = !paused;
      send(paused ? "pause" : "resume");
    } else if (text === "q") send("stop");
    else if (text === "\u0003") process.kill(process.pid, "SIGINT");
  };
  if (stdin.isTTY) {
    stdin.setRawMode(true);
    stdin.on("data", onKey);
    stdin.resume();
  }
  return {
    stop() {
      process.off("SIGINT", onSignal);
      if (!stdin.isTTY) return;
      stdin.off("data", onKey);
      stdin.setRawMode(false);
      stdin.pause();
    },
  };
}
