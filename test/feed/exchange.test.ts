import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeMessage } from "../../examples/market-replay/feed/decode.ts";
import { keepInProcess, recordsOf } from "./in-process.ts";

function decode(...messages: unknown[]): string[] {
  const records = recordsOf((outbox) =>
    messages.forEach((message, index) => {
      outbox.begin(index + 1);
      decodeMessage(JSON.stringify(message), outbox);
      outbox.end();
    })
  );
  return records.map((r) =>
    [r.message, r.ordinal, r.symbol, r.depth, r.kind, r.side, r.priceWhole, r.time, r.checksum]
      .join(" ")
  );
}

test("a Kraken snapshot empties the book, then sets each level", () => {
  const message = [
    3,
    {
      as: [["5.1", "1.0", "10.5"], ["6.1", "1.0", "11.5"]],
      bs: [["4.1", "2.0", "12.5"]],
    },
    "book-1000",
    "XBT/USD",
  ];
  assert.deepEqual(decode(message), [
    "1 0 0 1000 reset bid 0 0 0",
    "1 1 0 1000 level ask 5 10.5 0",
    "1 2 0 1000 level ask 6 11.5 0",
    "1 3 0 1000 level bid 4 12.5 0",
  ]);
});

test("a Kraken update sets levels of both sides, then checks", () => {
  const message = [
    3,
    { a: [["5.1", "0.0", "10.5"], ["7.1", "1.0", "10.5", "r"]] },
    { b: [["4.1", "2.0", "11.5"]], c: "4294967295" },
    "book-10",
    "XBT/USD",
  ];
  assert.deepEqual(decode({ event: "heartbeat" }, message), [
    "2 0 0 10 level ask 5 10.5 0",
    "2 1 0 10 level ask 7 10.5 0",
    "2 2 0 10 level bid 4 11.5 0",
    "2 3 0 10 check bid 0 0 4294967295",
  ]);
});

test("Coinbase's snapshot, changes and ticker become records", () => {
  const product_id = "A-B";
  const time = "2021-04-17T16:43:30.250000Z";
  assert.deepEqual(
    decode(
      { type: "snapshot", product_id, bids: [["4.0", "1"]], asks: [["6.0", "1"]] },
      { type: "l2update", product_id, changes: [["buy", "5.0", "1"], ["sell", "6.0", "0"]], time },
      { type: "ticker", product_id, best_bid: "5.00", best_ask: "7.00", time },
      { type: "match", product_id, side: "sell", price: "7.5", size: "2", time },
    ),
    [
      "1 0 0 0 reset bid 0 0 0",
      "1 1 0 0 level bid 4 0 0",
      "1 2 0 0 level ask 6 0 0",
      "2 0 0 0 level bid 5 1618677810.25 0",
      "2 1 0 0 level ask 6 1618677810.25 0",
      "3 0 0 0 best bid 5 1618677810.25 0",
      "3 1 0 0 best ask 7 1618677810.25 0",
      "4 0 0 0 trade ask 7 1618677810.25 0",
    ],
  );
});

test("a Kraken trade names the half that was taken from, of a product with or without a book", () => {
  const trades = [["5.5", "0.2", "10.5", "s", "l", ""], ["5.6", "0.1", "11.5", "b", "m", ""]];
  assert.deepEqual(
    decode([1, { as: [] }, "book-10", "A/B"], [2, trades, "trade", "A/B"], [
      3,
      [["7.5", "0.2", "12.5", "b", "l", ""]],
      "trade",
      "C/D",
    ]),
    [
      "1 0 0 10 reset bid 0 0 0",
      "2 0 0 10 trade bid 5 10.5 0",
      "2 1 0 10 trade ask 5 11.5 0",
      "3 0 1 0 trade ask 7 12.5 0",
    ],
  );
});

test("a ticker is compared where it belongs to the last change, and only there", () => {
  const product_id = "A-B";
  const change = "2021-04-17T16:43:30.250001Z";
  const other = "2021-04-17T16:43:30.250002Z";
  const messages = [
    { type: "snapshot", product_id, bids: [["4.0", "1"]], asks: [["6.0", "1"]] },
    { type: "l2update", product_id, changes: [["buy", "5.0", "1"]], time: change },
    { type: "ticker", product_id, best_bid: "5", best_ask: "6.5", time: change },
    { type: "ticker", product_id, best_bid: "1", best_ask: "2", time: other },
  ].map((message, index) => ({ text: JSON.stringify(message), line: index + 1 }));
  const { tickers, tickersApart } = keepInProcess(messages);
  assert.equal(tickers.agreed, 1);
  assert.equal(tickers.disagreed, 1);
  assert.match(tickers.firstFault ?? "", /message 3: .*best ask/);
  assert.equal(tickersApart, 2);
});

test("malformed messages are rejected with what was expected", () => {
  const kraken = (part: unknown) => [1, part, "book-10", "A/B"];
  const cases: [unknown, RegExp][] = [
    [5, /expected a list, or an object/],
    [{}, /expected a list, or an object/],
    [[1, {}], /expected a message \[channel id/],
    [kraken(5), /expected an object/],
    [kraken({ a: 5 }), /expected a list, got 5/],
    [kraken({ a: [["x", "1", "2"]] }), /expected a decimal number in a string, got "x"/],
    [kraken({ a: [["1", "1"]] }), /expected a string, got nothing/],
    [kraken({ a: [["1", "1", "soon"]] }), /expected a time in seconds/],
    [kraken({ a: [], c: "4294967296" }), /expected a checksum of 32 bits/],
    [[1, [["1", "1", "1", "up"]], "trade", "A/B"], /expected the taker's side/],
    [[1, [["1", "1"]], "trade", "A/B"], /expected a string, got nothing/],
    [{ type: "match", product_id: "A", side: "up" }, /side/],
    [{ type: "snapshot" }, /expected a string, got nothing/],
    [{ type: "ticker", product_id: "A", time: "now" }, /expected a time YYYY/],
    [
      { type: "l2update", product_id: "A", time: "2021-04-17T16:43:30Z", changes: [["up"]] },
      /side/,
    ],
  ];
  for (const [message, expected] of cases) {
    assert.throws(() => decode(message), { name: "InputError", message: expected });
  }
  assert.throws(() => recordsOf((outbox) => decodeMessage("{", outbox)), {
    name: "InputError",
    message: /not JSON/,
  });
});
