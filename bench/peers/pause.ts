/** Tells the processor that a thread spins, where the runtime can. */
export const pause: () => void = (Atomics as { pause?: () => void }).pause ?? (() => {});
