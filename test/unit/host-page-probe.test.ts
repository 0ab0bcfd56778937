/** The server's side of `probe --browser`; the browser's side is in test/browser/probe.test.ts. */
import assert from "node:assert/strict";
import { request } from "node:http";
import { test } from "node:test";
import { familyOf, probeBrowser } from "../../generator/host/page-probe.ts";
import type { PageAnswer, PageOrder } from "../../generator/host/page-text.ts";
import { parseProfile } from "../../generator/host/profile-file.ts";
import { sharingWorkerText } from "../../generator/host/sharing-task.ts";
import { DISTANCES_BYTES } from "../../generator/host/sharing.ts";

const AGENT = "Mozilla/5.0 (X11; Linux) Chrome/156.0 Safari/537.36";
const LIMIT_MS = 20_000;

/** Starts a probe and answers its orders as `page` says; what the probe concludes. */
async function probeWith(page: (order: PageOrder) => object | undefined, timeoutMs = LIMIT_MS) {
  const address = Promise.withResolvers<string>();
  const probe = probeBrowser({ onAddress: address.resolve, timeoutMs });
  const base = await address.promise;
  const orders: PageOrder[] = [];
  for (;;) {
    const order: PageOrder = await (await fetch(`${base}order`)).json();
    orders.push(order);
    const answer = page(order);
    if (answer === undefined) break;
    const taken = await fetch(`${base}answer`, { method: "POST", body: JSON.stringify(answer) });
    assert.equal(taken.status, 200, await taken.text());
  }
  return { ...await probe, orders, base };
}

/** Every addition costs 90 ns where the words are nearer than `apartBytes`, else 9. */
function measured(order: PageOrder, apartBytes: number): PageAnswer | undefined {
  if (order.kind === "done") return undefined;
  const rounds = order.tasks.map((task) => {
    const offsets: readonly number[] = Reflect.get(task, "byteOffsets");
    const additions = Number(Reflect.get(task, "additions"));
    return offsets.map((_, round) => {
      const distance = DISTANCES_BYTES[round % DISTANCES_BYTES.length] ?? 0;
      const startMs = round * 1000;
      return [startMs, startMs + (distance < apartBytes ? 90 : 9) * additions / 1e6] as const;
    });
  });
  return { run: order.run, userAgent: AGENT, cores: 4, spans: rounds };
}

test("what a page measures becomes a profile that says where it comes from", async () => {
  const { profile, sharing, orders } = await probeWith((order) => measured(order, 128));
  assert.equal(sharing.distanceBytes, 128);
  assert.equal(profile.lineBytes, 128);
  assert.equal(profile.isolationBytes, 128);
  assert.match(profile.name, /^browser-chromium-128/);
  assert.ok(profile.evidence.some(({ detail }) => detail === AGENT));
  assert.ok(
    profile.evidence.some(({ source, lineBytes }) =>
      source.startsWith("experiment in a browser") && lineBytes === 128
    ),
  );
  const last = orders.at(-1);
  assert.ok(last?.kind === "done" && last.drawing.startsWith("<svg"));
  assert.deepEqual(parseProfile(last.profile, "page"), profile);
});

test("a page that cannot measure gives the usual line, and its reason", async () => {
  const { profile, sharing } = await probeWith((order) =>
    order.kind === "done"
      ? undefined
      : { run: order.run, userAgent: "Firefox/140", cores: 1, error: "one core" }
  );
  assert.equal(sharing.distanceBytes, undefined);
  assert.deepEqual([profile.name, profile.lineBytes], ["browser-firefox-64", 64]);
  assert.ok(profile.evidence.some(({ detail }) => detail === "could not be made: one core"));
});

test("the page is given with the two headers, at a secret address of this machine only", async () => {
  const address = Promise.withResolvers<string>();
  const probe = probeBrowser({ onAddress: address.resolve, timeoutMs: LIMIT_MS });
  const base = await address.promise;
  const page = await fetch(base);
  assert.equal(page.headers.get("cross-origin-opener-policy"), "same-origin");
  assert.equal(page.headers.get("cross-origin-embedder-policy"), "require-corp");
  assert.match(await page.text(), /runSharingTask/);
  const { origin, hostname, port, pathname } = new URL(base);
  assert.equal(hostname, "127.0.0.1");
  for (const path of ["/", "/order", `${pathname}../order`, "/wrong/"]) {
    const refused = await fetch(origin + path);
    assert.equal(refused.status, 404, path);
    await refused.text();
  }
  assert.equal(
    await statusFor(port, pathname, "evil.example"),
    404,
    "another name for this machine",
  );
  for (const body of ["no json", "{}", '{"run":1,"userAgent":"x","cores":2,"spans":[[["a",2]]]}']) {
    const wrong = await fetch(`${base}answer`, { method: "POST", body });
    assert.equal(wrong.status, 400, body);
    await wrong.text();
  }
  const order: PageOrder = await (await fetch(`${base}order`)).json();
  const answer = measured(order, 64);
  await (await fetch(`${base}answer`, { method: "POST", body: JSON.stringify(answer) })).text();
  await (await fetch(`${base}order`)).text();
  assert.equal((await probe).sharing.distanceBytes, 64);
});

/** `fetch` sets the header itself. */
function statusFor(port: string, path: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, path, headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on("error", reject).end();
  });
}

test("when nobody opens the page the command ends with the reason", async () => {
  const probe = probeBrowser({ onAddress: () => {}, timeoutMs: 50 });
  await assert.rejects(probe, /no browser has answered within 0.05 s/);
});

test("the worker's text is JavaScript by itself", () => {
  const posted: unknown[] = [];
  const text = sharingWorkerText();
  assert.doesNotMatch(text, /: (?:number|Int32Array|SharedArrayBuffer)\b/);
  const scope: { onmessage?: (event: { readonly data: unknown }) => void } = {};
  const body = text.replace("onmessage =", "scope.onmessage =");
  new Function("scope", "postMessage", body)(scope, (value: unknown) => posted.push(value));
  const { buffer } = new WebAssembly.Memory({ initial: 2, maximum: 2, shared: true });
  scope.onmessage?.({ data: { buffer, byteOffsets: [4], additions: 10, threads: 1 } });
  assert.equal(new Int32Array(buffer)[1], 10);
  assert.equal(posted.length, 1);
});

test("the families of browsers", () => {
  assert.deepEqual(
    [AGENT, "Gecko/20100101 Firefox/140.0", "Version/18.0 Safari/605", "curl/8"].map(familyOf),
    ["chromium", "firefox", "safari", "other"],
  );
});
