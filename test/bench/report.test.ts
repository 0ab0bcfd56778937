import assert from "node:assert/strict";
import { test } from "node:test";
import { type Chart, chartSvg } from "../../bench/report/chart.ts";
import { CASES } from "../../bench/cases.ts";
import { htmlReport } from "../../bench/report/html.ts";
import { markdownReport, putBetween } from "../../bench/report/markdown.ts";
import { type CaseReport, casesOf, columnsOf, UNITS } from "../../bench/report/model.ts";
import { readmePicture, readmeTable } from "../../bench/report/readme.ts";
import { TARGET_PAIRS, targetsTable } from "../../bench/report/targets.ts";
import { peer, repetitions, result } from "./results.ts";

const RESULTS = [
  result("own", [20, 22, 21]),
  result("lossy", [30], { emitted: false, failed: "items sent 1000, arrived 999" }),
  peer([10, 11, 10]),
  result("own", [40, 44, 42], { runtime: "bun", version: "1.4.5" }),
];

test("the table has a row a side and two columns a runtime, and fails who failed", () => {
  const table = markdownReport(RESULTS);
  assert.match(table, /\| case +\| side +\| node 26\.10\.0 +\| ratio \| bun 1\.4\.5 +\| ratio \|/);
  assert.match(table, /\| 1 → 1, made up \(million items\/s\) \| own +\| 21 \(20 – 22\) +\| 2 /);
  assert.match(table, /\| lossy +\| failed +\| {7}\|/);
  // Nothing to compare with under Bun.
  assert.match(table, /\| 42 \(40 – 44\) +\| {7}\|/);
  const [header, ...rows] = table.split("\n").filter((line) => line.startsWith("|"));
  for (const row of rows) assert.equal(row.length, header?.length);
});

test("a side whose reference has failed has no ratio", () => {
  const cases = casesOf([result("own", [1, 2, 3]), peer([1, 1, 1], { failed: "it hangs" })]);
  const cell = cases[0]?.sides[0]?.cells.get("node 26.10.0");
  assert.ok(cell !== undefined && "ratio" in cell && cell.ratio === undefined);
});

