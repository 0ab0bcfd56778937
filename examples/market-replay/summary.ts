import process from "node:process";
import { priceChart } from "./chart.ts";
import type { Arguments } from "./options.ts";
import type { Check, HistorySummary, ReplaySummary } from "./replay.ts";

/** The summary as a person reads it; lines end with a line feed. */
export function formatSummary(summary: ReplaySummary, { capture, seed }: Arguments): string {
  const { threads, records, seconds, lost, misplaced } = summary;
  const source = capture === undefined
    ? `simulated exchange, seed ${seed}`
    : `recording ${capture}`;
  const perSecond = count(Math.round(records / seconds));
  const sent = threads.map((thread) => count(thread.sent)).join(" + ");
  const received = threads.map((thread) => count(thread.received)).join(" + ");
  const rows = [
    [
      "messages",
      count(summary.messages),
      `${count(summary.bookMessages)} of order books${summary.stopped ? "; stopped" : ""}`,
    ],
    ["level changes", count(summary.levels), ""],
    ["trades", count(summary.trades), ""],
    ["records", count(records), `in ${seconds.toFixed(2)} s: ${perSecond} items/s`],
    ["checksums", count(summary.checksums.agreed), agreement(summary.checksums)],
  ];
  if (summary.tickers.total + summary.tickersApart > 0) {
    rows.push([
      "best prices",
      count(summary.tickers.agreed),
      `${agreement(summary.tickers)}; ${summary.tickersApart} older than the book`,
    ]);
  }
  rows.push(["lost", count(lost), `${sent} sent, ${received} received`]);
  if (misplaced > 0) rows.push(["out of order", count(misplaced), ""]);
  rows.push(historyRow(summary.history));
  return [
    `${source} · ${threads.length} book thread${
      threads.length === 1 ? "" : "s"
    } · ${runtimeName()}`,
    "",
    ...align(rows, "<><"),
    "",
    ...align([
      ["product", "thread", "best bid", "best ask", "levels", "trades"],
      ...summary.products.map(({ name, thread, bid, ask, levels, trades }) => [
        name,
        String(thread),
        bid ?? "-",
        ask ?? "-",
        count(levels),
        count(trades),
      ]),
    ], "<>>>>>"),
    ...chartOf(summary),
    ...[summary.checksums, summary.tickers].flatMap(({ firstFault }) =>
      firstFault === undefined ? [] : ["", `first fault: ${firstFault}`]
    ),
    "",
  ].join("\n");
}

function historyRow({ appended, read, readWhileGrowing, misplaced, notKept }: HistorySummary) {
  const parts = [`of ${count(appended)} read, ${count(readWhileGrowing)} while it grew`];
  if (misplaced > 0) parts.push(`${count(misplaced)} OUT OF ORDER`);
  if (notKept > 0) parts.push(`${count(notKept)} not kept: it was full`);
  return ["history", count(read), parts.join("; ")];
}

/** Of the product of which there is most to see. */
function chartOf({ products }: ReplaySummary): string[] {
  const most = Math.max(0, ...products.map(({ best }) => best.length));
  const product = products.find(({ best }) => best.length === most);
  if (product === undefined || most < 2) return [];
  return ["", priceChart(product.name, product.best)];
}

function agreement({ agreed, total }: Check): string {
  if (total === 0) return "the exchange sent none";
  return agreed === total
    ? `of ${count(total)} agreed`
    : `of ${count(total)} agreed, ${count(total - agreed)} DISAGREED`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** Pads columns to their widest cell: `<` aligns to the left, `>` to the right. */
function align(rows: readonly (readonly string[])[], alignments: string): string[] {
  const widths = [...alignments].map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0))
  );
  return rows.map((row) =>
    row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return alignments[column] === ">" ? cell.padStart(width) : cell.padEnd(width);
    }).join("  ").trimEnd()
  );
}

function runtimeName(): string {
  const { bun, deno, node } = process.versions as Record<string, string | undefined>;
  if (bun !== undefined) return `Bun ${bun}`;
  return deno === undefined ? `Node ${node}` : `Deno ${deno}`;
}
