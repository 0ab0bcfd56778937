/** The reporting thread: reads trades and level changes while the book threads append them. */
import { workerData } from "node:worker_threads";
import type { Command } from "../../generated/commands.gen.ts";
import { MarketHub } from "../../generated/market-hub.gen.ts";
import { createHistoryReader, type HistoryReport } from "./history-reader.ts";
import { runThread } from "./threads.ts";

export interface ReporterTask {
  readonly hub: MarketHub["handle"];
}

/** Vectors have nothing to wait on: the thread looks so often, and sleeps on its commands in between. */
const LOOK_EVERY_MS = 10;

const task: ReporterTask = workerData;

runThread((): HistoryReport => {
  const { trades, levels, reportCommands } = MarketHub.attach(task.hub);
  const reader = createHistoryReader(trades, levels);
  const told: Command = { command: "resume" };
  for (;;) {
    const stops = reportCommands.pop(told, LOOK_EVERY_MS)?.command === "stop";
    // Whatever was appended before the command was pushed is there now.
    reader.readOn(stops);
    if (stops) return reader.report();
  }
});
