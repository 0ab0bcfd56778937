import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDecimal } from "../../examples/market-replay/decimal.ts";
import {
  createOutbox,
  type Lane,
  MAX_PRODUCTS,
  type Outbox,
} from "../../examples/market-replay/feed/outbox.ts";

const ONE = parseDecimal("1");

/** A lane with room for so many records; what it took as `message/ordinal`. */
function createLane(room = Infinity) {
  const taken: string[] = [];
  let wakes = 0;
  const lane: Lane = {
    queue: {
      pushMany(items, from = 0, count = items.length - from) {
        const fits = Math.min(count, room);
        room -= fits;
        for (const { symbol, message, ordinal } of items.slice(from, from + fits)) {
          taken.push(`${symbol}: ${message}/${ordinal}`);
        }
        return fits;
      },
    },
    wake: () => void wakes++,
  };
  return {
    lane,
    taken,
    get wakes() {
      return wakes;
    },
    giveRoom: (more: number) => void (room += more),
  };
}

/** A message with `count` levels of a product. */
function say(outbox: Outbox, message: number, name: string, count = 1): void {
  outbox.begin(message);
  const product = outbox.product(name);
  for (let k = 0; k < count; k++) outbox.level(product, "bid", ONE, ONE, 0);
  outbox.end();
}

test("the products of a feed are dealt out to the lanes, each feed beginning with another one", () => {
  for (const feed of [0, 1]) {
    const lanes = [createLane(), createLane()];
    const outbox = createOutbox(feed, lanes.map(({ lane }) => lane), 0);
    say(outbox, 1, "A");
    say(outbox, 2, "B", 2);
    say(outbox, 3, "A");
    assert.ok(outbox.flush());
    const [a, b] = feed === 0 ? lanes : lanes.toReversed();
    const symbol = feed * MAX_PRODUCTS;
    assert.deepEqual(a?.taken, [`${symbol}: 1/0`, `${symbol}: 3/0`]);
    assert.deepEqual(b?.taken, [`${symbol + 1}: 2/0`, `${symbol + 1}: 2/1`]);
  }
});

test("a full queue makes flush false, and what is left goes out in order", () => {
  const one = createLane(3);
  const outbox = createOutbox(0, [one.lane], 0);
  say(outbox, 1, "A", 2);
  say(outbox, 2, "A", 3);
  assert.equal(outbox.flush(), false);
  assert.equal(outbox.pushed, 0);
  assert.equal(outbox.handed, 2);
  assert.equal(outbox.flush(), false);
  assert.equal(one.wakes, 1);
  one.giveRoom(10);
  say(outbox, 3, "A");
  assert.equal(outbox.flush(), true);
  assert.deepEqual(one.taken, ["0: 1/0", "0: 1/1", "0: 2/0", "0: 2/1", "0: 2/2", "0: 3/0"]);
  assert.equal(outbox.pushed, 3);
});

test("it is full when a batch waits", () => {
  const outbox = createOutbox(0, [createLane().lane], 0);
  say(outbox, 1, "A", 63);
  assert.equal(outbox.isFull, false);
  say(outbox, 2, "A");
  assert.equal(outbox.isFull, true);
  outbox.flush();
  assert.equal(outbox.isFull, false);
});

test("a lane that is restarted gets everything from the first message on, the others nothing twice", () => {
  const lanes = [createLane(), createLane()];
  const outbox = createOutbox(0, lanes.map(({ lane }) => lane), 0);
  const sayAll = (last: number) => {
    for (let message = 1; message <= last; message++) say(outbox, message, "AB"[message % 2] ?? "");
  };
  sayAll(4);
  outbox.flush();
  sayAll(4);
  outbox.flush();
  assert.equal(lanes[0]?.taken.length, 2, "a message comes once");
  const anew = createLane();
  outbox.restart(0, anew.lane);
  assert.deepEqual([outbox.handed, outbox.pushed], [0, 0]);
  sayAll(6);
  assert.equal(outbox.handed, 6);
  outbox.flush();
  assert.equal(outbox.pushed, 6);
  assert.deepEqual(anew.taken, ["0: 1/0", "0: 3/0", "0: 5/0"]);
  assert.deepEqual(lanes[0]?.taken, ["0: 1/0", "0: 3/0"]);
  assert.deepEqual(lanes[1]?.taken, ["1: 2/0", "1: 4/0", "1: 6/0"]);
});

test("what waits for a lane that is restarted is not pushed, and stops nobody", () => {
  const full = createLane(0);
  const outbox = createOutbox(0, [full.lane], 0);
  say(outbox, 1, "A", 2);
  assert.equal(outbox.flush(), false);
  const anew = createLane();
  outbox.restart(0, anew.lane);
  assert.equal(outbox.flush(), true);
  assert.deepEqual(anew.taken, []);
  // The same message again, with nothing in between.
  say(outbox, 1, "A", 2);
  outbox.flush();
  assert.deepEqual(anew.taken, ["0: 1/0", "0: 1/1"]);
});

test("a feed that goes on behind a message sends only what is behind it", () => {
  const one = createLane();
  const outbox = createOutbox(0, [one.lane], 2);
  assert.equal(outbox.handed, 2);
  for (const message of [1, 2, 3]) say(outbox, message, "A");
  outbox.flush();
  assert.deepEqual(one.taken, ["0: 3/0"]);
});

test("more products than symbols can tell are refused", () => {
  const outbox = createOutbox(3, [createLane().lane], 0);
  for (let k = 0; k < MAX_PRODUCTS; k++) outbox.product(`product ${k}`);
  assert.throws(() => outbox.product("one more"), {
    name: "RangeError",
    message: "feed 3 has more than 256 products",
  });
});
