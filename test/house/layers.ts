/** The layer rule of `generator/`: a file imports its own folder and lower layers, nothing else. */
import { posix } from "node:path";
import { importsOf, type SourceFile } from "./sources.ts";

/** Folders, and files at the top, from the bottom up. */
const LAYERS: readonly (readonly string[])[] = [
  ["core", "runtime"],
  ["spec", "host", "output"],
  ["layout"],
  ["emit", "transform", "explain"],
  ["structures"],
  ["verify"],
  ["pipeline.ts"],
  ["cli"],
  ["main.ts"],
];

/** `verify` reads emitted text, so that it cannot share a mistake with what emits it. */
const NEVER: readonly (readonly [from: string, to: string])[] = [
  ["verify", "emit"],
  ["verify", "transform"],
];

/** Packages that only these files may import. */
const OWNERS: Readonly<Record<string, readonly RegExp[]>> = {
  "ts-morph": [
    /^generator\/spec\/parse[\w-]*\.ts$/,
    /^generator\/emit\/declarations[\w-]*\.ts$/,
    /^generator\/transform\//,
  ],
  handlebars: [/^generator\/emit\/template[\w-]*\.ts$/],
  yargs: [/^generator\/cli\//],
};

/** Every import of the generator that breaks the rule, as `file imports what: why not`. */
export function layerFaults(sources: readonly SourceFile[]): string[] {
  return sources.filter(({ path }) => path.startsWith("generator/") && path.endsWith(".ts"))
    .flatMap((source) =>
      importsOf(source).flatMap((specifier) => {
        const fault = specifier.startsWith(".")
          ? folderFault(source.path, specifier)
          : packageFault(source.path, specifier);
        return fault === undefined ? [] : [`${source.path} imports ${specifier}: ${fault}`];
      })
    );
}

function folderFault(path: string, specifier: string): string | undefined {
  const target = posix.join(posix.dirname(path), specifier);
  // The version is kept in one place.
  if (target === "package.json") return undefined;
  if (!target.startsWith("generator/")) return "it is outside generator/";
  const [from, to] = [partOf(path), partOf(target)];
  if (from === to) return undefined;
  const [fromLayer, toLayer] = [layerOf(from), layerOf(to)];
  if (fromLayer === -1 || toLayer === -1) {
    return `${fromLayer === -1 ? from : to} has no layer yet: give it one in test/house/layers.ts`;
  }
  if (toLayer >= fromLayer) return `${from} [${fromLayer}] must not use ${to} [${toLayer}]`;
  return NEVER.some(([a, b]) => a === from && b === to) ? `${from} never uses ${to}` : undefined;
}

function packageFault(path: string, specifier: string): string | undefined {
  const owners = OWNERS[specifier.split("/")[0] ?? ""];
  if (owners === undefined || owners.some((owner) => owner.test(path))) return undefined;
  return `only ${owners.map((owner) => owner.source).join(", ")} may`;
}

/** The folder below `generator/`, or the file. */
function partOf(path: string): string {
  return path.split("/")[1] ?? "";
}

function layerOf(part: string): number {
  return LAYERS.findIndex((parts) => parts.includes(part));
}
