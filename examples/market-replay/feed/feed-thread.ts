/** A feed thread: one loom, pinned to a core where that can be, with a fiber for each connection. */
import { parentPort, workerData } from "node:worker_threads";
import { BookDeltas } from "../../../generated/book-deltas.gen.ts";
import { Books } from "../../../generated/books.gen.ts";
import { type Command, Commands } from "../../../generated/commands.gen.ts";
import { Feeds, type FiberFailure } from "../../../generated/feeds.gen.ts";
import { type Pinned, pinThread } from "../../../generated/loom-pin.gen.ts";
import { Reactor } from "../../../generated/loom-reactor.gen.ts";
import { InputError } from "../errors.ts";
import { runThread } from "../threads.ts";
import { Connection, type Ending, HEART_EVERY_MS } from "./connection.ts";
import { setPaused, useConnections } from "./connections.ts";
import { createOutbox, type Lane } from "./outbox.ts";

export interface FeedTask {
  /** Counted from 0; pinned to by preference. */
  readonly core: number;
  readonly url: string;
  /** The feeds of this thread, and the message behind which each goes on. */
  readonly feeds: readonly {
    readonly feed: number;
    readonly name: string;
    readonly after: number;
  }[];
  /** Book threads: it begins when it has a lane to each. */
  readonly books: number;
  readonly commands: Commands["handle"];
}

/** How records reach a book thread. */
export interface LaneHandles {
  readonly queue: BookDeltas["handle"];
  /** Its loom, and the baton that the fiber behind the queue waits for. */
  readonly loom: Books["handle"];
  readonly work: number;
}

export type FeedOrder =
  /** A book thread begins, or has begun anew. */
  | { readonly order: "lane"; readonly book: number; readonly lane: LaneHandles }
  | { readonly order: "finish" };

export type FeedProgress =
  | { readonly kind: "pinned"; readonly pinned: Pinned }
  | {
    readonly kind: "ended";
    readonly feed: number;
    readonly ending: Ending;
    readonly after: number;
  }
  | {
    readonly kind: "pushed";
    readonly feed: number;
    /** All messages up to this one are in the queues. */
    readonly message: number;
    /** And these are all of the feed. */
    readonly isComplete: boolean;
    /** Lanes that were given to the thread up to then. */
    readonly lanes: number;
  };

export interface FeedReport {
  /** How often an inbox was full, and its socket paused. */
  readonly pauses: number;
}

/** Messages between two reports of what was pushed. */
const REPORT_EVERY_MESSAGES = 256;

const task: FeedTask = workerData;

runThread(feedThread);

async function feedThread(report: (progress: FeedProgress) => void): Promise<FeedReport> {
  report({ kind: "pinned", pinned: await pinThread(task.core) });
  const loom = Feeds.create();
  const inboxes = task.feeds.map(() => ({ size: 0 }));
  const lanes = new Map<number, Lane>();
  let connections: readonly Connection[] = [];
  let agains: readonly number[] = [];
  let lanesGiven = 0;
  let pauses = 0;

  const reactor: Reactor = new Reactor({
    deliver(source, event, detail) {
      connections[source]?.heard();
      inboxes[source]!.size++;
      const hasRoom = loom.deliver(source, event, detail);
      if (!hasRoom) pauses++;
      return hasRoom;
    },
    closeSource: (source) => loom.closeSource(source),
    openSource(source) {
      inboxes[source]!.size = 0;
      loom.openSource(source);
    },
  });

  function connect({ feed, name, after }: FeedTask["feeds"][number], source: number): Connection {
    const inbox = inboxes[source]!;
    const inOrder = [...lanes].sort(([a], [b]) => a - b).map(([, lane]) => lane);
    const outbox = createOutbox(feed, inOrder, after);
    let reported = after;
    const connection: Connection = new Connection(
      { source, feed, name, url: task.url, reactor, outbox, inbox },
      {
        ended: (ending, behind) => report({ kind: "ended", feed, ending, after: behind }),
        progressed() {
          const { isComplete } = connection;
          const message = outbox.pushed;
          if (!isComplete && Math.abs(message - reported) < REPORT_EVERY_MESSAGES) return;
          reported = message;
          report({ kind: "pushed", feed, message, isComplete, lanes: lanesGiven });
        },
      },
    );
    return connection;
  }

  /** Everybody who waits without a connection looks whether there is something to do. */
  const wakeAll = () => agains.forEach((again) => loom.post(again));

  const begun = Promise.withResolvers<void>();
  const over = new AbortController();
  parentPort?.on("message", (order: FeedOrder) => {
    if (order.order === "finish") {
      over.abort();
      loom.stop();
      return;
    }
    const { book, lane: { queue, loom: books, work } } = order;
    const handle = Books.attach(books);
    const lane = { queue: BookDeltas.attach(queue), wake: () => handle.post(work) };
    lanes.set(book, lane);
    lanesGiven++;
    for (const connection of connections) {
      connection.outbox.restart(book, lane);
      connection.rewind();
    }
    wakeAll();
    if (lanes.size === task.books) begun.resolve();
  });
  await begun.promise;

  connections = task.feeds.map(connect);
  useConnections(connections);
  agains = connections.map(() => loom.newBaton());
  agains.forEach((again, source) => {
    loom.spawnConnection(source, again);
    loom.spawnHeart(source, HEART_EVERY_MS);
  });
  const failed = Promise.withResolvers<never>();
  const onError = ({ name, line, error }: FiberFailure) =>
    failed.reject(
      error instanceof InputError
        ? error
        : new Error(`the fiber ${name} has failed (feeds.layout.ts:${line})`, { cause: error }),
    );
  const run = loom.run({ onRoom: reactor.onRoom, onError });
  await Promise.race([Promise.all([run, obey(wakeAll, over.signal)]), failed.promise]);
  reactor.closeAll();
  return { pauses };
}

/** Pauses and goes on as it is told, until it is aborted. */
async function obey(wakeAll: () => void, signal: AbortSignal): Promise<void> {
  const commands = Commands.attach(task.commands);
  const told: Command = { command: "resume" };
  for (;;) {
    try {
      await commands.popAsync(told, { signal });
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    setPaused(told.command === "pause");
    if (told.command === "resume") wakeAll();
  }
}
