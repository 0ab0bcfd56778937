import { join } from "node:path";
import { leftovers, writeFiles } from "../output/write.ts";
import { generateModules } from "../pipeline.ts";
import { defineCommand } from "./command.ts";
import { chooseHost, hostFile } from "./host.ts";
import { emit, host, out, specs } from "./options.ts";
import { answer, note } from "./report.ts";
import { readSpecs } from "./specs.ts";
import { watch } from "./watch.ts";

interface Request {
  readonly spec: readonly string[];
  readonly out: string;
  readonly host: string | undefined;
  readonly emit: "ts" | "js";
}

export const generateCommand = defineCommand({
  usage: "generate <spec..>",
  summary: "Make the modules of specs",
  positionals: { spec: specs },
  options: {
    out,
    host,
    emit,
    watch: { type: "boolean", default: false, describe: "Generate again when a spec changes" },
  },
  examples: [
    ["generate specs/market.layout.ts", "writes generated/*.gen.ts"],
    ["generate specs --out src/shared", "every spec of a folder"],
    ["generate specs --watch", "go on until Ctrl+C"],
  ],
  run: async (args) => {
    if (args.watch) {
      const profile = hostFile(args.host);
      const names = profile === undefined ? args.spec : [...args.spec, profile];
      await watch(names, () => generate(args));
    } else {
      await generate(args);
    }
    return 0;
  },
});

async function generate(request: Request): Promise<void> {
  const inputs = readSpecs(request.spec);
  const files = await generateModules(inputs, {
    host: chooseHost(request.host),
    emit: request.emit,
    out: request.out,
  });
  for (const { path, outcome } of writeFiles(request.out, files)) {
    answer(`${outcome.padEnd("unchanged".length)}  ${join(request.out, path)}`);
  }
  for (const { path } of leftovers(request.out, files)) {
    note(`${join(request.out, path)}: left over, the spec no longer gives this file; delete it`);
  }
}
