import { closeSync, openSync, readSync, statSync } from "node:fs";
import { InputError } from "../errors.ts";

const CHUNK_BYTES = 1 << 20;

/** One message that an exchange sent. */
export interface ExchangeMessage {
  readonly text: string;
  /** 1-based line in the recording; of a simulated exchange, the number of the message. */
  readonly line: number;
}

/** A recorded session, read in chunks so that its size does not matter. */
export interface Recording extends Iterable<ExchangeMessage> {
  readonly totalBytes: number;
}

const RECEIVED = /^\d+(?:\.\d+)?: (.+)$/;
const SENT_OR_CONNECTED = /^wss?:\/\/\S+ (?:<-> \d+(?:\.\d+)?|<- \d+(?:\.\d+)?: .+)$/;

/**
 * The message of a line `TIME: MESSAGE`; undefined for a blank line, `URL <-> TIME` (connected) and
 * `URL <- TIME: MESSAGE` (sent by the client). Throws InputError for any other line.
 */
export function parseLine(line: string): string | undefined {
  const received = RECEIVED.exec(line);
  if (received) return received[1];
  if (line.trim() === "" || SENT_OR_CONNECTED.test(line)) return undefined;
  throw new InputError(
    "expected `TIME: MESSAGE`, `URL <-> TIME` or `URL <- TIME: MESSAGE`, got " +
      JSON.stringify(line.length > 60 ? `${line.slice(0, 60)}…` : line),
  );
}

/** Opens a recording. Throws InputError where the file is missing, unreadable or empty. */
export function openRecording(path: string): Recording {
  let totalBytes: number;
  try {
    const stats = statSync(path);
    if (!stats.isFile()) throw new Error("it is not a file");
    totalBytes = stats.size;
  } catch (error) {
    throw new InputError(
      `cannot read the recording ${path}: ${
        (error as Error).message
      }; give the path of a recorded ` +
        "session with --capture, or leave it out to replay the simulated exchange",
    );
  }
  if (totalBytes === 0) throw new InputError(`${path}: the recording is empty`);
  return {
    totalBytes,
    *[Symbol.iterator]() {
      let line = 0;
      for (const text of readLines(path)) {
        line++;
        const message = withPosition(path, line, () => parseLine(text));
        if (message !== undefined) yield { text: message, line };
      }
    },
  };
}

/** Runs `action`; an InputError of it gets the file and the line. */
export function withPosition<T>(file: string, line: number, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${file}:${line}: ${error.message}`);
    throw error;
  }
}

function* readLines(path: string): Generator<string> {
  const file = openSync(path, "r");
  try {
    const chunk = new Uint8Array(CHUNK_BYTES);
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const bytes = readSync(file, chunk, 0, CHUNK_BYTES, null);
      rest += decoder.decode(chunk.subarray(0, bytes), { stream: bytes > 0 });
      const lines = rest.split(/\r?\n/);
      rest = lines.pop() ?? "";
      yield* lines;
      if (bytes === 0) break;
    }
    if (rest !== "") yield rest;
  } finally {
    closeSync(file);
  }
}
