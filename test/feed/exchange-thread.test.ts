/** The exchange by itself, asked by a client that is written here. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { WebSocket } from "ws";
import type {
  ExchangeProgress,
  ExchangeReport,
  ExchangeTask,
} from "../../examples/market-replay/exchange/exchange-thread.ts";
import { simulateExchange } from "../../examples/market-replay/exchange/simulated-exchange.ts";
import { startThread } from "../../examples/market-replay/threads.ts";
import {
  CONFIRM_EVERY_MESSAGES,
  feedUrl,
  type Frame,
  readFrame,
  WINDOW_MESSAGES,
} from "../../examples/market-replay/wire.ts";
import { Commands } from "../../generated/commands.gen.ts";
import { withTimeout } from "../support/time.ts";
import { take } from "./in-process.ts";

const LIMIT_MS = 20_000;
const MESSAGES = 3_000;
const TEXTS = [...take(simulateExchange(1), MESSAGES)].map(({ text }) => text);

/** An exchange with one simulated feed; ends with its report. */
async function withExchange(
  task: Partial<ExchangeTask>,
  use: (url: string, commands: Commands) => Promise<void>,
): Promise<ExchangeReport> {
  const commands = Commands.create();
  const listening = Promise.withResolvers<string>();
  const thread = startThread<never, ExchangeProgress, ExchangeReport>(
    new URL("../../examples/market-replay/exchange/exchange-thread.ts", import.meta.url),
    {
      feeds: [{ seed: 1 }],
      messages: MESSAGES,
      seconds: undefined,
      faults: [],
      holdsLastPart: false,
      commands: commands.handle,
      ...task,
    } satisfies ExchangeTask,
    (progress) => {
      if (progress.kind === "listening") listening.resolve(progress.url);
    },
  );
  try {
    await use(await withTimeout(listening.promise, LIMIT_MS, "the exchange"), commands);
    for (let stops = 0; stops < 2; stops++) {
      await commands.pushAsync({ command: "stop" }, { timeoutMs: LIMIT_MS });
    }
    return await withTimeout(thread.result, LIMIT_MS, "the exchange's end");
  } finally {
    await thread.stop();
  }
}

interface Heard {
  readonly frames: readonly Frame[];
  readonly code: number;
}

/** All frames until the connection ends, or until `enough`; confirms where `confirms`. */
function listen(
  url: string,
  { confirms = true, enough = () => false }: {
    readonly confirms?: boolean;
    readonly enough?: (frames: readonly Frame[]) => boolean;
  } = {},
): Promise<Heard> {
  const socket = new WebSocket(url);
  const frames: Frame[] = [];
  let messages = 0;
  const heard = new Promise<Heard>((resolve, reject) => {
    socket.on("error", reject);
    socket.on("close", (code) => resolve({ frames, code }));
    socket.on("message", (data) => {
      const frame = readFrame(String(data));
      frames.push(frame);
      if (frame.kind === "message") messages++;
      if (confirms && messages % CONFIRM_EVERY_MESSAGES === 0) socket.send(String(messages));
      if (frame.kind === "end" || enough(frames)) socket.close();
    });
  });
  return withTimeout(heard, LIMIT_MS, url).finally(() => socket.terminate());
}

const messagesOf = ({ frames }: Heard) => frames.filter((frame) => frame.kind === "message");

test("a client gets what is behind the message that it names, each naming the one before", async () => {
  const report = await withExchange({}, async (url) => {
    for (const after of [0, 1, 1234, MESSAGES - 1, MESSAGES]) {
      const heard = await listen(feedUrl(url, 0, after));
      const messages = messagesOf(heard);
      assert.deepEqual(messages.map(({ text }) => text), TEXTS.slice(after));
      messages.forEach(({ previous, number }, k) =>
        assert.deepEqual([previous, number], [after + k, after + k + 1])
      );
      assert.deepEqual(heard.frames.at(-1), { kind: "end", last: MESSAGES });
    }
  });
  // However often they were sent.
  assert.equal(report.feeds[0]?.messages, MESSAGES);
  assert.equal(report.feeds[0]?.trades, TEXTS.filter((text) => text.includes('"trade"')).length);
});

test("a client that goes on is told the same products, before what concerns them", async () => {
  const productsOf = ({ frames }: Heard) =>
    frames.flatMap((frame) => frame.kind === "products" ? frame.names : []);
  await withExchange({}, async (url) => {
    const whole = await listen(feedUrl(url, 0, 0));
    const rest = await listen(feedUrl(url, 0, 2000));
    assert.equal(productsOf(whole).length, 6);
    assert.deepEqual(productsOf(rest), productsOf(whole));
    assert.equal(rest.frames[0]?.kind, "products");
  });
});

test("nobody is sent more than a window ahead of what he confirms, but heartbeats", async () => {
  await withExchange({}, async (url) => {
    const heard = await listen(feedUrl(url, 0, 0), {
      confirms: false,
      enough: (frames) => frames.at(-1)?.kind === "heartbeat",
    });
    assert.equal(messagesOf(heard).length, WINDOW_MESSAGES);
  });
});

test("a connection that is cut ends without a close frame; the next one serves the rest", async () => {
  await withExchange({ faults: ["cut"] }, async (url) => {
    let after = 0;
    let cuts = 0;
    for (;;) {
      const heard = await listen(feedUrl(url, 0, after));
      after = messagesOf(heard).at(-1)?.number ?? after;
      if (heard.frames.at(-1)?.kind === "end") break;
      assert.equal(heard.code, 1006);
      cuts++;
    }
    assert.deepEqual([after, cuts], [MESSAGES, 3]);
  });
});

test("a connection that falls silent sends nothing more, not even a heartbeat", async () => {
  await withExchange({ faults: ["silence"] }, async (url) => {
    const socket = new WebSocket(feedUrl(url, 0, 0));
    let messages = 0;
    let lastMs = performance.now();
    socket.on("message", (data) => {
      lastMs = performance.now();
      if (readFrame(String(data)).kind === "message") messages++;
      if (messages % CONFIRM_EVERY_MESSAGES === 0) socket.send(String(messages));
    });
    // Twice as long as it takes to a heartbeat.
    const endMs = performance.now() + LIMIT_MS;
    while (messages < MESSAGES / 2 || performance.now() - lastMs < 1_000) {
      assert.ok(performance.now() < endMs, `${messages} messages came`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.equal(messages, MESSAGES / 2);
    assert.equal(socket.readyState, WebSocket.OPEN);
    socket.terminate();
  });
});

test("the last part waits until it may be sent, where somebody is to die before", async () => {
  await withExchange({ holdsLastPart: true }, async (url, commands) => {
    const held = Promise.withResolvers<number>();
    const heard = listen(feedUrl(url, 0, 0), {
      enough(frames) {
        const messages = frames.filter(({ kind }) => kind === "message").length;
        // Nothing else to send: what may be sent was sent.
        if (frames.at(-1)?.kind === "heartbeat") held.resolve(messages);
        return false;
      },
    });
    const before = await withTimeout(held.promise, LIMIT_MS, "the heartbeat");
    assert.equal(before, MESSAGES * 0.9);
    await commands.pushAsync({ command: "resume" }, { timeoutMs: LIMIT_MS });
    assert.equal(messagesOf(await heard).length, MESSAGES);
  });
});

test("an address that is none is refused with a close code", async () => {
  await withExchange({}, async (url) => {
    for (const path of ["/1?after=0", "/0", "/0?after=x"]) {
      const { code, frames } = await listen(`${url}${path}`);
      assert.equal(code, 1008, path);
      assert.deepEqual(frames, []);
    }
  });
});
