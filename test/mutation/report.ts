/** The report as it is committed: counts, and every survivor with its reason. */
import type { Change } from "./changes.ts";
import { type Judgement, showChange } from "./judgement.ts";
import { KINDS } from "./mutator.ts";
import type { Result } from "./run.ts";

const HEAD = `# Mutations

What would the checks miss? The runner in \`test/mutation\` makes every single change of the operations
of small modules: another constant, comparison or operator, a dropped statement or call, two statements
swapped, an \`Atomics\` call made plain or weaker, a condition negated, another return value. Each
changed module goes through scenarios of \`amph-gen verify\` and through the contract tests, until one
of them objects. What survives is listed here with the reason why it makes no difference.

\`npm run mutate\` writes this page, and fails where a survivor has no reason in
\`test/mutation/equivalent/\` or where a change that stands there is refuted.

## How

A line that stands in one operation of several modules comes from one line of a template: its changes
are counted once, for the first module that has it, and tried in up to three. A constant becomes two
others at most: a plain number one more and one less, a named one the next of its kind and, if it is
no place, 0. What an error says is left alone.

The unchanged modules run first, with a call before each statement that notes it
(\`test/mutation/reach.ts\`): a change is then tried only by scenarios and tests that come to its
statement, those first that have refuted changes of it before.

1. **Small scenarios**: of up to 2,000 states each, the smallest, up to 40,000 states together.
2. **Contract tests**, in a process that is ended where one of them does not.
3. **All scenarios**: the others; up to four million states together, those first that have refuted most.
   Of one with more than 250,000 states for a cubby, 60,000 for a lazy queue or 20,000 for a vector that
   shrinks, three times as many are explored, nearest to the start. Cubbies and vectors lose threads,
   as in \`npm run verify\`.

A scenario that comes to eight times the states that the module itself has, and a test that does not
end, count as without end. What the list explains goes through the first stage, in the first and the
last of its modules; through all of them with \`--recheck\`.
`;

/** Markdown; the same for the same results. `all`: the changes that there are. */
export function formatReport(
  results: readonly Result[],
  { explained, unexplained, refuted }: Judgement,
  all: readonly Pick<Change, "structure">[],
): string {
  const parts = [
    HEAD,
    "## Counts",
    coverage(results, all),
    table("kind", KINDS, results, ({ change }) => change.kind),
    table("module", modulesOf(results), results, moduleOf),
  ];
  if (unexplained.length > 0) parts.push("## Without a reason", list(unexplained));
  if (refuted.length > 0) parts.push("## Listed, and yet refuted", list(refuted));
  parts.push("## Survivors");
  for (const [{ reason }, survivors] of explained) {
    if (survivors.length > 0) parts.push(`**${survivors.length}**: ${reason}`, list(survivors));
  }
  return `${parts.join("\n\n")}\n`;
}

/** How many of each structure's changes were tried. */
function coverage(
  results: readonly Result[],
  all: readonly Pick<Change, "structure">[],
): string {
  const structures = [...new Set(all.map(({ structure }) => structure))];
  const lines = structures.map((name) => {
    const wanted = all.filter(({ structure }) => structure === name).length;
    const tried = results.filter(({ change }) => change.structure === name).length;
    const extent = tried === wanted
      ? `complete, all ${wanted} changes`
      : tried === 0
      ? `not covered here; it has ${wanted} changes`
      : `not complete, ${tried} of ${wanted} changes`;
    return `- \`${name}\`: ${extent}.`;
  });
  return lines.join("\n");
}

function moduleOf({ change }: Result): string {
  return change.places[0]?.subject ?? "";
}

function modulesOf(results: readonly Result[]): readonly string[] {
  return [...new Set(results.map(moduleOf))].sort();
}

function table(
  title: string,
  names: readonly string[],
  results: readonly Result[],
  nameOf: (result: Result) => string,
): string {
  const row = (name: string, of: readonly Result[]) => {
    const count = (is: (result: Result) => boolean) => of.filter(is).length;
    return [
      name,
      of.length,
      count(({ stage, outcome }) => outcome === "killed" && stage !== "contract tests"),
      count(({ stage, outcome }) => outcome === "killed" && stage === "contract tests"),
      count(({ outcome }) => outcome === "grown" || outcome === "hangs"),
      count(({ outcome }) => outcome === "survived"),
    ];
  };
  const rows = [
    [title, "changes", "refuted by verify", "by the contract tests", "without end", "survived"],
    ...names.map((name) => row(name, results.filter((result) => nameOf(result) === name))),
    row("all", results),
  ].map((cells) => cells.map(String));
  const widths = rows[0]!.map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]!.length))
  );
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const padded = rows.map((cells) =>
    line(cells.map((cell, k) => k === 0 ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]!)))
  );
  const rule = line(
    widths.map((width, k) => k === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`),
  );
  return [padded[0], rule, ...padded.slice(1)].join("\n");
}

function list(results: readonly Result[]): string {
  const lines = results.map(({ change }) => `- ${change.operation}: ${quoted(showChange(change))}`);
  return [...new Set(lines)].sort().join("\n");
}

/** As code; what is long is cut. */
function quoted(text: string): string {
  const MOST = 200;
  const shown = text.length <= MOST ? text : `${text.slice(0, MOST)} …`;
  return text.includes("`") ? `\`\` ${shown} \`\`` : `\`${shown}\``;
}
