/** Notices that a run has stalled. */
import type { Board } from "./board.ts";

const WATCH_MS = 50;

/**
 * Calls `stalled` once when the board's total, once above 0, has not moved for `stallMs`: threads may
 * take their time to start. Returns how to end it.
 */
export function watchBoard(board: Board, stallMs: number, stalled: () => void): () => void {
  let total = board.total();
  let lastMove = performance.now();
  const timer = setInterval(() => {
    const now = board.total();
    if (now !== total || now === 0) {
      total = now;
      lastMove = performance.now();
    } else if (performance.now() - lastMove > stallMs) {
      clearInterval(timer);
      board.stop();
      stalled();
    }
  }, WATCH_MS);
  return () => clearInterval(timer);
}
