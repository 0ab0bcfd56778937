import { strict as assert } from "node:assert";
import { test } from "node:test";
import {
  banner,
  type BannerFacts,
  isOurs,
  parseBanner,
  parsePlainBanner,
  plainBanner,
} from "../../generator/output/banner.ts";

const FACTS: BannerFacts = {
  version: "0.1.0",
  structure: "Queue",
  name: "BookDeltas",
  specFile: "market.layout.ts",
  specFingerprint: "0123456789abcdef",
  hostName: "linux-x64-64",
  hostFingerprint: "fedcba9876543210",
  lineBytes: 128,
  layoutFingerprint: "00112233445566ff",
  command: "amph-gen generate market.layout.ts",
};

test("a banner can be read back, whatever follows it and however its lines end", () => {
  const text = `${banner(FACTS)}\nexport class BookDeltas {}\n`;
  assert.deepEqual(parseBanner(text), FACTS);
  assert.deepEqual(parseBanner(text.replaceAll("\n", "\r\n")), FACTS);
  assert.equal(isOurs(text), true);
});

test("every line of a banner is a comment, also with a hostile file name", () => {
  const specFile = "a\nexport {};\r\u2028\u2029*/`${x}`\u202e\\u{41}\u{e0001} b.layout.ts";
  const facts = { ...FACTS, specFile, command: `amph-gen generate ${specFile}` };
  const text = banner(facts);
  const lines = text.split(/[\n\r\u2028\u2029]/);
  assert.equal(lines.pop(), "");
  assert.deepEqual(lines.filter((line) => !line.startsWith("//")), []);
  assert.deepEqual(lines.filter((line) => /[\p{Cc}\p{Cf}]/u.test(line)), []);
  assert.deepEqual(parseBanner(text), facts);
});

test("other files are not ours, and a damaged banner says nothing", () => {
  assert.equal(isOurs("export {};\n"), false);
  assert.equal(isOurs(`\n${banner(FACTS)}`), false);
  assert.equal(parseBanner("export {};\n"), undefined);
  assert.equal(parseBanner(banner(FACTS).replace("//   layout", "// layout")), undefined);
  assert.equal(parseBanner(banner(FACTS).replace("0123456789abcdef", "?")), undefined);
});

test("the banner of a module that depends on no spec is another one, and is ours", () => {
  const facts = { version: "0.1.0", name: "LoomReactor", fingerprint: "0123456789abcdef" };
  const text = `${plainBanner(facts)}\nexport class Reactor {}\n`;
  assert.deepEqual(parsePlainBanner(text), facts);
  assert.deepEqual(parsePlainBanner(text.replaceAll("\n", "\r\n")), facts);
  assert.equal(isOurs(text), true);
  assert.equal(parseBanner(text), undefined);
  assert.equal(parsePlainBanner(banner(FACTS)), undefined);
  assert.equal(parsePlainBanner(text.replace("0123456789abcdef", "none")), undefined);
});
