/** Runs of a lazy queue: how long they are, and what the documentation of its operations says of them. */
import type { QueueView } from "./view.ts";

/** Twice as much was up to a third faster as measured, and leaves twice as much unseen at a pause. */
const MAX_RUN = 64;
const MAX_LOOK = 16;

/** A run is a quarter of the queue at most, so that both sides are at work at the same time. */
export function runOf(capacity: number): { readonly run: number; readonly look: number } {
  const run = Math.max(1, Math.min(MAX_RUN, capacity / 4));
  return { run, look: Math.max(1, Math.min(MAX_LOOK, run / 2)) };
}

type Texts = Pick<
  QueueView,
  "run" | "late" | "lateSlots" | "lookText" | "sizeText" | "pushNotes" | "popNotes" | "closeNotes"
>;

export const EAGER_TEXTS: Texts = {
  run: 1,
  late: "",
  lateSlots: "",
  lookText: "",
  sizeText: "Items in the queue, those included that are being written",
  pushNotes: [],
  popNotes: [],
  closeNotes: [],
};

/** What the caller of an operation has to know of runs. */
export function lazyTexts(capacity: number): Texts {
  const { run, look } = runOf(capacity);
  const sizeText = "Items that are published and whose slots are not released yet";
  if (run === 1) return { ...EAGER_TEXTS, sizeText };
  const late = run === 2 ? "item" : `${run - 1} items`;
  const lateSlots = run === 2 ? "slot" : `${run - 1} slots`;
  const lookText = look === 1 ? "with each push" : `with one push in ${look}`;
  return {
    run,
    late,
    lateSlots,
    lookText,
    sizeText,
    pushNotes: [
      `The consumer may not see the last ${late} until this handle pushes on, finds no room or calls`,
      `{@link flush}; a consumer that has run dry gets all of them ${lookText}.`,
      "After another thread's {@link close}, as many may still be taken: the push or flush that comes",
      "to publish them throws, and says how many are lost.",
    ],
    popNotes: [
      `The producer may not see the last ${lateSlots} as free until this handle pops on, finds nothing`,
      "or calls {@link flush}.",
    ],
    closeNotes: [
      "What this handle has pushed is published before; what another has pushed and not flushed is",
      "lost, so let the producer close the queue.",
    ],
  };
}
