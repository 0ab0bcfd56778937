import assert from "node:assert/strict";
import { type AddressInfo, connect, createServer } from "node:net";
import process from "node:process";
import { test } from "node:test";
import { WebSocket as PausableWebSocket, WebSocketServer } from "ws";
import {
  CLOSED,
  FAILED,
  kindOf,
  MESSAGE,
  OPENED,
  OVERRUN,
  Reactor,
  SIGNALLED,
} from "../../templates/loom-host/reactor.ts";
import { withTimeout } from "../support/time.ts";

const LIMIT_MS = 20_000;

interface Received {
  readonly kind: number;
  readonly detail: number;
  readonly payload: unknown;
}

/** A loom's inboxes, and the fiber behind them: it takes only when it is told to. */
function createInbox(capacity: number) {
  let queue: { event: number; detail: number }[] = [];
  let wasFull = false;
  let wake = () => {};
  const closed: number[] = [];
  const opened: number[] = [];
  const loom = {
    deliver(_source: number, event: number, detail = 0) {
      assert.ok(queue.length < capacity, "delivered into a full inbox");
      queue.push({ event, detail });
      wake();
      wasFull = queue.length === capacity;
      return !wasFull;
    },
    closeSource: (source: number) => void closed.push(source),
    openSource: (source: number) => {
      opened.push(source);
      queue = [];
    },
  };
  const reactor = new Reactor(loom, { overflow: 4 });
  return {
    reactor,
    closed,
    opened,
    get waiting() {
      return queue.length;
    },
    take(source = 0): Received | undefined {
      const next = queue.shift();
      if (next === undefined) return undefined;
      if (wasFull) {
        wasFull = false;
        reactor.onRoom(source);
      }
      const payload = reactor.take(source, next.event);
      return { kind: kindOf(next.event), detail: next.detail, payload };
    },
    /** The next event, as soon as there is one. */
    async next(source = 0): Promise<Received> {
      for (;;) {
        const event = this.take(source);
        if (event !== undefined) return event;
        await withTimeout(new Promise<void>((resolve) => wake = resolve), LIMIT_MS, "an event");
      }
    },
  };
}

/** A WebSocket server that sends `texts` to each client, then closes. */
async function withServer(
  texts: readonly string[],
  use: (url: string) => Promise<void>,
): Promise<void> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise<void>((resolve) => server.once("listening", resolve));
  server.on("connection", (socket) => {
    for (const text of texts) socket.send(text);
    socket.close(1000);
  });
  try {
    await use(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
  }
}

const TEXTS = Array.from({ length: 50 }, (_, k) => `message ${k}`);

test("a WebSocket opens, brings its messages in order, and closes with its code", async () => {
  await withServer(["a", "bcd"], async (url) => {
    const inbox = createInbox(8);
    inbox.reactor.webSocket(0, new WebSocket(url));
    assert.equal(inbox.reactor.active, 1);
    assert.deepEqual(await inbox.next(), { kind: OPENED, detail: 0, payload: undefined });
    assert.deepEqual(await inbox.next(), { kind: MESSAGE, detail: 1, payload: "a" });
    assert.deepEqual(await inbox.next(), { kind: MESSAGE, detail: 3, payload: "bcd" });
    assert.deepEqual(await inbox.next(), { kind: CLOSED, detail: 1000, payload: undefined });
    assert.equal(inbox.reactor.active, 0);
  });
});

test("a WebSocket that can be paused loses nothing behind a small inbox", async () => {
  await withServer(TEXTS, async (url) => {
    const inbox = createInbox(2);
    const reactor = inbox.reactor;
    const socket = new PausableWebSocket(url);
    reactor.webSocket(0, socket);
    const texts: unknown[] = [];
    for (;;) {
      const { kind, payload } = await inbox.next();
      if (kind === MESSAGE) texts.push(payload);
      assert.notEqual(kind, OVERRUN);
      if (kind === CLOSED) break;
    }
    assert.deepEqual(texts, TEXTS);
  });
});

