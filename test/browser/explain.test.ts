/** The drawings of `explain` as Chromium shows them: boxes to scale, labels that can be read, hover. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { comparePage, explainPage } from "../../generator/explain/html.ts";
import { pairsOf } from "../../generator/explain/compare.ts";
import type { Explained } from "../../generator/explain/describe.ts";
import { compareSvg, explainSvg } from "../../generator/explain/svg.ts";
import { loadProfile } from "../../generator/host/profile-file.ts";
import { explainSpecs } from "../../generator/pipeline.ts";
import { openBrowser, ROOT } from "./browser.ts";
import { startServer } from "./server.ts";

const HOST = loadProfile(join(ROOT, "host-profile.json"));
const HOSTILE = `
import type { Amphetanim, bool, Bytes, f64, FixedArray, Queue, Text, u8 } from "amph-gen/spec";
/** </script><script>document.title = "run"</script> & "quoted" <b>bold</b> */
interface Wide {
  /** --> ]]> </style> */
  points: FixedArray<{ x: f64; on: bool }, 30>;
  names: FixedArray<Text<20>, 9>;
  kind: "</title><b>" | "&amp;" | "\\u0000";
  aFieldWhoseNameIsLongerThanWhateverBoxItCouldBeGivenInAnyDrawing: u8;
  raw: Bytes<700>;
}
/** <img src=x onerror="document.title = 'run'"> */
export type Wides = Queue<Wide, { capacity: 1000 }>;
export type Both = Amphetanim<{ one: Wides; other: Wides }>;
`;

function explain(file: string, text: string, lineBytes = 64): readonly Explained[] {
  const host = { ...HOST, lineBytes, isolationBytes: lineBytes };
  return explainSpecs([{ file, text }], { host });
}

const golden = join(ROOT, "test/golden");
const subjects: Record<string, readonly Explained[]> = {
  hostile: explain("hostile.layout.ts", HOSTILE),
  lines32: explain("hostile.layout.ts", HOSTILE, 32),
  lines256: explain("hostile.layout.ts", HOSTILE, 256),
};
const goldenNames = readdirSync(golden).filter((name) => name.endsWith(".layout.ts"));
subjects["golden"] = goldenNames.flatMap((name) =>
  explain(name, readFileSync(join(golden, name), "utf8"))
);

const facts = { title: "Layout of <tests>", subtitle: "for & by" };
const pairs = pairsOf(subjects["hostile"] ?? [], explain("hostile.layout.ts", HOSTILE, 128));
const sides = ["64-byte lines", "128-byte lines"] as const;
const pages: Record<string, string> = {
  "/compared.html": comparePage(pairs, sides, facts),
  "/compared.svg": compareSvg(pairs, sides),
};
for (const [name, explained] of Object.entries(subjects)) {
  pages[`/${name}.html`] = explainPage(explained, facts);
  pages[`/${name}.svg`] = explainSvg(explained);
}

const browser = await openBrowser();
const server = await startServer(ROOT, { pages });
after(async () => {
  await browser.close();
  await server.close();
});

const LIMIT_MS = 20_000;

async function openPage(path: string, colorScheme: "light" | "dark" = "light") {
  const page = await browser.newPage({ colorScheme, viewport: { width: 1500, height: 1000 } });
  page.setDefaultTimeout(LIMIT_MS);
  await page.goto(server.origin + path);
  return page;
}

type Page = Awaited<ReturnType<typeof openPage>>;

function faultsOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(async (origin) => {
    const { drawingFaults } = await import(`${origin}/test/browser/page/drawing-faults.ts`);
    return drawingFaults().slice(0, 10);
  }, server.origin);
}

for (const path of Object.keys(pages)) {
  const schemes = ["/golden.html", "/golden.svg"].includes(path)
    ? ["light", "dark"] as const
    : ["light"] as const;
  for (const scheme of schemes) {
    test(`${path}, ${scheme}: boxes to scale, labels in their boxes and readable`, async () => {
      const page = await openPage(path, scheme);
      assert.deepEqual(await faultsOf(page), []);
      assert.notEqual(await page.title(), "run", "text of the spec was run");
      assert.equal(await page.locator("b, img").count(), 0, "text of the spec became an element");
      await page.close();
    });
  }
}

test("a box out of scale, a label too long, too small or too pale are found", async () => {
  const page = await openPage("/hostile.html");
  const plants: Readonly<Record<string, [selector: string, attribute: string, value: string]>> = {
    "scales": [".cell .box", "width", "60"],
    "leaves": [".label", "textLength", "300"],
    "pixels": [".label", "style", "font-size: 7px"],
    "contrast": [".label", "style", "fill: #d3d8e0"],
    "overlaps": [".area", "y", "20"],
  };
  for (const [fault, [selector, attribute, value]] of Object.entries(plants)) {
    const element = page.locator(selector).first();
    const before = await element.getAttribute(attribute);
    const set = (to: string | null) =>
      element.evaluate(
        (node, [name, to]) =>
          to === null ? node.removeAttribute(name) : node.setAttribute(name, to),
        [attribute, to] as const,
      );
    await set(value);
    assert.ok((await faultsOf(page)).some((found) => found.includes(fault)), fault);
    await set(before);
  }
  assert.deepEqual(await faultsOf(page), []);
  await page.close();
});

test("the panel says name, byte, index, type, and who reads and writes", async () => {
  const page = await openPage("/golden.html");
  const panel = page.locator("#panel");
  const first = subjects["golden"]?.find(({ layout }) => layout.structure === "Queue");
  const tail = first?.layout.areas.flatMap(({ words }) => words).find(({ name }) =>
    name === "TAIL"
  );
  assert.ok(tail !== undefined);
  await page.locator(`#${first?.layout.name} .cell[aria-label^="TAIL:"]`).hover();
  const said = (await panel.innerText()).replace(/\s+/g, " ");
  assert.match(said, /^TAIL Next ticket to push/);
  assert.match(
    said,
    new RegExp(`byte ${tail.byteOffset} bytes 4 index Int32 index ${tail.i32Index} `),
  );
  assert.match(said, /written by producers written in .*\btryPush\b.* read in .*\btryPop\b/);
  await page.locator(".cell .pad").first().hover();
  assert.match(await panel.innerText(), /^padding after header/);
  await page.close();
});

