import process from "node:process";
import type { Arguments } from "./options.ts";
import type { Check, ReplaySummary } from "./replay.ts";

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
    ["messages", count(summary.messages), `${count(summary.bookMessages)} of order books`],
    ["level changes", count(summary.levels), ""],
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
  return [
    `${source} · ${threads.length} book thread${
      threads.length === 1 ? "" : "s"
    } · ${runtimeName()}`,
    "",
    ...align(rows, "<><"),
    "",
    ...align([
      ["product", "thread", "best bid", "best ask", "levels"],
      ...summary.products.map(({ name, thread, bid, ask, levels }) => [
        name,
        String(thread),
        bid ?? "-",
        ask ?? "-",
        count(levels),
      ]),
    ], "<>>>>"),
    ...[summary.checksums, summary.tickers].flatMap(({ firstFault }) =>
      firstFault === undefined ? [] : ["", `first fault: ${firstFault}`]
    ),
    "",
  ].join("\n");
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
