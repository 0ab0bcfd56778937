/** The feed thread: reads exchange messages and sends their changes to the book threads. */
import { workerData } from "node:worker_threads";
import { InputError } from "./errors.ts";
import { decodeMessage } from "./exchange.ts";
import { queuesOf } from "./hub.ts";
import { createOutbox, type Outbox } from "./outbox.ts";
import { type ExchangeMessage, openRecording, withPosition } from "./recording.ts";
import { simulateExchange } from "./simulated-exchange.ts";
import { runThread } from "./threads.ts";
import type { Command, Commands } from "../../generated/commands.gen.ts";
import { MarketHub } from "../../generated/market-hub.gen.ts";

export interface FeedTask {
  readonly hub: MarketHub["handle"];
  /** Book threads; each has the queue of its number. */
  readonly books: number;
  /** Path of a recording; undefined: the simulated exchange. */
  readonly capture: string | undefined;
  /** Of the simulated exchange. */
  readonly seed: number;
  /** Stop after so many messages or seconds, where given. */
  readonly messages: number | undefined;
  readonly seconds: number | undefined;
  /** How long a queue may stay full. */
  readonly stallMs: number;
}

export interface FeedProgress {
  readonly messages: number;
  /** Part of the work that is done, 0 to 1. */
  readonly fraction: number;
}

export interface FeedReport {
  /** When the first message was asked for; milliseconds since 1970, a clock that threads share. */
  readonly startedMs: number;
  readonly messages: number;
  /** Messages that concerned a book. */
  readonly bookMessages: number;
  readonly trades: number;
  /** Told to stop before the end. */
  readonly stopped: boolean;
  readonly levels: number;
  /** Records by book thread. */
  readonly sent: readonly number[];
  /** Names by symbol. */
  readonly products: readonly string[];
}

interface Source {
  readonly name: string;
  readonly messages: Iterable<ExchangeMessage>;
  /** Part of it that has been read, where that is known. */
  fraction(): number;
}

const PROGRESS_EVERY_MS = 100;
const LOOK_AT_CLOCK_EVERY_MESSAGES = 256;
const PAUSED_PROGRESS_EVERY_MS = 1_000;

const task: FeedTask = workerData;

runThread((onProgress: (progress: FeedProgress) => void) => {
  const hub = MarketHub.attach(task.hub);
  const queues = queuesOf(hub).slice(0, task.books);
  const outbox = createOutbox(queues, task.stallMs);
  const startedMs = Date.now();
  const counts = feed(openSource(task), outbox, hub, onProgress);
  outbox.flush();
  for (const queue of queues) queue.close();
  return {
    startedMs,
    ...counts,
    levels: outbox.levels,
    trades: outbox.trades,
    sent: outbox.sent,
    products: outbox.products.map(({ name }) => name),
  } satisfies FeedReport;
});

function openSource({ capture, seed }: FeedTask): Source {
  if (capture === undefined) {
    return { name: "simulated exchange", messages: simulateExchange(seed), fraction: () => 0 };
  }
  const recording = openRecording(capture);
  return {
    name: capture,
    messages: recording,
    fraction: () => recording.bytesRead / recording.totalBytes,
  };
}

function feed(
  source: Source,
  outbox: Outbox,
  hub: MarketHub,
  onProgress: (progress: FeedProgress) => void,
): Pick<FeedReport, "messages" | "bookMessages" | "stopped"> {
  const limitMs = task.seconds === undefined ? Infinity : task.seconds * 1000;
  const limit = task.messages ?? Infinity;
  const told: Command = { command: "resume" };
  const startMs = performance.now();
  let pausedMs = 0;
  let reportedMs = startMs;
  let messages = 0;
  let bookMessages = 0;
  let stopped = false;
  const progressNow = () => {
    const elapsedMs = performance.now() - startMs - pausedMs;
    const fraction = Math.max(source.fraction(), messages / limit, elapsedMs / limitMs);
    onProgress({ messages, fraction });
  };
  progressNow();
  for (const { text, line } of source.messages) {
    outbox.begin(line);
    if (withPosition(source.name, line, () => decodeMessage(text, outbox))) bookMessages++;
    if (++messages === limit) break;
    if (messages % LOOK_AT_CLOCK_EVERY_MESSAGES !== 0) continue;
    if (hub.feedCommands.tryPop(told) !== undefined) {
      const fromMs = performance.now();
      outbox.flush();
      stopped = told.command === "stop" ||
        (told.command === "pause" && pause(hub, told, progressNow) === "stop");
      pausedMs += performance.now() - fromMs;
      if (stopped) break;
    }
    const nowMs = performance.now();
    if (nowMs - startMs - pausedMs >= limitMs) break;
    if (nowMs - reportedMs < PROGRESS_EVERY_MS) continue;
    reportedMs = nowMs;
    progressNow();
  }
  if (messages === 0) throw new InputError(`${source.name}: no exchange message in it`);
  return { messages, bookMessages, stopped };
}

/** Waits until it is told to go on, or to stop. */
function pause(hub: MarketHub, told: Command, progressNow: () => void): Command["command"] {
  const commands: Commands = hub.feedCommands;
  hub.feedState.storePaused(1);
  do {
    progressNow();
    commands.pop(told, PAUSED_PROGRESS_EVERY_MS);
  } while (told.command === "pause" && !commands.closed);
  hub.feedState.storePaused(0);
  return told.command;
}
