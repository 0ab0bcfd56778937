import process from "node:process";
import type { Arguments } from "../options.ts";
import { priceChart } from "./chart.ts";
import type { Check, HistorySummary, ReplaySummary } from "./totals.ts";

/** The summary as a person reads it; lines end with a line feed. */
export function formatSummary(summary: ReplaySummary, { captures, seed }: Arguments): string {
  const { feeds, incidents, records, seconds, lost, misplaced, doubles } = summary;
  const source = captures.length > 0 ? captures.join(", ") : `simulated exchange, seed ${seed}`;
  const rows = [
    [
      "messages",
      count(summary.messages),
      `${count(summary.bookMessages)} of order books${summary.stopped ? "; stopped" : ""}`,
    ],
    ["level changes", count(summary.levels), ""],
    ["trades", count(summary.trades), ""],
    [
      "records",
      count(records),
      `in ${seconds.toFixed(2)} s: ${count(Math.round(records / seconds))} items/s`,
    ],
    ["checksums", count(summary.checksums.agreed), agreement(summary.checksums)],
  ];
  if (summary.tickers.total + summary.tickersApart > 0) {
    rows.push([
      "best prices",
      count(summary.tickers.agreed),
      `${agreement(summary.tickers)}; ${summary.tickersApart} older than the book`,
    ]);
  }
  rows.push(["lost", count(lost), doubles > 0 ? `${count(doubles)} came twice, left out` : ""]);
  if (misplaced > 0) rows.push(["out of order", count(misplaced), ""]);
  rows.push(["full inboxes", count(summary.pauses), "each paused its socket"]);
  rows.push(historyRow(summary.history));
  return [
    [
      source,
      plural(feeds.length, "feed"),
      plural(incidents.pinned.length, "feed thread"),
      plural(summary.bookThreads, "book thread"),
      runtimeName(),
    ].join(" · "),
    ...incidents.pinned.map((pinned, thread) =>
      `feed thread ${thread}: ${pinned.pinned ? `on core ${pinned.core}` : pinned.reason}`
    ),
    "",
    ...align(rows, "<><"),
    "",
    ...align([
      ["feed", "messages", "records", "received", "checksums"],
      ...feeds.map(({ messages, records, received, checksums }, feed) => [
        String(feed),
        count(messages),
        count(records),
        count(received),
        checksums.total === 0 ? "-" : agreement(checksums),
      ]),
    ], "<>>>>"),
    "",
    ...align([
      ["product", "feed", "thread", "best bid", "best ask", "levels", "trades"],
      ...summary.products.map(({ name, feed, thread, bid, ask, levels, trades }) => [
        name,
        String(feed),
        String(thread),
        bid ?? "-",
        ask ?? "-",
        count(levels),
        count(trades),
      ]),
    ], "<>>>>>>"),
    ...chartOf(summary),
    ...incidentsOf(summary),
    ...[summary.checksums, summary.tickers].flatMap(({ firstFault }) =>
      firstFault === undefined ? [] : ["", `first fault: ${firstFault}`]
    ),
    "",
  ].join("\n");
}

/** What befell the session, and what became of it. */
function incidentsOf(
  { incidents: { incidents, faults, endings, threadsReplaced } }: ReplaySummary,
) {
  if (incidents.length === 0) return [];
  const { lost, silent, gap, overrun } = endings;
  return [
    "",
    ...incidents.map(({ seconds, text }) => `${seconds.toFixed(2).padStart(6)} s  ${text}`),
    `${plural(faults.cut + faults.silence, "fault")} of the exchange, ` +
    `${plural(lost + silent + gap + overrun, "connection")} lost and made anew, ` +
    `${plural(threadsReplaced, "thread")} replaced`,
  ];
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

function plural(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? "" : "s"}`;
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
