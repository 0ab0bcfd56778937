/**
 * What a power of two is worth as a capacity: `SpscModulo` becomes the emitted text with 3,000 slots and a
 * modulo in place of the mask. No spec can ask for that, since its tickets would not wrap around.
 */
import type { OutputFile } from "../generator/output/write.ts";

const FILE = "spsc-modulo.gen.ts";

/** The files, with that one changed. */
export function useModulo(files: readonly OutputFile[]): readonly OutputFile[] {
  return files.map((file) => file.path === FILE ? { ...file, text: changed(file.text) } : file);
}

function changed(text: string): string {
  return [
    [/& \/\* MASK \*\/ 4095/g, "% /* CAPACITY */ 3000"],
    [/(?<=(?:CAPACITY|LOOK_AHEAD) (?:= |\*\/ ))4096/g, "3000"],
    // What the module says of the mask when it is loaded.
    [/^ {4}\[MASK === [^\n]*\],\n/gm, ""],
  ].reduce((before, [pattern, replacement]) => {
    const after = before.replaceAll(pattern as RegExp, replacement as string);
    if (after !== before) return after;
    throw new Error(`${FILE} has no ${pattern}: the template changed, change bench/modulo.ts`);
  }, text);
}
