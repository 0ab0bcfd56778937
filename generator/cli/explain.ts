import { explainJson, explainText } from "../layout/explain.ts";
import { layoutSpecs } from "../pipeline.ts";
import { defineCommand } from "./command.ts";
import { chooseHost } from "./host.ts";
import { host, spec } from "./options.ts";
import { answer } from "./report.ts";
import { readSpecs } from "./specs.ts";

export const explainCommand = defineCommand({
  usage: "explain <spec>",
  summary: "Show the layout: cache lines, fields, padding, who writes what",
  positionals: { spec },
  options: {
    format: { choices: ["text", "json"], default: "text", describe: "A picture, or a JSON array" },
    host,
  },
  examples: [["explain specs/market.layout.ts", "a picture of each structure"]],
  run: (args) => {
    const layouts = layoutSpecs(readSpecs([args.spec]), { host: chooseHost(args.host) });
    if (args.format === "json") {
      answer(`[${layouts.map((layout) => explainJson(layout).trimEnd()).join(",\n")}]`);
    } else {
      answer(layouts.map(explainText).join("\n\n"));
    }
    return 0;
  },
});
