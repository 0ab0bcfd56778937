import { explainJson, explainText } from "../layout/explain.ts";
import { compareText, pairsOf } from "../explain/compare.ts";
import { comparePage, explainPage } from "../explain/html.ts";
import { compareSvg, explainSvg } from "../explain/svg.ts";
import { replaceFiles } from "../output/replace.ts";
import { explainSpecs, layoutSpecs } from "../pipeline.ts";
import { chooseOther } from "./against.ts";
import { defineCommand } from "./command.ts";
import { chooseHost } from "./host.ts";
import { host, spec } from "./options.ts";
import { answer } from "./report.ts";
import { readSpecs } from "./specs.ts";
import { UsageError } from "./usage-error.ts";

export const explainCommand = defineCommand({
  usage: "explain <spec>",
  summary: "Show the layout: cache lines, fields, padding, who writes what",
  positionals: { spec },
  options: {
    format: { choices: ["text", "json"], default: "text", describe: "A picture, or a JSON array" },
    svg: { type: "string", requiresArg: true, describe: "Draw it to this file" },
    html: { type: "string", requiresArg: true, describe: "Write it as one page to this file" },
    against: {
      type: "string",
      requiresArg: true,
      describe: "Compare with another spec, another host profile, or lines of so many bytes",
    },
    host,
  },
  examples: [
    ["explain specs/market.layout.ts", "a picture of each structure"],
    ["explain specs/market.layout.ts --html layout.html", "a page to look at in a browser"],
    ["explain specs/market.layout.ts --against 128", "what lines of 128 bytes would cost"],
  ],
  run: (args) => {
    const { format, svg, html, against } = args;
    checkFile(svg, "--svg", ".svg");
    checkFile(html, "--html", ".html");
    if (against !== undefined && format === "json") {
      throw new UsageError("--against has no JSON: leave out --format json, or print both sides");
    }
    const isDrawn = svg !== undefined || html !== undefined;
    if (isDrawn && format === "json") {
      throw new UsageError("--format json is for the terminal: leave it out, or --svg and --html");
    }
    const inputs = readSpecs([args.spec]);
    const host = chooseHost(args.host);
    // Who reads and writes a field is read from the modules, which only a drawing is worth.
    const explain = isDrawn ? explainSpecs : layoutsOnly;
    const explained = explain(inputs, { host });
    const files: { path: string; text: string }[] = [];
    if (against === undefined) {
      const title = `Layout of ${args.spec}`;
      const subtitle = `Laid out for ${host.name}: ${host.isolationBytes} bytes between writers.`;
      if (svg !== undefined) files.push({ path: svg, text: explainSvg(explained) });
      if (html !== undefined) {
        files.push({ path: html, text: explainPage(explained, { title, subtitle }) });
      }
      if (!isDrawn && format === "json") {
        answer(`[${explained.map(({ layout }) => explainJson(layout).trimEnd()).join(",\n")}]`);
      } else if (!isDrawn) {
        answer(explained.map(({ layout }) => explainText(layout)).join("\n\n"));
      }
    } else {
      const other = chooseOther(against, { spec: args.spec, inputs, host });
      const pairs = pairsOf(explained, explain(other.inputs, { host: other.host }));
      const { sides } = other;
      if (svg !== undefined) files.push({ path: svg, text: compareSvg(pairs, sides) });
      if (html !== undefined) {
        const title = `Layout of ${args.spec}, compared`;
        const subtitle = `Left: ${sides[0]}. Right: ${sides[1]}.`;
        files.push({ path: html, text: comparePage(pairs, sides, { title, subtitle }) });
      }
      answer(compareText(pairs, sides));
    }
    replaceFiles(files);
    for (const { path } of files) answer(`written  ${path}`);
    return 0;
  },
});

const layoutsOnly: typeof explainSpecs = (inputs, options) =>
  layoutSpecs(inputs, options).map((layout) => ({ layout, uses: [] }));

function checkFile(file: string | undefined, option: string, ending: string): void {
  if (file === undefined || file.endsWith(ending)) return;
  throw new UsageError(`${option} ${file}: expected a file name ending in ${ending}`);
}
