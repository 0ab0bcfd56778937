/** Channels of messages, of `node:worker_threads` where that is, else those of a page. */
import type { MessagePort } from "node:worker_threads";

const threads: { readonly MessageChannel?: new () => Channel } = await import(
  "node:worker_threads"
);

export interface Channel {
  readonly port1: MessagePort;
  readonly port2: MessagePort;
}

export function newChannel(): Channel {
  const Made = threads.MessageChannel ?? globalThis.MessageChannel as unknown as new () => Channel;
  return new Made();
}

export function onMessage<Message>(port: MessagePort, listener: (message: Message) => void): void {
  if ("on" in port) {
    port.on("message", listener);
  } else {
    const inPage: globalThis.MessagePort = port;
    inPage.onmessage = ({ data }) => listener(data);
  }
}
