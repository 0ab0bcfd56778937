/** A WebSocket, the reactor and a fiber together: what the server sends is what the fiber receives. */
import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { WebSocket, WebSocketServer } from "ws";
import { CLOSED, kindOf, MESSAGE, Reactor } from "../../templates/loom-host/reactor.ts";
import { type FiberFailure, Weave } from "../golden/weave.gen.ts";
import { withTimeout } from "../support/time.ts";

const LIMIT_MS = 20_000;
const SOURCE = 1;

/** More than an inbox holds, so that the socket is paused. */
const TEXTS = Array.from({ length: 20 }, (_, k) => "x".repeat(k + 1));

test("a fiber receives all that a server sends, over a connection that is killed and the next one", async () => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise<void>((resolve) => server.once("listening", resolve));
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let connections = 0;
  server.on("connection", (socket) => {
    connections++;
    const isFirst = connections === 1;
    for (const text of TEXTS) socket.send(text);
    // The client answers when it has everything: then the first connection is killed.
    socket.on("message", () => isFirst ? socket.terminate() : socket.close(1000));
  });

  const loom = Weave.create();
  const details: number[] = [];
  let sum = 0;
  let sockets = 0;
  let client: WebSocket | undefined;
  const reactor: Reactor = new Reactor({
    deliver(source, event, detail = 0) {
      sum += event * detail;
      if (kindOf(event) === MESSAGE) {
        details.push(detail);
        if (details.length === sockets * TEXTS.length) client?.send("all");
      }
      const hasRoom = loom.deliver(source, event, detail);
      if (kindOf(event) === CLOSED) queueMicrotask(sockets === 1 ? connect : finish);
      return hasRoom;
    },
    closeSource: (source) => loom.closeSource(source),
    openSource: (source) => loom.openSource(source),
  });
  const connect = () => {
    sockets++;
    client = new WebSocket(url);
    reactor.webSocket(SOURCE, client);
  };
  const finish = () => loom.closeSource(SOURCE);

  const failures: FiberFailure[] = [];
  const received = loom.joinAsync(loom.spawnReceiver(SOURCE));
  connect();
  try {
    const run = loom.run({
      onRoom: reactor.onRoom,
      onError: (failure) => failures.push(failure),
    });
    await withTimeout(run, LIMIT_MS, "run");
  } finally {
    for (const socket of server.clients) socket.terminate();
    server.close();
  }
  assert.deepEqual(failures, []);
  assert.equal(connections, 2);
  assert.deepEqual(details, [...TEXTS, ...TEXTS].map(({ length }) => length));
  assert.equal(await received, sum);
});
