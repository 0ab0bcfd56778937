import { replaceFiles } from "../output/replace.ts";
import { layoutSpecs } from "../pipeline.ts";
import { ADDABLE, addStructure } from "../spec/edit.ts";
import { defineCommand } from "./command.ts";
import { chooseHost } from "./host.ts";
import { spec } from "./options.ts";
import { answer } from "./report.ts";
import { readSpecs } from "./specs.ts";
import { UsageError } from "./usage-error.ts";

export const addCommand = defineCommand({
  usage: "add <structure> <spec>",
  summary: "Add a structure to a spec",
  positionals: {
    structure: {
      choices: ADDABLE,
      coerce: inItsOwnCase,
      demandOption: true,
      describe: "What to add; capitals do not matter",
    },
    spec: { ...spec, describe: "The spec (*.layout.ts) that gets it" },
  },
  options: {
    name: { type: "string", requiresArg: true, describe: "Name of the class [default: MyQueue]" },
  },
  examples: [["add Queue specs/market.layout.ts", "appends a sample of a queue"]],
  run: ({ structure, spec, name = `My${structure}` }) => {
    const [input, other] = readSpecs([spec]);
    if (input === undefined || other !== undefined || !input.file.endsWith(".layout.ts")) {
      throw new UsageError(
        `${spec} is not one TypeScript spec; name a file that ends with .layout.ts`,
      );
    }
    const text = edit(input.text, structure, name);
    // The parser has the last word: a spec that was or would become wrong stays as it is.
    layoutSpecs([{ file: input.file, text }], { host: chooseHost(undefined) });
    replaceFiles([{ path: input.file, text }]);
    answer(`added ${structure} ${name} to ${input.file}`);
    return 0;
  },
});

function inItsOwnCase(word: string): string {
  return ADDABLE.find((name) => name.toLowerCase() === word.toLowerCase()) ?? word;
}

function edit(text: string, structure: string, name: string): string {
  try {
    return addStructure(text, structure, name);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
