/** A failed history as a table: the operations around the one that nothing explains. */
import { overlap, type Recorded, type Refusal } from "./linearize.ts";

const ROWS_BEFORE = 14;
const STATES = 6;

export function describeRefusal(refusal: Refusal, operations: readonly Recorded[]): string {
  const { operation, states } = refusal;
  const before = operations
    .filter((other) => other.called < operation.returned)
    .sort((a, b) => a.returned - b.returned);
  const window = before.filter((other, k) =>
    k >= before.length - ROWS_BEFORE || overlap(other, operation)
  );
  const more = states.length > STATES ? ` and ${states.length - STATES} more` : "";
  return [
    `thread ${operation.thread}: ${operation.label} → ${operation.result} has no place in any ` +
    "order that explains what returned before",
    `the reference before it: ${
      states.slice(0, STATES).map((state) => `[${state}]`).join(" or ")
    }${more}`,
    describeOperations(window, operation),
  ].join("\n");
}

export function describeOperations(operations: readonly Recorded[], marked?: Recorded): string {
  const rows = operations.toSorted((a, b) => a.called - b.called).map((operation) => [
    operation === marked ? ">" : " ",
    String(operation.thread),
    operation.label,
    operation.result ?? "never returned",
    String(operation.called),
    operation.result === undefined ? "-" : String(operation.returned),
  ]);
  const table = [[" ", "thread", "operation", "result", "called", "returned"], ...rows];
  const widths = table[0]!.map((_, k) => Math.max(...table.map((row) => row[k]!.length)));
  return table.map((row) => row.map((cell, k) => cell.padEnd(widths[k]!)).join("  ").trimEnd())
    .join("\n");
}
