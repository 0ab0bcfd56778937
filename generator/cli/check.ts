import { readFileSync } from "node:fs";
import { join } from "node:path";
import { explainDifference } from "../output/difference.ts";
import { compareFiles, type StaleFile } from "../output/write.ts";
import { type GeneratedFile, generateModules } from "../pipeline.ts";
import { defineCommand } from "./command.ts";
import { chooseHost } from "./host.ts";
import { emit, host, out, specs } from "./options.ts";
import { answer } from "./report.ts";
import { readSpecs } from "./specs.ts";

export const checkCommand = defineCommand({
  usage: "check <spec..>",
  summary: "Name the modules that differ from what generate would write; exits 1 if there are any",
  positionals: { spec: specs },
  options: { out, host, emit },
  examples: [["check specs", "for a build server: are the committed modules up to date?"]],
  run: async (args) => {
    const inputs = readSpecs(args.spec);
    const files = await generateModules(inputs, {
      host: chooseHost(args.host),
      emit: args.emit,
      out: args.out,
    });
    const stale = compareFiles(args.out, files);
    for (const file of stale) {
      answer(`${join(args.out, file.path)}: ${reason(file, args.out, files)}`);
    }
    if (stale.length === 0) {
      answer(`${files.length} file${files.length === 1 ? " is" : "s are"} up to date`);
      return 0;
    }
    answer(`${stale.length} file${stale.length === 1 ? "" : "s"} not up to date; run generate`);
    return 1;
  },
});

function reason(stale: StaleFile, out: string, files: readonly GeneratedFile[]): string {
  switch (stale.reason) {
    case "missing":
      return "missing";
    case "leftover":
      return "left over, the spec no longer gives this file; delete it";
    case "differs": {
      const expected = files.find(({ path }) => path === stale.path)?.text ?? "";
      const found = readFileSync(join(out, stale.path), "utf8");
      const { kind, detail } = explainDifference(found, expected);
      return `${kind === "comments" ? "only comments differ" : kind}, ${detail}`;
    }
  }
}
