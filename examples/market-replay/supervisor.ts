/**
 * Starts the feed and book threads, joins each feed thread to each book thread by a queue of their own,
 * and puts another thread in the place of one that dies.
 *
 * Nothing that a dead thread may have left half done is used again: its successor gets new queues, a
 * new loom and, for a book thread, a new history. What is needed of the old ones is told in time:
 *
 * - A feed thread reports up to which message all records of a feed are in the queues. Its
 *   successor goes on behind the last report; what comes twice by that, the book threads leave out.
 * - A book thread's books are lost with it. Its successor begins with none, so all feeds are asked for
 *   once more from their first message, and only its lane gets the records.
 */
import { BookDeltas } from "../../generated/book-deltas.gen.ts";
import { BookHistory } from "../../generated/book-history.gen.ts";
import { Books } from "../../generated/books.gen.ts";
import { type Command, Commands } from "../../generated/commands.gen.ts";
import type { BooksOrder, BooksReport, BooksTask } from "./books/book-thread.ts";
import type { FeedOrder, FeedProgress, FeedReport, FeedTask } from "./feed/feed-thread.ts";
import { startThread, type Thread, ThreadLost } from "./threads.ts";

/** Threads that may take the place of one, one after the other. */
const MAX_SUCCESSORS = 3;

/** How long a thread may take to hear a command. */
const COMMAND_MS = 20_000;

export interface SupervisorOptions {
  readonly url: string;
  /** Names by the number of the feed. */
  readonly feeds: readonly string[];
  readonly feedThreads: number;
  readonly bookThreads: number;
  readonly cores: number;
}

export interface SupervisorEvents {
  feedProgress(thread: number, progress: FeedProgress): void;
  /** A thread has died, and another one is in its place. */
  replaced(thread: string, remark: string): void;
  /** A book thread begins to write a history, in place of any that it had. */
  history(book: number, handle: BookHistory["handle"]): void;
}

export interface SupervisorReport {
  /** Of the threads that were there in the end. */
  readonly feeds: readonly FeedReport[];
  readonly books: readonly BooksReport[];
}

export interface Supervisor {
  /** Rejects when a thread fails, or too many of them die. */
  readonly result: Promise<SupervisorReport>;
  /** False where a feed thread does not listen any more. */
  tellFeeds(command: Command["command"]): Promise<boolean>;
  /** Ends a thread in the middle of what it does, as a fault would. */
  kill(kind: "feed" | "books", index: number): Promise<void>;
  stop(): Promise<void>;
}

interface FeedSeat {
  readonly index: number;
  readonly feeds: readonly number[];
  thread: Thread<FeedOrder, FeedReport>;
  commands: Commands;
  successors: number;
  lanes: number;
}

interface BookSeat {
  readonly index: number;
  thread: Thread<BooksOrder, BooksReport>;
  loom: Books["handle"];
  /** Batons for the links of each feed thread and its successors. */
  works: readonly (readonly number[])[];
  successors: number;
  isTold: boolean;
}

