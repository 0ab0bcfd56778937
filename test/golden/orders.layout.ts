import type { f64, Queue, Text } from "amph-gen/spec";

/** What a customer wants. */
export interface Order {
  /** In the currency of the account. */
  price: f64;
  account: Text<8>;
  side: "buy" | "sell";
}

/** Everybody pushes, everybody pops, and waits if need be. */
export type Orders = Queue<Order, { capacity: 2 }>;
