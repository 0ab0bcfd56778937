import { createFromBuffer, type Formatter } from "@dprint/formatter";
import { getPath } from "@dprint/typescript";
import { readFileSync } from "node:fs";

const LINE_WIDTH_COLUMNS = 100;

/** One pass may leave a line that the next would break again; `deno fmt` repeats, too. */
const MAX_PASSES = 5;

let formatter: Formatter | undefined;

/**
 * `text` as `deno fmt` with a line width of 100 would leave it: the same formatter and settings, at
 * a version that the lock file holds, so that every runtime and machine gives the same bytes.
 * `path` is for the error message and the dialect. Throws an `Error` when `text` does not parse.
 */
export function formatTypeScript(path: string, text: string): string {
  formatter ??= createFormatter();
  let current = text;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const next = formatOnce(formatter, path, current);
    if (next === current) break;
    current = next;
  }
  return current;
}

function formatOnce(formatter: Formatter, path: string, text: string): string {
  try {
    return formatter.formatText({ filePath: path, fileText: text });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `cannot format ${path}: the text that was generated for it does not parse (${reason})`,
      { cause },
    );
  }
}

function createFormatter(): Formatter {
  const created = createFromBuffer(readFileSync(getPath()));
  // The `deno` preset fixes the line width at 80, so the width has to be given beside it.
  created.setConfig({}, { deno: true, lineWidth: LINE_WIDTH_COLUMNS });
  return created;
}
