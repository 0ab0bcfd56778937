/**
 * The functions that the fibers of `Feeds` call (specs/feeds.layout.ts): they know a connection by the
 * number of its source. One feed thread has one set of connections.
 */
import type { Connection } from "./connection.ts";

let connections: readonly Connection[] = [];
let paused = false;

/** Whose fibers run in this thread. */
export function useConnections(all: readonly Connection[]): void {
  connections = all;
}

export function setPaused(value: boolean): void {
  paused = value;
  // What is not received for so long is no sign of a dead peer.
  if (!value) { for (const connection of connections) connection.heard(); }
}

export const isPaused = (): boolean => paused;

export const open = (source: number): void => at(source).open();

export const isComplete = (source: number): boolean => at(source).isComplete;

/** What an event means; false: this connection is over. */
export const accept = (source: number, event: number): boolean => at(source).accept(event);

/** Pushes what should be pushed now; true while a queue is full. */
export const mustWaitForRoom = (source: number): boolean => !at(source).flush();

export const backoffMs = (source: number): number => at(source).backoffMs;

export function dropIfSilent(source: number): void {
  if (!paused) at(source).dropIfSilent();
}

/** Whether `receive` threw since the source was closed from here. */
export const isClosing = (error: unknown): boolean =>
  error instanceof Error && error.name === "ClosedError";

function at(source: number): Connection {
  const connection = connections[source];
  if (connection === undefined) throw new RangeError(`there is no connection ${source}`);
  return connection;
}