test("the arrow keys step through the cells, and each says what it is", async () => {
  const page = await openPage("/golden.html");
  const first = page.locator(".drawing .cell").first();
  await first.focus();
  assert.match(await page.locator("#panel").innerText(), /^MAGIC/);
  await page.keyboard.press("ArrowRight");
  assert.match(await page.locator("#panel").innerText(), /^VERSION/);
  await page.keyboard.press("ArrowLeft");
  assert.match(await page.locator("#panel").innerText(), /^MAGIC/);
  assert.equal(await page.locator(".cell:not([aria-label])").count(), 0);
  const stops = await page.locator('.drawing .cell[tabindex="0"]').count();
  assert.equal(stops, await page.locator(".drawing").count(), "one stop of the tab key a drawing");
  await page.close();
});

test("the table says what the drawing shows", async () => {
  const page = await openPage("/golden.html");
  await page.locator("summary").first().click();
  const rows = await page.locator("details tr").allInnerTexts();
  assert.ok(rows.some((row) => /TAIL.*Int32 index.*producers/.test(row.replace(/\s+/g, " "))));
  await page.close();
});

test("what is far apart is left out with a count, however large the structure is", async () => {
  const page = await openPage("/hostile.html");
  const gaps = await page.locator("text.gap").allTextContents();
  assert.ok(gaps.some((gap) => /more lines?, bytes [\d,]+ to [\d,]+/.test(gap)));
  assert.ok(await page.locator(".cell").count() < 600);
  await page.close();
});