test("a source that cannot be paused is closed when its inbox and overflow are full", () => {
  const inbox = createInbox(2);
  const port = new MessageChannel().port1;
  const listeners: ((event: { data?: unknown }) => void)[] = [];
  let isClosed = false;
  inbox.reactor.port(0, {
    addEventListener: (_, listener) => void listeners.push(listener),
    removeEventListener: (_, listener) => void listeners.splice(listeners.indexOf(listener), 1),
    close: () => void (isClosed = true),
  });
  port.close();
  // OPENED and one message fill the inbox; four wait; one is too much, and the last is not heard.
  for (let k = 0; k < 7; k++) for (const listener of listeners) listener({ data: `${k}` });
  assert.ok(isClosed);
  const events: Received[] = [];
  for (let event = inbox.take(); event !== undefined; event = inbox.take()) events.push(event);
  assert.deepEqual(events.map(({ kind }) => kind), [
    OPENED,
    MESSAGE,
    MESSAGE,
    MESSAGE,
    MESSAGE,
    MESSAGE,
    OVERRUN,
  ]);
  assert.deepEqual(events.slice(1, 6).map(({ payload }) => payload), ["0", "1", "2", "3", "4"]);
  assert.equal(inbox.reactor.active, 0);
});

test("a message port brings what is posted to it", async () => {
  const inbox = createInbox(4);
  const { port1, port2 } = new MessageChannel();
  inbox.reactor.port(3, port1);
  port2.postMessage("text");
  port2.postMessage(new Uint8Array(5));
  assert.equal((await inbox.next(3)).kind, OPENED);
  assert.deepEqual(await inbox.next(3), { kind: MESSAGE, detail: 4, payload: "text" });
  assert.equal((await inbox.next(3)).detail, 5);
  inbox.reactor.close(3);
  assert.deepEqual(inbox.closed, [3]);
  port2.close();
});

test("a TCP socket is paused while its inbox is full, and every byte arrives", async () => {
  const bytes = new Uint8Array(1 << 20).map((_, k) => k * 31);
  const server = createServer((socket) => socket.end(bytes));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const inbox = createInbox(2);
    inbox.reactor.tcp(0, connect((server.address() as AddressInfo).port, "127.0.0.1"));
    let count = 0;
    let mixed = 0;
    for (;;) {
      const { kind, payload } = await inbox.next();
      if (kind === CLOSED) break;
      if (!(payload instanceof Uint8Array)) continue;
      for (const byte of payload) {
        if (byte !== bytes[count]) mixed++;
        count++;
      }
    }
    assert.deepEqual({ count, mixed }, { count: bytes.length, mixed: 0 });
  } finally {
    server.close();
  }
});

test("a connection that is refused fails with an Error, then closes", async () => {
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  const inbox = createInbox(8);
  inbox.reactor.tcp(0, connect(port, "127.0.0.1"));
  const failed = await inbox.next();
  assert.equal(failed.kind, FAILED);
  assert.match(String(failed.payload), /ECONNREFUSED|refused/i);
  assert.equal((await inbox.next()).kind, CLOSED);
  inbox.reactor.webSocket(1, new WebSocket(`ws://127.0.0.1:${port}`));
  assert.equal((await inbox.next(1)).kind, FAILED);
  assert.equal((await inbox.next(1)).kind, CLOSED);
});

test("a stream is not read further while its inbox is full", async () => {
  let pulled = 0;
  const stream = new ReadableStream<string>({
    pull(controller) {
      controller.enqueue(`chunk ${pulled++}`);
      if (pulled === 20) controller.close();
    },
  }, { highWaterMark: 0 });
  const inbox = createInbox(3);
  inbox.reactor.readable(0, stream);
  for (let k = 0; k < 50; k++) await Promise.resolve();
  assert.equal(inbox.waiting, 3);
  assert.ok(pulled <= 3, `${pulled} chunks were read for an inbox of 3 with an OPENED in it`);
  const chunks: unknown[] = [];
  for (;;) {
    const { kind, payload } = await inbox.next();
    if (kind === CLOSED) break;
    if (kind === MESSAGE) chunks.push(payload);
  }
  assert.deepEqual(chunks, Array.from({ length: 20 }, (_, k) => `chunk ${k}`));
});

test("a stream that fails ends with its Error", async () => {
  const inbox = createInbox(4);
  inbox.reactor.readable(
    0,
    new ReadableStream({ pull: (controller) => controller.error(new Error("torn")) }),
  );
  assert.equal((await inbox.next()).kind, OPENED);
  const { kind, payload } = await inbox.next();
  assert.equal(kind, FAILED);
  assert.match(String(payload), /torn/);
  assert.equal(inbox.reactor.active, 0);
});