export function supervise(options: SupervisorOptions, events: SupervisorEvents): Supervisor {
  const { url, feeds, feedThreads, bookThreads, cores } = options;
  const pushed = feeds.map(() => 0);
  const complete = feeds.map(() => false);
  const failed = Promise.withResolvers<never>();
  const booksDone = Promise.withResolvers<void>();
  const reports = new Map<number, BooksReport>();
  const stopped = Promise.withResolvers<never>();
  let isStopped = false;
  let isPaused = false;
  stopped.promise.catch(() => {});
  failed.promise.catch(() => {});

  const bookSeats = Array.from({ length: bookThreads }, (_, index) => {
    const seat = { index, successors: 0, isTold: false };
    return Object.assign(seat, startBooks(seat));
  });
  const feedSeats = Array.from({ length: feedThreads }, (_, index) => {
    const own = feeds.flatMap((_, feed) => feed % feedThreads === index ? [feed] : []);
    const seat = { index, feeds: own, successors: 0, lanes: 0 };
    return Object.assign(seat, startFeed(seat));
  });
  for (const feed of feedSeats) for (const books of bookSeats) join(feed, books);

  function startFeed(seat: Pick<FeedSeat, "index" | "feeds" | "successors">) {
    const commands = Commands.create();
    if (isPaused) commands.tryPush({ command: "pause" });
    const task: FeedTask = {
      core: seat.index % cores,
      url,
      feeds: seat.feeds.map((feed) => ({
        feed,
        name: feeds[feed] ?? "",
        after: pushed[feed] ?? 0,
      })),
      books: bookThreads,
      commands: commands.handle,
    };
    const module = new URL("./feed/feed-thread.ts", import.meta.url);
    const thread = startThread<FeedOrder, FeedProgress, FeedReport>(
      module,
      task,
      (progress) => hear(seat.index, progress),
    );
    thread.result.catch((error) => replaceFeed(seat.index, error));
    return { thread, commands };
  }

  function startBooks(seat: Pick<BookSeat, "index">) {
    const loom = Books.create();
    const works = Array.from(
      { length: feedThreads },
      () => Array.from({ length: MAX_SUCCESSORS + 1 }, () => loom.newBaton()),
    );
    loom.handOver();
    const history = BookHistory.create();
    events.history(seat.index, history.handle);
    const task: BooksTask = { loom: loom.handle, history: history.handle };
    const module = new URL("./books/book-thread.ts", import.meta.url);
    const thread = startThread<BooksOrder, never, BooksReport>(module, task);
    thread.result.then(
      (report) => {
        reports.set(seat.index, report);
        if (reports.size === bookThreads) booksDone.resolve();
      },
      (error) => replaceBooks(seat.index, error),
    );
    return { thread, loom: loom.handle, works };
  }

  /** Gives two threads a queue of their own. */
  function join(feed: FeedSeat, books: BookSeat): void {
    const queue = BookDeltas.create().handle;
    const work = books.works[feed.index]?.[feed.successors];
    if (work === undefined) throw new RangeError(`feed thread ${feed.index} has no baton`);
    books.thread.send({ order: "link", feedThread: feed.index, queue, work });
    feed.lanes++;
    feed.thread.send({
      order: "lane",
      book: books.index,
      lane: { queue, loom: books.loom, work },
    });
  }

  function hear(index: number, progress: FeedProgress): void {
    events.feedProgress(index, progress);
    const seat = feedSeats[index];
    if (progress.kind !== "pushed" || seat === undefined) return;
    // Said before it had heard of a book thread that begins anew: that one has less.
    if (progress.lanes !== seat.lanes) return;
    pushed[progress.feed] = progress.message;
    complete[progress.feed] = progress.isComplete;
    finishBooks();
  }

  /** When all records are in the queues, the book threads are told. */
  function finishBooks(): void {
    if (!complete.every((is) => is)) return;
    for (const seat of bookSeats) {
      if (!seat.isTold) seat.thread.send({ order: "finish" });
      seat.isTold = true;
    }
  }

  function mayReplace(seat: FeedSeat | BookSeat, error: unknown): boolean {
    if (isStopped) return false;
    if (error instanceof ThreadLost && seat.successors < MAX_SUCCESSORS) return true;
    failed.reject(error);
    return false;
  }

  function replaceFeed(index: number, error: unknown): void {
    const seat = feedSeats[index];
    if (seat === undefined || !mayReplace(seat, error)) return;
    seat.successors++;
    seat.lanes = 0;
    Object.assign(seat, startFeed(seat));
    for (const books of bookSeats) join(seat, books);
    const places = seat.feeds.map((feed) => `${feed} behind message ${pushed[feed]}`);
    events.replaced(`feed thread ${index}`, `goes on with feed ${places.join(", feed ")}`);
  }

  function replaceBooks(index: number, error: unknown): void {
    const seat = bookSeats[index];
    if (seat === undefined || !mayReplace(seat, error)) return;
    seat.successors++;
    seat.isTold = false;
    pushed.fill(0);
    complete.fill(false);
    Object.assign(seat, startBooks(seat));
    for (const feed of feedSeats) join(feed, seat);
    events.replaced(`book thread ${index}`, "builds its books from the first messages on");
  }

  async function run(): Promise<SupervisorReport> {
    await booksDone.promise;
    // Whoever dies from now on is not missed.
    isStopped = true;
    for (const { thread } of feedSeats) thread.send({ order: "finish" });
    const results = await Promise.all(
      feedSeats.map(({ thread }) =>
        thread.result.catch((error) => {
          if (!(error instanceof ThreadLost)) throw error;
        })
      ),
    );
    const feeds = results.filter((report) => report !== undefined);
    const books = bookSeats.flatMap(({ index }) => reports.get(index) ?? []);
    return { feeds, books };
  }

  const result = Promise.race([run(), failed.promise, stopped.promise]);
  result.catch(() => {});
  return {
    result,
    async tellFeeds(command) {
      isPaused = command === "pause";
      const told = feedSeats.map(({ commands }) =>
        commands.pushAsync({ command }, { timeoutMs: COMMAND_MS })
      );
      return (await Promise.all(told)).every((is) => is);
    },
    async kill(kind, index) {
      await (kind === "feed" ? feedSeats : bookSeats)[index]?.thread.stop();
    },
    async stop() {
      isStopped = true;
      stopped.reject(new Error("the session was ended"));
      await Promise.all([...feedSeats, ...bookSeats].map(({ thread }) => thread.stop()));
    },
  };
}