test("the page holds charts, tables, what was compared with what, and nothing from elsewhere", () => {
  const page = htmlReport(RESULTS);
  assert.equal(page.match(/<svg /g)?.length, 1);
  assert.match(page, /“own” and “lossy” compared with “peer”, in turn, in million items\/s: more/);
  assert.match(page, /<td>lossy<\/td><td>node 26\.10\.0<\/td><td class="number">failed<\/td>/);
  assert.match(page, /items sent 1000, arrived 999/);
  assert.match(page, /prefers-color-scheme: dark/);
  assert.doesNotMatch(page, /(?:src|href)="(?!#)|@import|url\(/);
  const [content] = page.split("<script>");
  assert.doesNotMatch(content ?? "", /NaN|undefined/);
});

test("text of results is never markup", () => {
  const page = htmlReport([result("<b>own</b>", [1, 1, 1], { title: 'a "<script>"' })]);
  assert.doesNotMatch(page, /<b>own<\/b>|"<script>"/);
  assert.match(page, /&lt;b&gt;own&lt;\/b&gt;/);
});

const chartOf = ({ title, measure, sides }: CaseReport): Chart => ({
  title,
  unit: UNITS[measure],
  sides,
});

test("a chart has a mark for each side and runtime that has figures, and a line with its range", () => {
  const [report] = casesOf(RESULTS);
  assert.ok(report);
  const svg = chartSvg(chartOf(report), columnsOf(RESULTS));
  assert.equal(svg.match(/class="range"/g)?.length, 3);
  assert.match(svg, /<title>own, bun 1\.4\.5: 42 \(40 – 44\) million items\/s<\/title>/);
  assert.doesNotMatch(svg, /lossy|NaN|logarithmic/);
});

test("a chart of very different values has a logarithmic axis", () => {
  const [report] = casesOf([result("own", [2000]), peer([1])]);
  assert.ok(report);
  const svg = chartSvg(chartOf(report), ["node 26.10.0"]);
  assert.match(svg, /logarithmic/);
  const ticks = [...svg.matchAll(/class="tick"[^>]*>([\d.,]+)</g)].map(([, tick]) => tick);
  assert.deepEqual(ticks, ["1", "10", "100", "1,000"]);
});

test("the README's picture has a mark and a name for each runtime, and stands alone", () => {
  const common = { case: "spsc-u32-1", against: "ringbuf.js" };
  const picture = readmePicture([
    result("packed", [30, 40, 20], common),
    peer([10, 10, 10], { ...common, side: "ringbuf.js" }),
  ]);
  assert.match(
    picture,
    /<title>1 to 1, u32: ringbuf\.js, node 26\.10\.0: 3 \(2 – 4\) times as fast</,
  );
  assert.match(picture, />node 26\.10\.0<\/text>/);
  assert.match(picture, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  assert.doesNotMatch(picture, /NaN|undefined|@import|url\(/);
  assert.throws(() => readmePicture([result("packed", [30], common)]), /nothing was measured/);
});

test("the README's table comes from the cases that it names", () => {
  const common = { case: "spsc-u32-1", against: "ringbuf.js" };
  const table = readmeTable([
    result("packed", [30, 30, 30], common),
    peer([10, 10, 10], { ...common, side: "ringbuf.js" }),
  ], "bench/results/a.jsonl");
  assert.match(table, /from `bench\/results\/a\.jsonl`/);
  assert.match(table, /`u32`, one at a time +\| `ringbuf\.js` +\| 3 +\|$/m);
  assert.throws(
    () => readmeTable(RESULTS, "b.jsonl"),
    /b\.jsonl has no case of the README's table/,
  );
});

test("text goes between the markers of a page, and nowhere else", () => {
  const page = "before\n<!-- a -->\nold\n<!-- end -->\nafter\n";
  const edited = putBetween(page, "<!-- a -->", "<!-- end -->", "new $& $1");
  assert.equal(edited, "before\n<!-- a -->\n\nnew $& $1\n\n<!-- end -->\nafter\n");
  assert.throws(
    () => putBetween("before", "<!-- a -->", "<!-- end -->", "new"),
    /has no <!-- a -->/,
  );
});

test("a disturbed repetition and the 99th percentile are shown", () => {
  const [first] = repetitions(5);
  const row = result("own", [], {
    measure: "latency",
    repetitions: [{ ...first!, latency: { p50: 5, p99: 90 }, disturbed: true }],
  });
  assert.match(markdownReport([row]), /5 \(5 – 5\), p99 90 !/);
});

test("a target says what was wanted, what came of it, and whether that is enough", () => {
  const of = (name: string, side: string, value: number, against = "waiting: false") =>
    result(side, [value, value, value], { case: name, against });
  const results = [
    of("waiting-spsc", "waiting: true", 99),
    of("waiting-spsc", "waiting: false", 100),
    of("waiting-mpmc", "waiting: true", 50),
    of("waiting-mpmc", "waiting: false", 100),
    of("latency", "queue", 10, "postMessage"),
  ];
  const rows = targetsTable(results).split("\n").slice(2);
  assert.equal(rows.length, 1);
  assert.match(rows[0] ?? "", /`waiting: false` \| ≥ 0\.97 \| 0\.99 ✓ · 0\.5 ✗ \|$/);
  const half = results.filter(({ case: name }) => name !== "waiting-mpmc");
  assert.match(targetsTable(half), /0\.99 ✓ · – +\|/);
  assert.equal(targetsTable([peer([1])]), "");
});

test("every target names a case and sides of the matrix", () => {
  for (const { case: name, side, other } of TARGET_PAIRS) {
    const found = CASES.find((one) => one.name === name);
    assert.ok(found !== undefined, name);
    const sides = found.sides.map((one) => one.name);
    assert.ok(sides.includes(side), `${name}: ${side}`);
    assert.ok(other === undefined || sides.includes(other), `${name}: ${other}`);
  }
});
