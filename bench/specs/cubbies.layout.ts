import type { Cubby, u32 } from "amph-gen/spec";

/** A slot with its counter on a line of its own. */
export type CubbyApart = Cubby<u32>;

/** The same; the bench moves the counter to the slot's line. */
export type CubbyTogether = Cubby<u32>;
