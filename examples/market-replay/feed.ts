/** The feed thread: reads exchange messages and sends their changes to the book threads. */
import { workerData } from "node:worker_threads";
import { InputError } from "./errors.ts";
import { decodeMessage } from "./exchange.ts";
import { createOutbox, type Outbox } from "./outbox.ts";
import { type ExchangeMessage, openRecording, withPosition } from "./recording.ts";
import { simulateExchange } from "./simulated-exchange.ts";
import { runThread } from "./threads.ts";
import { BookDeltas } from "../../generated/book-deltas.gen.ts";

export interface FeedTask {
  /** One queue a book thread. */
  readonly handles: readonly BookDeltas["handle"][];
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

const task: FeedTask = workerData;

runThread((onProgress: (progress: FeedProgress) => void) => {
  const queues = task.handles.map((handle) => BookDeltas.attach(handle));
  const outbox = createOutbox(queues, task.stallMs);
  const startedMs = Date.now();
  const counts = feed(openSource(task), outbox, onProgress);
  outbox.flush();
  for (const queue of queues) queue.close();
  return {
    startedMs,
    ...counts,
    levels: outbox.levels,
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
  onProgress: (progress: FeedProgress) => void,
): { readonly messages: number; readonly bookMessages: number } {
  const limitMs = task.seconds === undefined ? Infinity : task.seconds * 1000;
  const limit = task.messages ?? Infinity;
  const startMs = performance.now();
  let reportedMs = startMs;
  let messages = 0;
  let bookMessages = 0;
  onProgress({ messages, fraction: 0 });
  for (const { text, line } of source.messages) {
    outbox.begin(line);
    if (withPosition(source.name, line, () => decodeMessage(text, outbox))) bookMessages++;
    if (++messages === limit) break;
    if (messages % LOOK_AT_CLOCK_EVERY_MESSAGES !== 0) continue;
    const nowMs = performance.now();
    const elapsedMs = nowMs - startMs;
    if (elapsedMs >= limitMs) break;
    if (nowMs - reportedMs < PROGRESS_EVERY_MS) continue;
    reportedMs = nowMs;
    const fraction = Math.max(source.fraction(), messages / limit, elapsedMs / limitMs);
    onProgress({ messages, fraction });
  }
  if (messages === 0) throw new InputError(`${source.name}: no exchange message in it`);
  return { messages, bookMessages };
}
