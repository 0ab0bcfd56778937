/**
 * Brings what the host's event loop is told (epoll, kqueue, io_uring and completion ports beneath Deno,
 * Bun and Node) to a loom's sources: WebSockets, TCP sockets, streams, message ports, signals.
 *
 * An event is two numbers, copied into the source's inbox: `event`, its kind and a ticket, and a
 * detail. What belongs to it (the text, the bytes) stays here under the ticket until a fiber's code
 * takes it.
 *
 * Inboxes are bounded. When one is full its source is paused, and goes on when the fiber has taken
 * something. What the host had read before it stopped waits in an overflow queue, in order. A source that
 * cannot be paused (a WebSocket of the standard, a message port) may fill that queue as well: then it is
 * closed, with an event that says so. Nothing grows without a bound and nothing is lost in silence.
 */
import { Channel, type Feeder, type Inboxes, type Payload } from "./channel.ts";
import {
  errorOf,
  type PortLike,
  type ProcessLike,
  sizeOf,
  type SocketEvent,
  type SocketLike,
  type TcpSocket,
} from "./hosts.ts";

/** What happened to a source: the kind of an event. */
export const OPENED = 1;
/** Something arrived, which {@link Reactor.take} gives; the detail is its size. */
export const MESSAGE = 2;
/** The other side has closed; the detail is the code where there is one. Nothing comes after it. */
export const CLOSED = 3;
/** It has failed; {@link Reactor.take} gives the Error. */
export const FAILED = 4;
/** It was closed from here since its inbox and its overflow queue were full. Nothing comes after it. */
export const OVERRUN = 5;
/** The process was sent a signal; the detail is its place in the list that was given. */
export const SIGNALLED = 6;

export interface ReactorOptions {
  /** Events of a source that cannot be paused which wait while its inbox is full; default 1024. */
  readonly overflow?: number;
}

export class Reactor {
  readonly #loom: Inboxes;
  readonly #overflow: number;
  readonly #channels: Map<number, Channel> = new Map();

  constructor(loom: Inboxes, { overflow = 1024 }: ReactorOptions = {}) {
    if (!(Number.isInteger(overflow) && overflow >= 1)) {
      throw new RangeError(`Reactor: overflow is ${overflow}, expected a whole number from 1 on`);
    }
    this.#loom = loom;
    this.#overflow = overflow;
  }

  /** What `event` of `source` brought: text, bytes or an Error; undefined where it brought nothing. */
  take(source: number, event: number): Payload {
    const channel = this.#channels.get(source);
    if (channel === undefined) throw new RangeError(`nothing has ever fed source ${source}`);
    return channel.take(event);
  }

  /** For the loom's `onRoom`: the inbox of `source` has room again. */
  readonly onRoom = (source: number): void => this.#channels.get(source)?.resume();

  /** Sources that are fed at present. */
  get active(): number {
    return [...this.#channels.values()].filter(({ hasEnded }) => !hasEnded).length;
  }

  /**
   * Ends what feeds `source`, if that has not ended by itself. The fiber still receives the events that
   * are in the inbox, and then `receive` throws; feeding the source anew opens it again, and empty.
   */
  close(source: number): void {
    this.#channels.get(source)?.stop();
  }

  /** Ends all of them. */
  closeAll(): void {
    for (const source of this.#channels.keys()) this.close(source);
  }

  /** A WebSocket of the standard, or one that can also be paused (`ws`). Bytes come as ArrayBuffer. */
  webSocket(source: number, socket: SocketLike): void {
    socket.binaryType = "arraybuffer";
    const listeners = {
      open: () => channel.deliver(OPENED, 0),
      message: ({ data }: SocketEvent) => channel.deliver(MESSAGE, sizeOf(data), data),
      close: ({ code }: SocketEvent) => channel.finish(CLOSED, code ?? 0),
      error: (event: SocketEvent) => channel.deliver(FAILED, 0, errorOf(event)),
    };
    const channel = this.#open(source, {
      pause: () => {
        socket.pause?.();
        return socket.isPaused ?? false;
      },
      resume: () => socket.resume?.(),
      stop: () => {
        // An error after the end has nobody to go to, but must have a listener.
        for (const name of ["open", "message", "close"] as const) {
          socket.removeEventListener(name, listeners[name]);
        }
        socket.close();
      },
    });
    if (socket.readyState === 1) channel.deliver(OPENED, 0);
    for (const name of ["open", "message", "close", "error"] as const) {
      socket.addEventListener(name, listeners[name]);
    }
  }