test("signals arrive by their place in the list, merged while the inbox is full", () => {
  const listeners = new Map<string, () => void>();
  const host = {
    on: (name: string, listener: () => void) => void listeners.set(name, listener),
    off: (name: string) => void listeners.delete(name),
  };
  const inbox = createInbox(1);
  inbox.reactor.signals(0, ["SIGHUP", "SIGUSR2"], host);
  for (let k = 0; k < 9; k++) listeners.get("SIGUSR2")?.();
  listeners.get("SIGHUP")?.();
  const events: Received[] = [];
  for (let event = inbox.take(); event !== undefined; event = inbox.take()) events.push(event);
  assert.deepEqual(events.map(({ kind, detail }) => [kind, detail]), [
    [SIGNALLED, 1],
    [SIGNALLED, 1],
    [SIGNALLED, 0],
  ]);
  inbox.reactor.close(0);
  assert.equal(listeners.size, 0);
});

test("a real signal of the process arrives", async () => {
  if (process.platform === "win32") {
    console.log("SKIPPED: Windows has no signals to send to oneself");
    return;
  }
  const inbox = createInbox(4);
  inbox.reactor.signals(0, ["SIGWINCH"], process);
  // Signals do not keep a process alive.
  const alive = setTimeout(() => {}, LIMIT_MS);
  process.kill(process.pid, "SIGWINCH");
  assert.equal((await inbox.next()).kind, SIGNALLED);
  clearTimeout(alive);
  inbox.reactor.close(0);
});

test("a source is fed by one object at a time, and by another after the first has ended", async () => {
  await withServer(["x"], async (url) => {
    const inbox = createInbox(2);
    const { reactor } = inbox;
    reactor.webSocket(0, new WebSocket(url));
    assert.throws(
      () => reactor.port(0, new MessageChannel().port1),
      /source 0 is fed already: close\(0\) first/,
    );
    const kinds: number[] = [];
    for (let connections = 1; connections < 3;) {
      const { kind } = await inbox.next();
      kinds.push(kind);
      if (kind !== CLOSED) continue;
      connections++;
      if (connections < 3) reactor.webSocket(0, new WebSocket(url));
    }
    assert.deepEqual(kinds, [OPENED, MESSAGE, CLOSED, OPENED, MESSAGE, CLOSED]);
  });
});

test("closing a source closes it for the fiber, and feeding it anew opens it", () => {
  const inbox = createInbox(4);
  const feed = () => inbox.reactor.port(5, new MessageChannel().port1);
  feed();
  inbox.reactor.closeAll();
  inbox.reactor.close(5);
  assert.deepEqual(inbox.closed, [5]);
  feed();
  assert.deepEqual(inbox.opened, [5]);
  inbox.reactor.closeAll();
});

test("a source that has ended by itself can be closed, so that what is left is not taken for the next", async () => {
  await withServer(["x"], async (url) => {
    const inbox = createInbox(8);
    const socket = new WebSocket(url);
    const ended = new Promise((resolve) => socket.addEventListener("close", resolve));
    inbox.reactor.webSocket(0, socket);
    await withTimeout(ended, LIMIT_MS, "the end of the connection");
    // Here the fiber has not yet received OPENED, MESSAGE and CLOSED.
    assert.equal(inbox.waiting, 3);
    inbox.reactor.close(0);
    inbox.reactor.port(0, new MessageChannel().port1);
    assert.deepEqual([inbox.closed, inbox.opened], [[0], [0]]);
    assert.equal(inbox.take()?.kind, OPENED);
    assert.equal(inbox.waiting, 0);
    inbox.reactor.close(0);
  });
});

test("what has waited behind a full inbox is not delivered to a source that was closed", () => {
  const inbox = createInbox(2);
  const listeners: ((event: { data?: unknown }) => void)[] = [];
  const port = {
    addEventListener: (_: string, listener: (event: { data?: unknown }) => void) =>
      void listeners.push(listener),
    removeEventListener() {},
  };
  inbox.reactor.port(0, port);
  for (let k = 0; k < 4; k++) for (const listener of listeners) listener({ data: `${k}` });
  inbox.reactor.close(0);
  // A real loom refuses what comes to a closed source; this one would show it.
  const kinds: (number | undefined)[] = [];
  for (let k = 0; k < 4; k++) kinds.push(inbox.take()?.kind);
  assert.deepEqual(kinds, [OPENED, MESSAGE, undefined, undefined]);
  inbox.reactor.port(0, port);
  assert.equal(inbox.take()?.kind, OPENED);
  assert.equal(inbox.take(), undefined);
});

test("wrong use is refused", () => {
  const inbox = createInbox(4);
  assert.throws(() => inbox.reactor.take(9, 0), /nothing has ever fed source 9/);
  for (const overflow of [0, -1, 1.5]) {
    assert.throws(
      () => new Reactor({ deliver: () => true, closeSource() {}, openSource() {} }, { overflow }),
      /overflow is .*, expected a whole number from 1 on/,
    );
  }
});
