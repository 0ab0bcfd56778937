/** The exchange: a WebSocket server on loopback that streams its feeds to whoever asks for them. */
import type { AddressInfo } from "node:net";
import { workerData } from "node:worker_threads";
import { WebSocketServer } from "ws";
import { type Command, Commands } from "../../../generated/commands.gen.ts";
import { runThread } from "../threads.ts";
import { parseFeedUrl } from "../wire.ts";
import { createFaults } from "./faults.ts";
import { type FeedOrigin, openFeed } from "./feed-source.ts";
import { type Fault, subscribe, type Subscription } from "./subscription.ts";
import type { FeedTally } from "./tally.ts";

export interface ExchangeTask {
  readonly feeds: readonly FeedOrigin[];
  /** Messages of each feed; undefined: all, or no end. */
  readonly messages: number | undefined;
  /** After so many seconds the feeds end; undefined: by themselves. */
  readonly seconds: number | undefined;
  /** Kinds of faults in the middle of each feed. */
  readonly faults: readonly Fault[];
  /** Whether the last part of each feed waits for the command to resume: somebody is to die before. */
  readonly holdsLastPart: boolean;
  readonly commands: Commands["handle"];
}

export type ExchangeProgress =
  | { readonly kind: "listening"; readonly url: string }
  | {
    readonly kind: "sent";
    readonly messages: number;
    /** Part of the work that is done, 0 to 1. */
    readonly fraction: number;
  }
  | { readonly kind: "fault"; readonly feed: number; readonly fault: Fault };

export interface ExchangeReport {
  readonly feeds: readonly FeedTally[];
  /** When the first client came; milliseconds since 1970, a clock that threads share. */
  readonly startedMs: number;
}

const PROGRESS_EVERY_MS = 20;

/** Where the last part of a feed begins. */
const LAST_PART = 0.9;

const task: ExchangeTask = workerData;

runThread(exchange);

/** Serves until it is told to stop a second time: the first time ends the feeds. */
async function exchange(report: (progress: ExchangeProgress) => void): Promise<ExchangeReport> {
  const limitMs = task.seconds === undefined ? Infinity : task.seconds * 1000;
  const feeds = task.feeds.map((origin) => openFeed(origin, task.messages ?? Infinity));
  let startedMs = 0;
  let pausedMs = 0;
  let pausedAtMs: number | undefined;
  const elapsedMs = () => startedMs === 0 ? 0 : (pausedAtMs ?? Date.now()) - startedMs - pausedMs;
  const fractionOf = (feed: typeof feeds[number]) =>
    Math.min(Math.max(feed.fraction, elapsedMs() / limitMs), 1);
  const failed = Promise.withResolvers<never>();
  const faults = feeds.map(() => createFaults(task.faults));
  const subscriptions = new Set<Subscription>();
  let holdsLastPart = task.holdsLastPart;

  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  server.on("connection", (socket, request) => {
    const asked = parseFeedUrl(request.url ?? "");
    const feed = feeds[asked?.feed ?? -1];
    if (asked === undefined || feed === undefined) return socket.close(1008, "no such feed");
    startedMs ||= Date.now();
    const subscription = subscribe(socket, feed, asked.after, {
      faultDue() {
        const fault = faults[asked.feed]?.due(fractionOf(feed));
        if (fault !== undefined) report({ kind: "fault", feed: asked.feed, fault });
        return fault;
      },
      mayGoOn: () => !holdsLastPart || fractionOf(feed) < LAST_PART,
      onError: failed.reject,
    });
    subscriptions.add(subscription);
    socket.on("close", () => subscriptions.delete(subscription));
  });
  server.on("error", failed.reject);
  await Promise.race([
    new Promise<void>((resolve) => server.once("listening", () => resolve())),
    failed.promise,
  ]);
  report({ kind: "listening", url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}` });

  const progress = setInterval(() => {
    const messages = feeds.reduce((sum, { sent }) => sum + sent, 0);
    const fraction = feeds.reduce((sum, feed) => sum + fractionOf(feed), 0) / feeds.length;
    report({ kind: "sent", messages, fraction });
    if (elapsedMs() >= limitMs) { for (const feed of feeds) feed.end(); }
  }, PROGRESS_EVERY_MS);
  try {
    await Promise.race([obey(), failed.promise]);
  } finally {
    clearInterval(progress);
    for (const client of server.clients) client.terminate();
    server.close();
  }
  return { feeds: feeds.map((feed) => feed.report()), startedMs };

  async function obey(): Promise<void> {
    const commands = Commands.attach(task.commands);
    const told: Command = { command: "resume" };
    for (let stops = 0; stops < 2;) {
      if (await commands.popAsync(told) === undefined) return;
      if (told.command === "stop") {
        stops++;
        for (const feed of feeds) feed.end();
      }
      // What a pause stops, the clients stop, who confirm no more: here only the clock stands still.
      if (told.command === "pause") pausedAtMs ??= Date.now();
      else if (pausedAtMs !== undefined) {
        pausedMs += Date.now() - pausedAtMs;
        pausedAtMs = undefined;
      }
      if (told.command !== "pause") {
        holdsLastPart = false;
        for (const subscription of subscriptions) subscription.goOn();
      }
    }
  }
}
