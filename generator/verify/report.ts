/** A counter-example for people: one row for each access, one column for each thread. */
import type { Request, Value } from "../core/machine.ts";
import type { Scenario } from "../core/scenario.ts";
import { threadName } from "./finding.ts";
import type { Replay } from "./replay.ts";
import type { Event } from "./system.ts";

export interface ReportContext {
  readonly scenario: Scenario;
  /** Text of the emitted module. */
  readonly text: string;
}

const SOURCE_WIDTH = 72;

/** The table; steps of the schedule are numbered, plain accesses stand below the step they follow. */
export function formatReplay({ steps }: Replay, { scenario, text }: ReportContext): string {
  const lines = text.split("\n");
  const nameWord = wordNames(text);
  const heads = scenario.threads.map((operations, t) =>
    `${threadName(t)}: ${operations.map(({ label }) => label).join("; ")}`
  );
  const rows: string[][] = [["step", ...heads, "line of the module"]];
  steps.forEach(({ events }, k) => {
    events.forEach((event, at) => {
      const cells = scenario.threads.map((_, t) =>
        t === event.thread ? cellOf(event, nameWord) : ""
      );
      const source = (lines[event.line - 1] ?? "").trim();
      const place = event.line === 0 ? "" : `${event.line}: ${source}`;
      rows.push([at === 0 && k > 0 ? String(k) : "", ...cells, place.slice(0, SOURCE_WIDTH)]);
    });
  });
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    row.map((cell, column) => cell.padEnd(widths[column]!)).join("  ").trimEnd();
  const [head = [], ...rest] = rows;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rest.map(line)].join("\n");
}

function cellOf({ request, answer, note }: Event, nameWord: WordName): string {
  if (request === undefined) return note;
  const what = describe(request, answer, nameWord);
  return note === "" ? what : `${what}: ${note}`;
}

type WordName = (view: string, index: number) => string;

function describe(request: Request, answer: Value, nameWord: WordName): string {
  if (request.kind === "now") return `time → ${String(answer)} ms`;
  if (request.kind === "pause") return "pause";
  const word = nameWord(request.view, request.index);
  switch (request.kind) {
    case "load":
      return `${request.atomic ? "load" : "read"} ${word} → ${String(answer)}`;
    case "store":
      return `${request.atomic ? "store" : "write"} ${word} = ${String(request.value)}`;
    case "rmw":
      return `${request.operation} ${word}, ${String(request.value)} → ${String(answer)}`;
    case "compareExchange": {
      const { expected, replacement } = request;
      const change = `${String(expected)} by ${String(replacement)}`;
      return `replace ${word} ${change} → ${answer === expected ? "" : "no, "}${String(answer)}`;
    }
    case "wait":
      return `wait ${word} while ${String(request.expected)}${
        answer === undefined ? "" : ` → ${String(answer)}`
      }`;
    case "notify":
      return `notify ${word} → ${String(answer)}`;
  }
}

/** `TAIL` for `i32[16]`, as the module's constants say. */
function wordNames(text: string): WordName {
  const names = new Map<string, string>();
  for (
    const { groups } of text.matchAll(/^const (?<name>\w+)_(?<view>[A-Z]\d+) = (?<at>\d+);$/gm)
  ) {
    const { name = "", view = "", at = "" } = groups ?? {};
    if (!name.startsWith("STRIDE")) names.set(`${view.toLowerCase()}[${at}]`, name);
  }
  return (view, index) => {
    const word = `${view}[${index}]`;
    return names.get(word) ?? word;
  };
}
