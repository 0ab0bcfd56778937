/**
 * The same inputs give the same bytes: this file runs under each runtime, and each compares with the
 * bytes that are committed.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { loadProfile } from "../../generator/host/profile-file.ts";
import { parseBanner } from "../../generator/output/banner.ts";
import { type GeneratedFile, generateModules } from "../../generator/pipeline.ts";
import { ROOT } from "./sources.ts";

const host = loadProfile(join(ROOT, "host-profile.json"));

async function generate(text: string, file = "order.layout.ts"): Promise<readonly GeneratedFile[]> {
  return await generateModules([{ file, text }], { host, emit: "ts" });
}

/** Files by path. */
const byPath = (files: readonly GeneratedFile[]) =>
  new Map(files.map(({ path, text }) => [path, text]));

/** Without comments, and so without banner and documentation. */
const code = (text: string) => text.replace(/\/\*[^]*?\*\/|\/\/.*/g, "").replace(/\s+/g, " ");

const POINT = `/** A point. */\nexport interface Point { x: f64; y: f64 }\n`;
const LINE =
  `/** Two points. */\nexport interface Line { from: Point; to: Point; side: "a" | "b" }\n`;
const IMPORT = `import type { f64, Queue } from "amph-gen/spec";\n`;
const LINES = `export type Lines = Queue<Line, { capacity: 4 }>;\n`;
const POINTS = `export type Points = Queue<Point, { capacity: 4; producers: "one" }>;\n`;

test("every runtime gives the bytes of generated/", async () => {
  const specs = readdirSync(join(ROOT, "specs")).filter((name) =>
    /\.layout\.(?:ts|json)$/.test(name)
  );
  const inputs = specs.map((file) => ({
    file,
    text: readFileSync(join(ROOT, "specs", file), "utf8"),
  }));
  const files = await generateModules(inputs, { host, emit: "ts" });
  assert.deepEqual(
    files.map(({ path }) => path).sort(),
    readdirSync(join(ROOT, "generated")).sort(),
    "run `npm run generate`",
  );
  for (const { path, text } of files) {
    const committed = readFileSync(join(ROOT, "generated", path), "utf8");
    assert.ok(text === committed, `${path} differs: run \`npm run generate\``);
  }
});

test("generating twice gives the same bytes", async () => {
  const spec = IMPORT + POINT + LINE + LINES + POINTS;
  assert.deepEqual(await generate(spec), await generate(spec));
});

test("records and structures may be declared in any order", async () => {
  const straight = byPath(await generate(IMPORT + POINT + LINE + LINES + POINTS));
  const records = byPath(await generate(IMPORT + LINE + POINT + LINES + POINTS));
  assert.deepEqual(records, straight);
  const structures = byPath(await generate(LINES + POINTS + LINE + POINT + IMPORT));
  assert.deepEqual(structures, straight);
  const swapped = byPath(await generate(IMPORT + POINT + LINE + POINTS + LINES));
  for (const [path, text] of straight) assert.equal(code(swapped.get(path) ?? ""), code(text));
});

test("line ends, layout of the source and the folder of the spec do not count", async () => {
  const spec = IMPORT + POINT + LINE + LINES;
  const straight = await generate(spec);
  assert.deepEqual(await generate(spec.replaceAll("\n", "\r\n")), straight);
  assert.deepEqual(await generate(`\ufeff${spec}`), straight);
  assert.deepEqual(
    await generate(spec.replaceAll(": ", ":\n\n   ").replaceAll("{", "{  ")),
    straight,
  );
  assert.deepEqual(await generate(spec, "some/folder/order.layout.ts"), straight);
});

test("documentation changes the comments, and neither the code nor a fingerprint", async () => {
  const [plain] = await generate(IMPORT + POINT + LINE + LINES);
  const [documented] = await generate(
    IMPORT + POINT.replace("A point", "Another word") + LINE.replace("Two", "Three") +
      `/** Lines. */\n${LINES}`,
  );
  assert.ok(plain !== undefined && documented !== undefined);
  assert.notEqual(plain.text, documented.text);
  assert.equal(code(plain.text), code(documented.text));
  assert.deepEqual(parseBanner(documented.text), parseBanner(plain.text));
});

test("what changes the layout changes its fingerprint", async () => {
  const variants = [
    IMPORT + POINT + LINE + LINES,
    IMPORT + POINT.replace("x: f64; y: f64", "y: f64; x: f64") + LINE + LINES,
    IMPORT + POINT + LINE.replace(`"a" | "b"`, `"b" | "a"`) + LINES,
    IMPORT + POINT + LINE + LINES.replace("4", "8"),
    IMPORT + POINT + LINE + LINES.replace("capacity: 4", `capacity: 4; consumers: "one"`),
    IMPORT + POINT + LINE + LINES.replace("capacity: 4", "capacity: 4; waiting: false"),
  ];
  const files = await Promise.all(variants.map((spec) => generate(spec)));
  const fingerprints = files.map(([file]) => parseBanner(file?.text ?? "")?.layoutFingerprint);
  assert.equal(new Set(fingerprints).size, variants.length, fingerprints.join(" "));
});
