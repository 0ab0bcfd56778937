import { parseArgs } from "node:util";
import { InputError } from "./errors.ts";
import { MAX_BOOK_THREADS } from "./hub.ts";

/** Takes about four seconds. */
const SIMULATED_MESSAGES = 400_000;

export const USAGE = `Replays an exchange session through emitted queues: one feed thread, several
threads that keep order books and check them against what the exchange says of its own, and a reporting
thread that reads the session's history while it is written.

usage: main.ts [--capture FILE] [--books N] [--seconds S | --messages N] [--seed N] [--json]

  --capture FILE  a recorded session of Kraken or Coinbase; without it a simulated exchange
  --books N       threads that keep order books, up to ${MAX_BOOK_THREADS} (default 2)
  --seconds S     stop after so many seconds
  --messages N    stop after so many messages (default: the recording's end, or ${SIMULATED_MESSAGES})
  --seed N        of the simulated exchange (default 1)
  --json          print the summary as JSON

p on a terminal pauses and resumes, q stops, and so does the signal of Ctrl-C: the books are checked then

exit codes: 0 every check agreed; 1 a check disagreed, a record was lost or a thread failed;
2 the input or the usage is wrong
`;

export interface ReplayOptions {
  /** Path of a recording; undefined: the simulated exchange. */
  readonly capture: string | undefined;
  /** Number of book threads. */
  readonly books: number;
  readonly seed: number;
  /** Limits; undefined: none. */
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
  if (values.seconds !== undefined && values.messages !== undefined) {
    throw new InputError("--seconds and --messages exclude each other");
  }
  const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
  if (seconds !== undefined && !(seconds > 0 && seconds <= 86_400)) {
    throw new InputError(`--seconds ${values.seconds}: expected a number above 0, up to 86400`);
  }
  const simulated = values.capture === undefined && seconds === undefined;
  return {
    capture: values.capture,
    books: integer("books", values.books, 1, MAX_BOOK_THREADS) ?? 2,
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
        capture: { type: "string" },
        books: { type: "string" },
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
