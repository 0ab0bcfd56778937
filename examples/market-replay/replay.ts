/** The session: an exchange, the threads that follow it, and the one that reports. */
import { availableParallelism } from "node:os";
import { type Command, Commands } from "../../generated/commands.gen.ts";
import type { ExchangeProgress, ExchangeReport, ExchangeTask } from "./exchange/exchange-thread.ts";
import { type FeedOrigin, nameOf } from "./exchange/feed-source.ts";
import type { Fault } from "./exchange/subscription.ts";
import type { FeedProgress } from "./feed/feed-thread.ts";
import { createIncidents, type Incident } from "./incidents.ts";
import type { Kill, ReplayOptions } from "./options.ts";
import type { HistoryReport } from "./report/history-reader.ts";
import type { ReporterOrder, ReporterTask } from "./report/reporter.ts";
import { type ReplaySummary, summarize } from "./report/totals.ts";
import { supervise, type Supervisor } from "./supervisor.ts";
import { startThread } from "./threads.ts";

/** How long the exchange may send nothing new, and nobody else say anything, without a pause. */
const SILENCE_MS = 30_000;

/** How long a thread may take to hear a command. */
const COMMAND_MS = 20_000;

/** Parts of the session behind which a thread is ended, where that is asked for. */
const KILLS: readonly { readonly at: number; readonly kind: "feed" | "books" }[] = [
  { at: 0.3, kind: "feed" },
  { at: 0.6, kind: "books" },
];

export interface SessionProgress {
  readonly messages: number;
  /** Part of the work that is done, 0 to 1. */
  readonly fraction: number;
}

/** What can be done with a replay under way. */
export interface ReplayControl {
  /** Tells all whom it concerns; false where somebody does not listen any more. */
  send(command: Command["command"]): Promise<boolean>;
}

export interface ReplayEvents {
  readonly onProgress?: (progress: SessionProgress) => void;
  readonly onIncident?: (incident: Incident) => void;
  readonly onStart?: (control: ReplayControl) => void;
}

/**
 * Runs a session to its end. Throws InputError for bad input and Error when a thread fails, too many die
 * or nothing moves; no thread is left then.
 */
export async function replay(
  options: ReplayOptions,
  { onProgress = () => {}, onIncident = () => {}, onStart = () => {} }: ReplayEvents = {},
): Promise<ReplaySummary> {
  const origins = originsOf(options);
  const silence = watchSilence();
  const incidents = createIncidents(onIncident);
  const commands = { exchange: Commands.create(), reporter: Commands.create() };
  const listening = Promise.withResolvers<string>();
  const kills = KILLS.filter(({ kind }) => options.kill.includes(kind));
  let deaths = kills.length;
  let supervisor: Supervisor | undefined;
  let sent = 0;
  let isPaused = false;
  let isStopped = false;

  const reporterTask: ReporterTask = { commands: commands.reporter.handle };
  const reporter = startThread<ReporterOrder, never, readonly HistoryReport[]>(
    new URL("./report/reporter.ts", import.meta.url),
    reporterTask,
  );
  const exchangeTask: ExchangeTask = {
    feeds: origins,
    messages: options.messages,
    seconds: options.seconds,
    faults: options.kill.flatMap(faultOf),
    holdsLastPart: kills.length > 0,
    commands: commands.exchange.handle,
  };
  const exchange = startThread<never, ExchangeProgress, ExchangeReport>(
    new URL("./exchange/exchange-thread.ts", import.meta.url),
    exchangeTask,
    hearExchange,
  );

  function hearExchange(progress: ExchangeProgress): void {
    if (progress.kind === "listening") return listening.resolve(progress.url);
    if (progress.kind === "fault") return incidents.fault(progress.feed, progress.fault);
    if (progress.messages !== sent || isPaused) silence.heard();
    sent = progress.messages;
    onProgress(progress);
    for (
      const { kind } of kills.splice(
        0,
        kills.findLastIndex(({ at }) => at <= progress.fraction) + 1,
      )
    ) {
      void supervisor?.kill(kind, 0);
    }
  }

  function hearFeed(thread: number, progress: FeedProgress): void {
    if (progress.kind === "pinned") incidents.pinned(thread, progress.pinned);
    else if (progress.kind === "ended") incidents.ended(progress);
    // Records that come into queues; a connection that is lost again and again is no progress.
    else silence.heard();
  }

  async function run(): Promise<ReplaySummary> {
    supervisor = supervise(
      {
        url: await Promise.race([listening.promise, failureOf(exchange.result)]),
        feeds: origins.map(nameOf),
        feedThreads: Math.min(options.threads, origins.length),
        bookThreads: options.books,
        cores: availableParallelism(),
      },
      {
        feedProgress: hearFeed,
        replaced(thread, remark) {
          incidents.replaced(thread, remark);
          silence.heard();
          // Everybody has died who was to: the exchange may send the rest.
          if (--deaths > 0) return;
          void commands.exchange.pushAsync({ command: "resume" }, { timeoutMs: COMMAND_MS });
        },
        history: (book, history) => reporter.send({ book, history }),
      },
    );
    onStart({ send });
    const { feeds, books } = await supervisor.result;
    const endedMs = Date.now();
    await commands.reporter.pushAsync({ command: "stop" }, { timeoutMs: COMMAND_MS });
    const histories = await reporter.result;
    // The first one ends the feeds, where they have not ended; the second one the exchange.
    for (let stops = 0; stops < 2; stops++) {
      await commands.exchange.pushAsync({ command: "stop" }, { timeoutMs: COMMAND_MS });
    }
    return summarize({
      exchange: await exchange.result,
      feeds,
      books,
      histories,
      endedMs,
      isStopped,
      incidents: incidents.report(),
    });
  }

  async function send(command: Command["command"]): Promise<boolean> {
    isPaused = command === "pause";
    isStopped ||= command === "stop";
    silence.heard();
    // Who pauses has to go on for the end to reach it.
    const feeds = command === "pause" ? "pause" : "resume";
    const told = await Promise.all([
      commands.exchange.pushAsync({ command }, { timeoutMs: COMMAND_MS }),
      supervisor?.tellFeeds(feeds) ?? false,
    ]);
    return told.every((is) => is);
  }

  try {
    // An exchange or a reporting thread that fails ends the session as well.
    return await Promise.race([
      run(),
      silence.tooLong,
      failureOf(reporter.result),
      failureOf(exchange.result),
    ]);
  } finally {
    silence.stop();
    await Promise.all([supervisor?.stop(), exchange.stop(), reporter.stop()]);
  }
}

function originsOf({ captures, feeds, seed }: ReplayOptions): readonly FeedOrigin[] {
  return captures.length > 0
    ? captures.map((capture) => ({ capture }))
    : Array.from({ length: feeds }, (_, k) => ({ seed: seed + k }));
}

function faultOf(kill: Kill): readonly Fault[] {
  if (kill === "connection") return ["cut"];
  return kill === "silence" ? ["silence"] : [];
}

/** Rejects when `result` does, and never resolves. */
function failureOf(result: Promise<unknown>): Promise<never> {
  return new Promise((_, reject) => void result.catch(reject));
}

/** Rejects `tooLong` when nothing was heard for SILENCE_MS. */
function watchSilence() {
  let heardMs = performance.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      if (performance.now() - heardMs < SILENCE_MS) return;
      reject(new Error(`nothing has moved for ${SILENCE_MS / 1000} s`));
    }, 1000);
  });
  return {
    tooLong,
    heard: () => void (heardMs = performance.now()),
    stop: () => clearInterval(timer),
  };
}
