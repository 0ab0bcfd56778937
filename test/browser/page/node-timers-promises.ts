/** `node:timers/promises` for a page. */

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => globalThis.setTimeout(resolve, ms));
}

export { sleep as setTimeout };
