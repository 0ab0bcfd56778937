import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDecimal } from "../../examples/market-replay/decimal.ts";
import {
  bestLevel,
  createOrderBook,
  krakenChecksum,
  type OrderBook,
  setLevel,
  truncateBook,
} from "../../examples/market-replay/books/order-book.ts";
import type { Side } from "../../examples/market-replay/feed/sink.ts";
import { recordsOf } from "./in-process.ts";

function set(book: OrderBook, side: Side, price: string, size: string): void {
  const [record] = recordsOf((outbox) => {
    const product = outbox.product("A/B", 0);
    outbox.level(product, side, parseDecimal(price), parseDecimal(size), 0);
  });
  assert.ok(record);
  setLevel(book, record);
}

function prices(book: OrderBook, side: Side): number[] {
  return book[side].map(({ price }) => price.whole);
}

test("the checksum is that of the worked example in Kraken's documentation", () => {
  const book = createOrderBook();
  for (let index = 9; index >= 0; index--) set(book, "ask", price(5005 + 5 * index), "0.00000500");
  for (const units of [4950, 5000, 4995, 4960, 4980, 4975, 4990, 4970, 4965, 4955]) {
    set(book, "bid", price(units), "0.00000500");
  }
  assert.equal(krakenChecksum(book), 974947235);
  // Levels beyond the tenth do not count.
  set(book, "ask", "0.05055", "1.00000000");
  set(book, "bid", "0.04945", "1.00000000");
  assert.equal(krakenChecksum(book), 974947235);
  set(book, "bid", "0.05000", "0.00000501");
  assert.notEqual(krakenChecksum(book), 974947235);
});

function price(units: number): string {
  return `0.${String(units).padStart(5, "0")}`;
}

test("levels are sorted with the best last, set in place and removed by size zero", () => {
  const book = createOrderBook();
  for (const whole of ["5", "3", "9", "4"]) {
    set(book, "bid", `${whole}.0`, "1.0");
    set(book, "ask", `${whole}.0`, "1.0");
  }
  assert.deepEqual(prices(book, "bid"), [3, 4, 5, 9]);
  assert.deepEqual(prices(book, "ask"), [9, 5, 4, 3]);
  set(book, "bid", "9.0", "2.5");
  assert.equal(bestLevel(book, "bid")?.sizeWhole, 2);
  set(book, "bid", "9.0", "0.0");
  set(book, "bid", "8.0", "0.0");
  assert.deepEqual(prices(book, "bid"), [3, 4, 5]);
  assert.equal(bestLevel(createOrderBook(), "ask"), undefined);
});

test("prices that differ only in the fraction are different levels", () => {
  const book = createOrderBook();
  set(book, "ask", "99999997.00000001", "1.0");
  set(book, "ask", "99999997.00000000", "1.0");
  set(book, "ask", "99999997.0", "3.0");
  assert.equal(book.ask.length, 2);
  assert.equal(bestLevel(book, "ask")?.sizeWhole, 3);
});

test("truncating drops the worst levels of each side; depth 0 drops none", () => {
  const book = createOrderBook();
  for (let whole = 1; whole <= 5; whole++) {
    set(book, "bid", `${whole}`, "1");
    set(book, "ask", `${10 + whole}`, "1");
  }
  truncateBook(book, 0);
  assert.equal(book.bid.length + book.ask.length, 10);
  truncateBook(book, 3);
  assert.deepEqual(prices(book, "bid"), [3, 4, 5]);
  assert.deepEqual(prices(book, "ask"), [13, 12, 11]);
});
