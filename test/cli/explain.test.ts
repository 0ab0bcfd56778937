/** `explain` into files, and its comparisons. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../support/folder.ts";
import { amphGen, writeProfile, writeSpec } from "./command-line.ts";

test("--svg and --html write one file each, the same ones every time", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeProfile(path);
  writeSpec(path, "a.layout.ts", "Trades");
  const draw = () =>
    amphGen(path, "explain", "a.layout.ts", "--svg", "out/a.svg", "--html", "out/a.html");
  const read = () =>
    ["a.svg", "a.html"].map((name) => readFileSync(join(path, "out", name), "utf8"));
  const first = await draw();
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stdout, /^written +out.a\.svg\nwritten +out.a\.html\n$/);
  const [svg = "", html = ""] = read();
  assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  assert.match(html, /^<!doctype html>/);
  // Who reads and writes comes from the module: this queue's pushes write the cursor that pops read.
  assert.match(
    svg,
    /TAIL: byte 128, 4 bytes; [^<]*written by producers in tryPush[^<]*; read in [^<]*tryPop/,
  );
  assert.doesNotMatch(html, /(?:src|href)="(?!#)/, "the page needs nothing else");
  await draw();
  assert.deepEqual(read(), [svg, html]);
});

test("--against compares with lines of another length, another spec and another profile", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeProfile(path);
  writeSpec(path, "a.layout.ts", "Trades");
  const text = readFileSync(join(path, "a.layout.ts"), "utf8");
  writeFileSync(
    join(path, "b.layout.ts"),
    text.replace("capacity: 64", 'capacity: 64; padding: "line"'),
  );
  const profile = { name: "small", lineBytes: 64, isolationBytes: 64, evidence: [] };
  writeFileSync(join(path, "small.json"), JSON.stringify(profile));

  const compare = async (against: string, ...more: string[]) => {
    const result = await amphGen(path, "explain", "a.layout.ts", "--against", against, ...more);
    assert.equal(result.code, 0, result.stderr);
    return result.stdout;
  };
  const lines = await compare("256", "--svg", "c.svg", "--html", "c.html");
  assert.match(lines, /bytes: 128-byte lines.*bytes: 256-byte lines/);
  assert.match(lines, /^Trades +1,792 +956 +2,560 +1,724 +\+768 \(\+42\.9 %\)$/m);
  for (const file of ["c.svg", "c.html"]) {
    const drawn = readFileSync(join(path, file), "utf8");
    assert.match(drawn, /128-byte lines/);
    assert.match(drawn, /256-byte lines/);
  }
  const options = await compare("b.layout.ts");
  assert.match(options, /bytes: a\.layout\.ts.*bytes: b\.layout\.ts/);
  assert.match(options, /^Trades +1,792 +956 +8,960 +8,124 +\+7,168/m);
  assert.match(await compare("small.json"), /bytes: reference.*bytes: small/);
});

for (
  const [args, expected] of [
    ["--svg a.png", /--svg a\.png: expected a file name ending in \.svg/],
    ["--html a", /--html a: expected a file name ending in \.html/],
    ["--against 100", /--against 100: a line has a power of two of bytes, 32 to 1024/],
    ["--against gone.json", /gone\.json:1:1 - error AMPH501/],
    ["--against gone.layout.ts", /gone\.layout\.ts:1:1 - error AMPH905/],
    ["--against 64 --format json", /--against has no JSON/],
    ["--svg a.svg --format json", /--format json is for the terminal/],
  ] as const
) {
  test(`explain ${args} is refused, and nothing is written`, async () => {
    using folder = temporaryFolder();
    const { path } = folder;
    writeProfile(path);
    writeSpec(path, "a.layout.ts", "Trades");
    const { code, stderr } = await amphGen(path, "explain", "a.layout.ts", ...args.split(" "));
    assert.equal(code, 2);
    assert.match(stderr, expected);
    assert.ok(!existsSync(join(path, "a.svg")));
  });
}
