import assert from "node:assert/strict";
import { test } from "node:test";
import {
  feedUrl,
  type Frame,
  parseFeedUrl,
  readFrame,
  writeFrame,
} from "../../examples/market-replay/wire.ts";

test("frames are read as they were written", () => {
  const frames: Frame[] = [
    { kind: "message", previous: 0, number: 1, text: '[0,{"as":[]},"book-10","A/B"]' },
    { kind: "message", previous: 4_294_967_294, number: 4_294_967_295, text: '{"event":"a b"}' },
    { kind: "message", previous: 1, number: 2, text: "" },
    { kind: "products", names: ["A/B", "two words"] },
    { kind: "products", names: [] },
    { kind: "heartbeat" },
    { kind: "end", last: 17 },
  ];
  for (const frame of frames) assert.deepEqual(readFrame(writeFrame(frame)), frame);
});

test("what is no frame is refused with what was expected", () => {
  for (const text of ["", "1", "1 2", "x 2 text", "1.5 2 text", '{"end":"soon"}', "[]", "{}"]) {
    assert.throws(() => readFrame(text), { name: "InputError", message: /expected a frame|JSON/ });
  }
});

test("an address names the feed and the message behind which it goes on", () => {
  assert.deepEqual(parseFeedUrl(new URL(feedUrl("ws://127.0.0.1:1", 3, 17)).search), undefined);
  const { pathname, search } = new URL(feedUrl("ws://127.0.0.1:1", 3, 17));
  assert.deepEqual(parseFeedUrl(pathname + search), { feed: 3, after: 17 });
  for (const url of ["/", "/1", "/1?after=", "/x?after=1", "/1?after=-1", "/1?after=1&more"]) {
    assert.equal(parseFeedUrl(url), undefined, url);
  }
});
