import { existsSync } from "node:fs";
import { join } from "node:path";
import { replaceFiles } from "../output/replace.ts";
import { defineCommand } from "./command.ts";
import { FIRST_SPEC } from "./first-spec.ts";
import { answer } from "./report.ts";
import { UsageError } from "./usage-error.ts";

const FILE_NAME = "first.layout.ts";

export const initCommand = defineCommand({
  usage: "init [where]",
  summary: "Write a first spec with comments",
  positionals: {
    where: {
      type: "string",
      default: "specs",
      describe: `A folder, which gets ${FILE_NAME}, or a file that ends with .layout.ts`,
    },
  },
  options: {},
  examples: [
    ["init", `writes specs/${FILE_NAME}`],
    ["init src/feed.layout.ts", "writes that file"],
  ],
  run: ({ where }) => {
    if (where.endsWith(".layout.json")) {
      throw new UsageError(`init writes TypeScript; expected a name that ends with .layout.ts`);
    }
    const file = where.endsWith(".layout.ts") ? where : join(where, FILE_NAME);
    if (existsSync(file)) {
      throw new UsageError(`${file} exists and is not overwritten; name another file or folder`);
    }
    replaceFiles([{ path: file, text: FIRST_SPEC }]);
    answer(`written  ${file}`);
    answer(`next: amph-gen generate ${file}`);
    return 0;
  },
});
