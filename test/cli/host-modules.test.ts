/** What comes with a Loom that says `host: true`: the reactor and the pinning of threads. */
import { strict as assert } from "node:assert";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { isOurs, parsePlainBanner } from "../../generator/output/banner.ts";
import { temporaryFolder } from "../support/folder.ts";
import { typeCheck, UNDER_NODE } from "../support/type-check.ts";
import { amphGen, writeProfile } from "./command-line.ts";

const HOST = ["loom-channel", "loom-hosts", "loom-pin", "loom-reactor"];

/** A spec of one loom, with these options. */
function writeLoom(folder: string, file: string, name: string, options: string, more = ""): void {
  writeProfile(folder);
  writeFileSync(
    join(folder, file),
    `import type { f64, Fiber, Loom, Queue, u32 } from "amph-gen/spec";

export type ${name} = Loom<{ fibers: 4; ${options} }>;
${more}
export function* receiver${name}(self: ${name}, source: u32): Fiber<f64> {
  const event: f64 = yield* self.receive(source);
  return event;
}
`,
  );
}

const files = (folder: string): readonly string[] => readdirSync(join(folder, "generated")).sort();

test("they are written once for all looms that ask, whichever spec they are in", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeLoom(path, "a.layout.ts", "Feeds", "host: true");
  writeLoom(path, "b.layout.ts", "Books", "host: true");
  writeLoom(path, "c.layout.ts", "Others", "host: false");
  const generated = await amphGen(path, "generate", ".");
  assert.equal(generated.code, 0, generated.stderr);
  const looms = ["books", "feeds", "others"];
  assert.deepEqual(files(path), [...looms, ...HOST].map((stem) => `${stem}.gen.ts`).sort());
  // Also for one spec alone: they are the same for each.
  for (const specs of [".", "a.layout.ts", "b.layout.ts"]) {
    const { code, stdout } = await amphGen(path, "check", specs);
    assert.equal(code, 0, stdout);
  }
  for (const stem of HOST) {
    const text = readFileSync(join(path, "generated", `${stem}.gen.ts`), "utf8");
    assert.ok(isOurs(text), stem);
    assert.match(parsePlainBanner(text)?.name ?? "", /^Loom[A-Z]/);
    for (const [, from] of text.matchAll(/^(?:import|\}).* from "(.*)";$/gm)) {
      assert.match(from ?? "", /^\.\/loom-\w+\.gen\.ts$/, stem);
    }
  }
});

test("without `host: true` none is written, and a loom's module is the same with it", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  const text = () => readFileSync(join(path, "generated", "feeds.gen.ts"), "utf8");
  writeLoom(path, "a.layout.ts", "Feeds", "");
  assert.equal((await amphGen(path, "generate", ".")).code, 0);
  assert.deepEqual(files(path), ["feeds.gen.ts"]);
  const without = text();
  writeLoom(path, "a.layout.ts", "Feeds", "host: true");
  assert.equal((await amphGen(path, "generate", ".")).code, 0);
  assert.equal(text(), without);
});

test("check tells an edited one from one of another version", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeLoom(path, "a.layout.ts", "Feeds", "host: true");
  assert.equal((await amphGen(path, "generate", ".")).code, 0);
  const file = (stem: string) => join(path, "generated", `${stem}.gen.ts`);
  const edit = (stem: string, change: (text: string) => string) =>
    writeFileSync(file(stem), change(readFileSync(file(stem), "utf8")));
  edit("loom-pin", (text) => `${text}// edited\nexport {};\n`);
  edit("loom-hosts", (text) => text.replace(/amph-gen \S+\./, "amph-gen 0.0.1."));
  const { code, stdout } = await amphGen(path, "check", ".");
  assert.equal(code, 1);
  assert.match(stdout, /loom-pin\.gen\.ts: edited, line \d+ is not what was generated/);
  assert.match(stdout, /loom-hosts\.gen\.ts: stale, amph-gen changed since/);
  assert.match(stdout, /2 files not up to date/);
  assert.equal((await amphGen(path, "generate", ".")).code, 0);
  assert.equal((await amphGen(path, "check", ".")).code, 0);
});

test("a structure of the same file name is refused, in the same spec or in another", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  const queue = "export type LoomPin = Queue<u32, { capacity: 4 }>;\n";
  writeLoom(path, "a.layout.ts", "Feeds", "host: true", queue);
  const same = await amphGen(path, "generate", ".");
  assert.equal(same.code, 2);
  assert.match(
    same.stderr,
    /AMPH304.*LoomPin would be written to loom-pin\.gen\.ts, as what comes with a Loom/,
  );
  writeLoom(path, "a.layout.ts", "Feeds", "host: true");
  writeFileSync(
    join(path, "b.layout.ts"),
    `import type { Queue, u32 } from "amph-gen/spec";\n${queue}`,
  );
  const other = await amphGen(path, "generate", ".");
  assert.equal(other.code, 2);
  assert.match(other.stderr, /b\.layout\.ts.*AMPH304.*rename the structure/);
});

test("an option of another kind is refused with what is expected", async () => {
  using folder = temporaryFolder();
  writeLoom(folder.path, "a.layout.ts", "Feeds", 'host: "reactor"');
  const { code, stderr } = await amphGen(folder.path, "generate", ".");
  assert.equal(code, 2);
  assert.match(stderr, /a\.layout\.ts:3:\d+ - error AMPH\d+: .*host.*true/);
});

test("as JavaScript they import each other, and work", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeLoom(path, "a.layout.ts", "Feeds", "host: true");
  assert.equal((await amphGen(path, "generate", ".", "--emit", "js")).code, 0);
  const endings = ["js", "d.ts"];
  const expected = ["feeds", ...HOST].flatMap((stem) => endings.map((end) => `${stem}.gen.${end}`));
  assert.deepEqual(files(path), expected.sort());
  const url = (stem: string) => pathToFileURL(join(path, "generated", `${stem}.gen.js`)).href;
  const { Feeds } = await import(url("feeds"));
  const { MESSAGE, kindOf, Reactor } = await import(url("loom-reactor"));
  const loom = Feeds.create();
  const reactor = new Reactor(loom);
  const { port1, port2 } = new MessageChannel();
  const first = loom.joinAsync(loom.spawnReceiverFeeds(0));
  const second = loom.joinAsync(loom.spawnReceiverFeeds(1));
  reactor.port(0, port1);
  loom.deliver(1, MESSAGE);
  await loom.run({ onRoom: reactor.onRoom });
  assert.equal(kindOf(await first), 1);
  assert.equal(await second, MESSAGE);
  reactor.closeAll();
  port2.close();
});

test("they type-check by themselves", async () => {
  if (!UNDER_NODE) return console.log("runs under Node");
  using folder = temporaryFolder();
  const { path } = folder;
  writeLoom(path, "a.layout.ts", "Feeds", "host: true");
  assert.equal((await amphGen(path, "generate", ".")).code, 0);
  const all = files(path).map((file) => join(path, "generated", file));
  assert.deepEqual(await typeCheck(all), []);
});

test("verify leaves them out of a folder, and says why it does not take one by itself", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeLoom(path, "a.layout.ts", "Feeds", "host: true");
  assert.equal((await amphGen(path, "generate", ".")).code, 0);
  const limits = ["--threads", "2", "--ops", "1"];
  const whole = await amphGen(path, "verify", "generated", ...limits);
  assert.equal(whole.code, 0, whole.stderr);
  const one = await amphGen(path, "verify", join("generated", "loom-pin.gen.ts"));
  assert.equal(one.code, 2);
  assert.match(one.stderr, /nothing to explore in it: it shares no memory/);
});
