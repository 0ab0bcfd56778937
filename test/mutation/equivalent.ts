/**
 * All changes that are known to make no difference, and why. An entry must match no change that is
 * refuted, and at least one that survives.
 */
import { CUBBY } from "./equivalent/cubby.ts";
import type { Equivalence } from "./equivalent/equivalence.ts";
import { QUEUE } from "./equivalent/queue.ts";
import { SECVEC } from "./equivalent/secvec.ts";

export type { Equivalence } from "./equivalent/equivalence.ts";

export const EQUIVALENT: readonly Equivalence[] = [...QUEUE, ...CUBBY, ...SECVEC];
