/** A worker that loads one test file and runs its tests; the file stands behind `?` in its address. */
import { type Result, runKept } from "./node-test.ts";

export type FileMessage =
  | { readonly kind: "result"; readonly result: Result }
  | { readonly kind: "log"; readonly text: string }
  | { readonly kind: "end" };

const port = globalThis as unknown as MessagePort;
const send = (message: FileMessage) => port.postMessage(message);

const file = decodeURIComponent(location.search.slice(1));
console.log = (...values: readonly unknown[]) => send({ kind: "log", text: values.join(" ") });
try {
  await import(new URL(`/${file}`, location.href).href);
  await runKept((result) => send({ kind: "result", result }));
} catch (error) {
  const text = error instanceof Error ? error.stack ?? String(error) : String(error);
  send({ kind: "result", result: { name: `loading ${file}`, error: text } });
}
send({ kind: "end" });