  /** A TCP socket as `node:net` has it, under each runtime. Bytes come as Uint8Array. */
  tcp(source: number, socket: TcpSocket): void {
    const onConnect = () => channel.deliver(OPENED, 0);
    const onData = (bytes: Uint8Array) => channel.deliver(MESSAGE, bytes.length, bytes);
    const onError = (error: unknown) => channel.deliver(FAILED, 0, errorOf(error));
    const onClose = () => channel.finish(CLOSED, 0);
    const channel = this.#open(source, {
      pause: () => {
        socket.pause();
        return true;
      },
      resume: () => void socket.resume(),
      stop: () => {
        socket.off("connect", onConnect);
        socket.off("data", onData);
        socket.off("close", onClose);
        socket.destroy();
      },
    });
    if (!socket.connecting) onConnect();
    socket.on("connect", onConnect);
    socket.on("data", onData);
    socket.on("error", onError);
    socket.on("close", onClose);
  }

  /** A stream of chunks, read one at a time, and not read while the inbox is full. */
  readable(source: number, stream: ReadableStream<unknown>): void {
    const reader = stream.getReader();
    let isReading = false;
    const read = async () => {
      if (isReading) return;
      isReading = true;
      try {
        while (!channel.isPaused && !channel.hasEnded) {
          const { done, value } = await reader.read();
          if (done) channel.finish(CLOSED, 0);
          else channel.deliver(MESSAGE, sizeOf(value), value);
        }
      } catch (error) {
        channel.finish(FAILED, 0, errorOf(error));
      } finally {
        isReading = false;
      }
    };
    const channel = this.#open(source, {
      pause: () => true,
      resume: () => void read(),
      stop: () => void reader.cancel().catch(() => {}),
    });
    channel.deliver(OPENED, 0);
    void read();
  }

  /** A message port, or a worker seen from outside: what it posts. */
  port(source: number, port: PortLike): void {
    const onMessage = ({ data }: { readonly data?: unknown }) =>
      channel.deliver(MESSAGE, sizeOf(data), data);
    const channel = this.#open(source, {
      pause: () => false,
      resume: () => {},
      stop: () => {
        port.removeEventListener("message", onMessage);
        port.close?.();
      },
    });
    channel.deliver(OPENED, 0);
    port.addEventListener("message", onMessage);
    port.start?.();
  }

  /**
   * Signals of the process. Those of one kind that arrive while the inbox is full become one, as the
   * operating system has it.
   */
  signals(source: number, names: readonly string[], process: ProcessLike): void {
    const due = new Set<number>();
    const tell = () => {
      for (const place of due) {
        if (channel.isPaused) return;
        due.delete(place);
        channel.deliver(SIGNALLED, place);
      }
    };
    const listeners = names.map((_, place) => () => {
      due.add(place);
      tell();
    });
    const channel = this.#open(source, {
      pause: () => true,
      resume: tell,
      stop: () => names.forEach((name, place) => process.off(name, listeners[place]!)),
    });
    names.forEach((name, place) => process.on(name, listeners[place]!));
  }

  #open(source: number, feeder: Feeder): Channel {
    const limits = { overflow: this.#overflow, overrunKind: OVERRUN };
    const channel = this.#channels.get(source) ?? new Channel(source, this.#loom, limits);
    if (!channel.hasEnded) {
      throw new Error(
        `source ${source} is fed already: close(${source}) first, or take another one`,
      );
    }
    this.#channels.set(source, channel);
    channel.feed(feeder);
    return channel;
  }
}

/** What happened: one of the kinds above. */
export function kindOf(event: number): number {
  return event & 7;
}
