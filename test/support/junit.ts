/** Reads the JUnit reports that all three test runners write. */
import type { Counts } from "./counts.ts";

export interface TestCase {
  readonly name: string;
  readonly outcome: keyof Counts;
}

/** One tag: closing slash, name, attributes, self-closing slash. Node leaves `>` in attributes as it is. */
const TAG = /<(\/?)(\w+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>/g;

/** Every test case of a report, in its order. Reports hold no other markup: text in it is escaped. */
export function readJunit(xml: string): TestCase[] {
  const cases: TestCase[] = [];
  let open: { name: string; outcome: keyof Counts } | undefined;
  for (
    const [, closing, tag, attributes = "", empty] of xml.replace(/<!--[^]*?-->/g, "").matchAll(TAG)
  ) {
    if (tag === "testcase" && closing === "") {
      open = { name: unescape(/\sname="([^"]*)"/.exec(attributes)?.[1] ?? ""), outcome: "passed" };
      cases.push(open);
      if (empty === "/") open = undefined;
    } else if (tag === "testcase") {
      open = undefined;
    } else if (open !== undefined && (tag === "failure" || tag === "error")) {
      open.outcome = "failed";
    } else if (open !== undefined && tag === "skipped") {
      open.outcome = "skipped";
    }
  }
  return cases;
}

export function count(cases: readonly TestCase[]): Counts {
  const of = (outcome: keyof Counts) => cases.filter((one) => one.outcome === outcome).length;
  return { passed: of("passed"), failed: of("failed"), skipped: of("skipped") };
}

function unescape(text: string): string {
  const named: Readonly<Record<string, string>> = {
    lt: "<",
    gt: ">",
    quot: '"',
    apos: "'",
    amp: "&",
  };
  return text.replace(
    /&(?:#(\d+)|(\w+));/g,
    (whole, code: string | undefined, name: string) =>
      code === undefined ? named[name] ?? whole : String.fromCodePoint(Number(code)),
  );
}
