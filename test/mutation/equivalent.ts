/**
 * All changes that are known to make no difference, and why. An entry must match no change that is
 * refuted, and at least one that survives.
 */
import { CUBBY } from "./equivalent/cubby.ts";
import { CUBBY_WAITING } from "./equivalent/cubby-waiting.ts";
import type { Equivalence } from "./equivalent/equivalence.ts";
import { QUEUE } from "./equivalent/queue.ts";
import { QUEUE_LAZY } from "./equivalent/queue-lazy.ts";
import { QUEUE_WAITING } from "./equivalent/queue-waiting.ts";
import { SECVEC } from "./equivalent/secvec.ts";
import { SECVEC_SEATS } from "./equivalent/secvec-seats.ts";

export type { Equivalence } from "./equivalent/equivalence.ts";

export const EQUIVALENT: readonly Equivalence[] = [
  ...QUEUE,
  ...QUEUE_WAITING,
  ...QUEUE_LAZY,
  ...CUBBY,
  ...CUBBY_WAITING,
  ...SECVEC,
  ...SECVEC_SEATS,
];
