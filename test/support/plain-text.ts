/** `1.2 s`, from a reading of `performance.now()`. */
export function secondsSince(startMs: number): string {
  return `${((performance.now() - startMs) / 1_000).toFixed(1)} s`;
}

/** Output of a command, set off from the lines around it. */
export function indent(text: string): string {
  return text.trimEnd().replace(/^/gm, "    ");
}
