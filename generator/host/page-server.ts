/** The server that hands out the page of `probe --browser` and takes its answers. */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type PageAnswer, type PageOrder, probePage } from "./page-text.ts";
import { type Curve, curvesOf, planSharing } from "./sharing.ts";

/** Browsers' clocks tick in steps of 5 to 100 µs: a round has to take many of them. */
const ADDITIONS = 200_000;
const ROUND_TRIP_LIMIT_MS = 30_000;
/** How long the page may take to fetch the result, once there is one. */
const FAREWELL_MS = 5_000;
/** Far above an answer's size. */
const MAX_BODY_BYTES = 4_000_000;

/** The page as the experiment sees it. */
export class Page {
  userAgent = "";
  /** Rejects when nothing more can come. */
  readonly failed: Promise<never>;
  /** Other pages of the browser do not know it. */
  readonly #secret = randomUUID();
  readonly #server = createServer((request, response) => {
    this.#respond(request, response).catch(() => response.destroy());
  });
  readonly #fail: (error: Error) => void;
  readonly #finished = Promise.withResolvers<void>();
  #address = "";
  #run = 0;
  #order: PageOrder | undefined;
  #answered: ((answer: PageAnswer) => void) | undefined;
  #waiting = new Set<ServerResponse>();

  constructor() {
    const failed = Promise.withResolvers<never>();
    this.failed = failed.promise;
    // Nobody listens when all went well.
    failed.promise.catch(() => {});
    this.#fail = failed.reject;
  }

  get address(): string {
    return this.#address;
  }

  fail(error: Error): void {
    this.#fail(error);
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(0, "127.0.0.1", resolve);
    });
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the server has no port");
    this.#address = `http://127.0.0.1:${address.port}/${this.#secret}/`;
  }

  /** One experiment; rejects with what the page says is in the way. */
  async measure(): Promise<readonly Curve[]> {
    const plan = planSharing({ additions: ADDITIONS });
    const run = ++this.#run;
    const answer = new Promise<PageAnswer>((resolve) => this.#answered = resolve);
    this.#give({ kind: "measure", run, tasks: plan.tasks, timeoutMs: ROUND_TRIP_LIMIT_MS });
    const { spans, error, userAgent } = await answer;
    this.userAgent = userAgent;
    if (error !== undefined || spans === undefined) throw new Error(error ?? "no answer");
    return curvesOf(
      spans.map((rounds) => rounds.map(([startMs, endMs]) => ({ startMs, endMs }))),
      plan,
    );
  }

  /** Gives the page its last order, and lets it come for it. */
  async finish(order: PageOrder): Promise<void> {
    this.#give(order);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const limit = new Promise<void>((resolve) => timer = setTimeout(resolve, FAREWELL_MS));
    await Promise.race([this.#finished.promise, limit]);
    clearTimeout(timer);
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  #give(order: PageOrder): void {
    this.#order = order;
    for (const response of this.#waiting) this.#sendOrder(response, order);
    this.#waiting.clear();
  }

  #sendOrder(response: ServerResponse, order: PageOrder): void {
    send(response, 200, "application/json", JSON.stringify(order));
    if (order.kind === "done") response.once("finish", () => this.#finished.resolve());
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { host = "" } = request.headers;
    const path = request.url ?? "";
    // A name that leads here but is not this machine's is a page that wants to look in.
    if (!this.#address.startsWith(`http://${host}/`) || !path.startsWith(`/${this.#secret}/`)) {
      return send(
        response,
        404,
        "text/plain",
        "not here: use the whole address that was printed\n",
      );
    }
    const what = `${request.method} ${path.slice(this.#secret.length + 2)}`;
    switch (what) {
      case "GET ":
        return send(response, 200, "text/html", probePage());
      case "GET order":
        if (this.#order === undefined) this.#waiting.add(response);
        else this.#sendOrder(response, this.#order);
        return;
      case "POST answer": {
        const answer = readAnswer(await bodyOf(request));
        if (answer === undefined) return send(response, 400, "text/plain", "not an answer\n");
        // A second window answers the same order; the first answer counts.
        if (answer.run === this.#run) {
          this.#order = undefined;
          this.#answered?.(answer);
        }
        return send(response, 200, "text/plain", "taken\n");
      }
      default:
        return send(response, 404, "text/plain", "not here\n");
    }
  }
}

function send(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, {
    "Content-Type": `${type}; charset=utf-8`,
    "Cache-Control": "no-store",
    // Without these two a page has no SharedArrayBuffer.
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
  });
  response.end(text);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  request.setEncoding("utf8");
  for await (const part of request) {
    text += String(part);
    if (text.length > MAX_BODY_BYTES) throw new Error("the answer is too long");
  }
  return text;
}

/** Undefined where the text is no answer. */
function readAnswer(text: string): PageAnswer | undefined {
  let value: Partial<Record<keyof PageAnswer, unknown>>;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { run, userAgent, cores, spans, error } = value;
  if (typeof run !== "number" || typeof userAgent !== "string" || typeof cores !== "number") {
    return undefined;
  }
  if (typeof error === "string") return { run, userAgent, cores, error };
  return isSpans(spans) ? { run, userAgent, cores, spans } : undefined;
}

function isSpans(value: unknown): value is NonNullable<PageAnswer["spans"]> {
  const isTime = (time: unknown) => typeof time === "number" && Number.isFinite(time);
  return Array.isArray(value) &&
    value.every((rounds) =>
      Array.isArray(rounds) &&
      rounds.every((span) => Array.isArray(span) && span.length === 2 && span.every(isTime))
    );
}
