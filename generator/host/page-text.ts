/** The page that measures in a browser. Its server is `page-probe.ts`. */
import { sharingWorkerText } from "./sharing-task.ts";

/** What the page is told to do next. */
export type PageOrder =
  | {
    readonly kind: "measure";
    readonly run: number;
    readonly tasks: readonly object[];
    readonly timeoutMs: number;
  }
  | { readonly kind: "done"; readonly profile: string; readonly drawing: string };

/** What the page answers. */
export interface PageAnswer {
  readonly run: number;
  readonly userAgent: string;
  readonly cores: number;
  /** For each thread, start and end of each round; undefined where `error` says why. */
  readonly spans?: readonly (readonly (readonly [startMs: number, endMs: number])[])[];
  readonly error?: string;
}

export function probePage(): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>amph-gen probe</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; padding: 0 1rem; max-width: 44rem; }
pre { overflow: auto; padding: 1rem; border: 1px solid; border-radius: 6px; font-size: 13px; }
img { max-width: 100%; }
</style>
</head>
<body>
<h1>Cache lines, measured in this browser</h1>
<p id="state" role="status">Two workers write two words …</p>
<div id="result"></div>
<script>
"use strict";
const state = document.getElementById("state");
const result = document.getElementById("result");
const workerText = ${JSON.stringify(sharingWorkerText()).replaceAll("<", "\\u003c")};

function runTask(script, task, timeoutMs) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script);
    const limit = setTimeout(() => end(reject, new Error("no answer within " + timeoutMs + " ms")), timeoutMs);
    function end(settle, value) {
      clearTimeout(limit);
      worker.terminate();
      settle(value);
    }
    worker.onmessage = ({ data }) => end(resolve, data.map(({ startMs, endMs }) => [startMs, endMs]));
    worker.onerror = ({ message }) => end(reject, new Error(message));
    worker.postMessage(task);
  });
}

async function measure({ tasks, timeoutMs }) {
  if (!crossOriginIsolated) throw new Error("the page is not cross-origin isolated");
  if (navigator.hardwareConcurrency < 2) throw new Error("one core: two threads never run at the same time");
  const { buffer } = new WebAssembly.Memory({ initial: 2, maximum: 2, shared: true });
  const script = URL.createObjectURL(new Blob([workerText], { type: "text/javascript" }));
  try {
    return await Promise.all(tasks.map((task) => runTask(script, { ...task, buffer }, timeoutMs)));
  } finally {
    URL.revokeObjectURL(script);
  }
}

function show({ profile, drawing }) {
  state.textContent = "Done. The command has the profile; this is what it says:";
  const text = document.createElement("pre");
  text.textContent = profile;
  result.replaceChildren(text);
  if (drawing === "") return;
  const picture = document.createElement("img");
  picture.alt = "The cost of an addition by the distance of the two words";
  picture.src = "data:image/svg+xml," + encodeURIComponent(drawing);
  result.append(picture);
}

async function main() {
  for (;;) {
    const order = await (await fetch("order")).json();
    if (order.kind === "done") return show(order);
    const about = { run: order.run, userAgent: navigator.userAgent, cores: navigator.hardwareConcurrency };
    let answer;
    try {
      answer = { ...about, spans: await measure(order) };
    } catch (error) {
      answer = { ...about, error: error.message };
    }
    const { ok } = await fetch("answer", { method: "POST", body: JSON.stringify(answer) });
    if (!ok) throw new Error("the command did not take the answer");
  }
}

main().catch((error) => {
  state.textContent = "It did not work: " + error.message + ". Load the page again while the command runs.";
});
</script>
</body>
</html>
`;
}
