/**
 * What comes to a book thread, and the functions that the fibers of `Books` call
 * (specs/feeds.layout.ts): they know a link, the queue from one feed thread, by its number.
 *
 * A feed thread that dies leaves its link behind, and the thread that takes its place has another. It
 * goes on behind the last message of which all records are in the old queue. So before anything from the
 * new queue is used, the old one is emptied: what was there when the new thread began is there then. What
 * the dead thread may push after that (under Deno it runs on for a while) comes from the new one as well,
 * and the book keeper knows it by its message and ordinal.
 */
import type { BookDelta, BookDeltas } from "../../../generated/book-deltas.gen.ts";
import { createBatch } from "../feed/outbox.ts";

/** Records between two turns of the loom. */
const BATCH_RECORDS = 64;

type DeltaSource = Pick<BookDeltas, "popMany">;

interface Link {
  readonly queue: DeltaSource;
  /** Of the thread whose place the sender has taken. */
  readonly before: Link | undefined;
  readonly batch: BookDelta[];
}

const links: Link[] = [];
const newest = new Map<number, Link>();
let apply: (delta: BookDelta) => void = () => {};

/** Where the records go that come to this thread. */
export function useApply(action: (delta: BookDelta) => void): void {
  apply = action;
}

/** A feed thread begins to send, or another one in its place. Gives the link's number. */
export function addLink(feedThread: number, queue: DeltaSource): number {
  const link = { queue, before: newest.get(feedThread), batch: createBatch(BATCH_RECORDS) };
  newest.set(feedThread, link);
  return links.push(link) - 1;
}

/** Takes a batch; false where there was nothing. */
export function takeRecords(number: number): boolean {
  const link = links[number];
  if (link === undefined) throw new RangeError(`there is no link ${number}`);
  return take(link);
}

/** Takes a batch from each link; false where there was nothing in any. */
export function takeFromAll(): boolean {
  return links.map(take).includes(true);
}

function take({ queue, before, batch }: Link): boolean {
  const count = queue.popMany(batch);
  if (count === 0) return false;
  // Looked at behind the pop: whoever pushed what was popped had begun after all that matters here.
  while (before !== undefined && take(before));
  for (let k = 0; k < count; k++) {
    const delta = batch[k];
    if (delta !== undefined) apply(delta);
  }
  return true;
}
