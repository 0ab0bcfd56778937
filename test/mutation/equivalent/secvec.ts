import type { Equivalence } from "./equivalence.ts";

export const SECVEC: readonly Equivalence[] = [
  {
    structure: "SecVec",
    operations: ["#look"],
    change: /⇒ if \(size > this\.#mapped\) .*; if \(size > mark\) Atomics\.compareExchange\(/,
    reason:
      "The mark saves others the way, and the views are this handle's own: neither needs the other.",
  },
  {
    structure: "SecVec",
    operations: ["#findFree"],
    change: /⇒ const slot = Atomics\.load\(i32, seat \+ SEAT_SLOT\); if \(helped >= first && /,
    reason: "The link is the owner's own word; what the seat shows was read before it.",
  },
];
