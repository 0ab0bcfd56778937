/**
 * What it is worth that a cubby's counter has a line of its own: `CubbyTogether` becomes the emitted text
 * with the counter on the slot's line. No spec can ask for that.
 */
import type { OutputFile } from "../generator/output/write.ts";

const FILE = "cubby-together.gen.ts";

/** The files, with the counter of that one moved. */
export function moveCounter(files: readonly OutputFile[]): readonly OutputFile[] {
  return files.map((file) => file.path === FILE ? { ...file, text: moved(file.text) } : file);
}

function moved(text: string): string {
  const [, turn] = text.match(/^const TURN_I32 = (\d+);$/m) ?? [];
  // The slot's line holds the word of the turns, the item, and otherwise nothing.
  const counter = Number(turn) + 2;
  return [
    [/^(const COUNTER_I32 = )\d+(?=;$)/gm, `$1${counter}`],
    [/(\/\* COUNTER_I32 \*\/ )\d+/g, `$1${counter}`],
    // What the module says of the counter's place when it is loaded.
    [/^ {4}\[(?:[^\][]*?)COUNTER_I32[^\][]*\],\n/gm, ""],
  ].reduce((changed, [pattern, replacement]) => {
    const next = changed.replaceAll(pattern as RegExp, replacement as string);
    if (next !== changed) return next;
    throw new Error(`${FILE} has no ${pattern}: the template changed, change bench/separation.ts`);
  }, text);
}
