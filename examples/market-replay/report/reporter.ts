/** The reporting thread: reads trades and level changes while the book threads append them. */
import { parentPort, workerData } from "node:worker_threads";
import { BookHistory } from "../../../generated/book-history.gen.ts";
import { type Command, Commands } from "../../../generated/commands.gen.ts";
import { runThread } from "../threads.ts";
import { createHistoryReader, type HistoryReader, type HistoryReport } from "./history-reader.ts";

export interface ReporterTask {
  readonly commands: Commands["handle"];
}

/** A book thread begins, or another one in its place: what the dead one has written does not count. */
export interface ReporterOrder {
  readonly book: number;
  readonly history: BookHistory["handle"];
}

/** Vectors have nothing to wait on: the thread looks so often, and sleeps on its commands in between. */
const LOOK_EVERY_MS = 10;

const task: ReporterTask = workerData;

runThread(async (): Promise<readonly HistoryReport[]> => {
  const readers = new Map<number, HistoryReader>();
  parentPort?.on("message", ({ book, history }: ReporterOrder) => {
    const { trades, levels } = BookHistory.attach(history);
    readers.set(book, createHistoryReader(trades, levels));
  });
  const commands = Commands.attach(task.commands);
  const told: Command = { command: "resume" };
  for (;;) {
    const command = await commands.popAsync(told, { timeoutMs: LOOK_EVERY_MS });
    const stops = command?.command === "stop";
    // Whatever was appended before the command was pushed is there now.
    for (const reader of readers.values()) reader.readOn(stops);
    if (stops) return [...readers.values()].map((reader) => reader.report());
  }
});
