import { parseArgs } from "node:util";
import { InputError } from "./errors.ts";

/** Of each feed; a session of four takes some five seconds, on a busy machine twice that. */
const SIMULATED_MESSAGES = 40_000;

const MAX_FEEDS = 16;
const MAX_THREADS = 4;
const MAX_BOOK_THREADS = 4;

/** What can be made to fail in the middle, and what `--kill` calls it. */
const KILLS = {
  connection: ["connection"],
  silence: ["silence"],
  feed: ["feed"],
  books: ["books"],
  worker: ["feed", "books"],
  all: ["connection", "silence", "feed", "books"],
} as const;

export type Kill = (typeof KILLS)["all"][number];

export const USAGE =
  `Replays exchange sessions as a small trading system would follow them: an exchange
streams several feeds over WebSockets; feed threads, a fiber for each connection, send what they decode
through emitted queues to book threads, which keep the order books and check them against what the
exchange says of its own; a reporting thread reads the session's history while it is written.

usage: main.ts [--capture FILE]... [--feeds N] [--threads N] [--books N] [--kill WHAT]...
               [--seconds S | --messages N] [--seed N] [--json]

  --capture FILE  a feed from a recorded session of Kraken or Coinbase, up to ${MAX_FEEDS} of them;
                  without any, a simulated exchange
  --feeds N       feeds of the simulated exchange, up to ${MAX_FEEDS} (default 4)
  --threads N     feed threads, up to ${MAX_THREADS} (default 2)
  --books N       threads that keep order books, up to ${MAX_BOOK_THREADS} (default 2)
  --kill WHAT     make something fail in the middle: connection (cut, several times), silence (a
                  connection that is open and dead), feed, books (a thread of that kind), worker (one of
                  either), all
  --seconds S     stop after so many seconds
  --messages N    stop each feed after so many messages (default: the recording's end, or ${SIMULATED_MESSAGES})
  --seed N        of the first simulated feed; the others follow (default 1)
  --json          print the summary as JSON

p on a terminal pauses and resumes, q stops, and so does the signal of Ctrl-C: the books are checked then

exit codes: 0 every check agreed; 1 a check disagreed, a record was lost or a thread failed;
2 the input or the usage is wrong
`;

export interface ReplayOptions {
  /** Paths of recordings; none: simulated feeds. */
  readonly captures: readonly string[];
  /** Number of simulated feeds. */
  readonly feeds: number;
  /** Numbers of feed threads and of book threads. */
  readonly threads: number;
  readonly books: number;
  readonly kill: readonly Kill[];
  readonly seed: number;
  /** Limits, the first for each feed; undefined: none. */
  readonly messages: number | undefined;
  readonly seconds: number | undefined;
}

export interface Arguments extends ReplayOptions {
  readonly json: boolean;
  readonly help: boolean;
}

/** Throws InputError for wrong usage. */
export function parseArguments(args: readonly string[]): Arguments {
  const values = readArguments(args);
  const captures = values.capture ?? [];
  if (values.seconds !== undefined && values.messages !== undefined) {
    throw new InputError("--seconds and --messages exclude each other");
  }
  if (captures.length > 0 && values.feeds !== undefined) {
    throw new InputError("--feeds and --capture exclude each other: each capture is a feed");
  }
  if (captures.length > MAX_FEEDS) {
    throw new InputError(`--capture: expected up to ${MAX_FEEDS} of them, got ${captures.length}`);
  }
  const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
  if (seconds !== undefined && !(seconds > 0 && seconds <= 86_400)) {
    throw new InputError(`--seconds ${values.seconds}: expected a number above 0, up to 86400`);
  }
  const simulated = captures.length === 0 && seconds === undefined;
  return {
    captures,
    feeds: integer("feeds", values.feeds, 1, MAX_FEEDS) ?? 4,
    threads: integer("threads", values.threads, 1, MAX_THREADS) ?? 2,
    books: integer("books", values.books, 1, MAX_BOOK_THREADS) ?? 2,
    kill: killsOf(values.kill ?? []),
    seed: integer("seed", values.seed, 0, 2 ** 32 - 1) ?? 1,
    messages: integer("messages", values.messages, 1, 2 ** 32 - 1) ??
      (simulated ? SIMULATED_MESSAGES : undefined),
    seconds,
    json: values.json ?? false,
    help: values.help ?? false,
  };
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        capture: { type: "string", multiple: true },
        feeds: { type: "string" },
        threads: { type: "string" },
        books: { type: "string" },
        kill: { type: "string", multiple: true },
        seconds: { type: "string" },
        messages: { type: "string" },
        seed: { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new InputError((error as Error).message);
  }
}

function killsOf(words: readonly string[]): readonly Kill[] {
  const kills = words.flatMap((word): readonly Kill[] => {
    const known = Object.entries(KILLS).find(([name]) => name === word);
    if (known !== undefined) return known[1];
    throw new InputError(`--kill ${word}: expected one of ${Object.keys(KILLS).join(", ")}`);
  });
  return [...new Set(kills)];
}

function integer(
  name: string,
  text: string | undefined,
  min: number,
  max: number,
): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw new InputError(`--${name} ${text}: expected a whole number from ${min} to ${max}`);
}
