/** What no file of the repository may hold. */
import { ts } from "ts-morph";
import { nodesOf, type SourceFile } from "./sources.ts";

/** Comments that switch a check off. */
const SUPPRESSION =
  /@ts-(?:ignore|expect-error|nocheck)|(?:deno-(?:lint|fmt|coverage)|dprint|prettier|biome|c8|v8|istanbul)[- ]ignore|(?:eslint|tslint)[:-]disable/;

/** Tests that do not run, or that keep others from running. */
const SKIPPED_TEST = /\b(?:test|it|describe)\.(?:skip|only|todo|failing|skipIf|todoIf)\b/;

const UNFINISHED = /\b(?:TO[D]O|FIX[M]E|XX[X])\b/;

/** Folders of a person's machine, and of the one on which this was made. */
const MACHINE_PATH =
  /(?<![\w.:/-])\/(?:home|Users)\/\w|(?<![\w.:/*-])\/(?:root|work)\/\w|\b[A-Z]:\\+Users\\/;

/** `any` as a type, comments that switch off a check, tests that do not run. */
export function sourceFaults(source: SourceFile): string[] {
  const faults = lineFaults(source, [
    ["suppression", SUPPRESSION],
    ["test that does not run", SKIPPED_TEST],
    ["unfinished work", UNFINISHED],
  ]);
  const anyTypes = source.path.endsWith(".ts")
    ? nodesOf(source).filter((node) => node.kind === ts.SyntaxKind.AnyKeyword)
    : [];
  return [
    ...faults,
    ...anyTypes.map((node) => `${source.path}:${lineAt(source, node.end)}: type any`),
  ];
}

export function pathFaults(source: SourceFile): string[] {
  return lineFaults(source, [["path of one machine", MACHINE_PATH]]);
}

function lineFaults(
  { path, text }: SourceFile,
  rules: readonly (readonly [what: string, pattern: RegExp])[],
): string[] {
  return text.split("\n").flatMap((line, index) =>
    rules.filter(([, pattern]) => pattern.test(line)).map(([what]) =>
      `${path}:${index + 1}: ${what}`
    )
  );
}

function lineAt({ text }: SourceFile, position: number): number {
  return text.slice(0, position).split("\n").length;
}
