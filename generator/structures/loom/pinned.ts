/** Which functions run in one worker only, from the start. */
import type { CompiledFiber } from "../../transform/fibers/model.ts";

/** What belongs to a thread: its sources, and the handles of queues that it has registered. */
const OF_A_THREAD = ["receive", "pop", "timedPop", "push", "timedPush"];

/**
 * Whether its fibers stay with the worker that starts them: they receive from a source or wait at a
 * queue, whose events come in one thread, or keep an error across a suspension, which cannot lie in
 * shared memory.
 */
export function isPinned(fiber: CompiledFiber, all: readonly CompiledFiber[]): boolean {
  if (fiber.keepsErrors) return true;
  return reached(fiber, all).some(({ usedOps }) =>
    OF_A_THREAD.some((name) => usedOps.includes(name))
  );
}

/** The function and those that it calls, directly or not. */
function reached(fiber: CompiledFiber, all: readonly CompiledFiber[]): readonly CompiledFiber[] {
  const found = new Set([fiber]);
  for (const { calledFibers } of found) {
    for (const one of all) if (calledFibers.includes(one.name)) found.add(one);
  }
  return [...found];
}
