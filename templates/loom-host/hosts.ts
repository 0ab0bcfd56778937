/** The hosts' objects, as far as the reactor uses them: the same under Deno, Bun, Node and in browsers. */

/** What the listeners of a WebSocket are given, as far as it matters here. */
export interface SocketEvent {
  readonly type?: string;
  readonly data?: unknown;
  readonly code?: number;
  readonly error?: unknown;
  readonly message?: string;
}

type SocketEventName = "open" | "message" | "close" | "error";

/** A WebSocket of the standard, or one of the package `ws`, which can be paused. */
export interface SocketLike {
  binaryType: string;
  readonly readyState: number;
  addEventListener(name: SocketEventName, listener: (event: SocketEvent) => void): void;
  removeEventListener(name: SocketEventName, listener: (event: SocketEvent) => void): void;
  close(code?: number, reason?: string): void;
  pause?(): void;
  resume?(): void;
  readonly isPaused?: boolean;
}

/** `Socket` of `node:net`. */
export interface TcpSocket {
  readonly connecting: boolean;
  on(name: "data", listener: (bytes: Uint8Array) => void): unknown;
  on(name: "error", listener: (error: Error) => void): unknown;
  on(name: "connect" | "close", listener: () => void): unknown;
  off(name: "data", listener: (bytes: Uint8Array) => void): unknown;
  off(name: "connect" | "close", listener: () => void): unknown;
  pause(): unknown;
  resume(): unknown;
  destroy(): unknown;
}

/** A `MessagePort`, or a `Worker` of the standard. */
export interface PortLike {
  addEventListener(name: "message", listener: (event: { readonly data?: unknown }) => void): void;
  removeEventListener(
    name: "message",
    listener: (event: { readonly data?: unknown }) => void,
  ): void;
  start?(): void;
  close?(): void;
}

/** `process` of Node, Deno or Bun. */
export interface ProcessLike {
  on(signal: string, listener: () => void): unknown;
  off(signal: string, listener: () => void): unknown;
}

/** Characters of a text, bytes of a buffer; 0 for anything else. */
export function sizeOf(data: unknown): number {
  if (typeof data === "string") return data.length;
  if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) return data.byteLength;
  return 0;
}

/** The Error that a host's event or rejection stands for. */
export function errorOf(cause: unknown): Error {
  if (cause instanceof Error) return cause;
  const { error, message } = (cause ?? {}) as {
    readonly error?: unknown;
    readonly message?: unknown;
  };
  if (error instanceof Error) return error;
  return new Error(
    typeof message === "string" && message !== "" ? message : "the source has failed",
  );
}
