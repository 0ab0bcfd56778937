import process from "node:process";
import yargs from "yargs";
import { VERSION } from "../output/version.ts";
import { addCommand } from "./add.ts";
import { benchCommand } from "./bench.ts";
import { checkCommand } from "./check.ts";
import type { Command } from "./command.ts";
import { completionCommand } from "./completion.ts";
import { explainCommand } from "./explain.ts";
import { generateCommand } from "./generate.ts";
import { initCommand } from "./init.ts";
import { probeCommand } from "./probe.ts";
import { reportError, tolerateClosedPipe } from "./report.ts";
import { UsageError } from "./usage-error.ts";
import { explainUsage } from "./usage.ts";
import { verifyCommand } from "./verify.ts";

const COMMANDS: readonly Command[] = [
  generateCommand,
  checkCommand,
  explainCommand,
  probeCommand,
  verifyCommand,
  initCommand,
  addCommand,
  benchCommand,
  completionCommand,
];

const HELP_COLUMNS = 100;

/** Runs one command line (without the program's name); never throws. Returns the exit code. */
export async function runCli(argv: readonly string[]): Promise<number> {
  tolerateClosedPipe();
  let exitCode = 0;
  const cli = yargs()
    .scriptName("amph-gen")
    .usage("$0 <command>\n\nMakes shared-memory structures from struct layout specs.")
    .option("verbose", { type: "boolean", describe: "Show the stack of an unexpected error" })
    .version(VERSION)
    .alias("help", "h")
    .example("$0 init", "write a first spec to specs/")
    .example("$0 generate specs", "make the modules of every spec in specs/")
    .epilogue("Exit codes: 0 done; 1 the answer is no; 2 the input or usage is wrong.")
    .locale("en")
    .wrap(HELP_COLUMNS)
    .strict()
    .recommendCommands()
    .demandCommand(1, "a command is missing")
    .exitProcess(false)
    .fail((message: string | null, error?: Error) => {
      throw message === null && error !== undefined
        ? error
        : new UsageError(explainUsage(message ?? "", argv, COMMANDS));
    });
  for (const command of COMMANDS) command.register(cli, (code) => exitCode = code);
  try {
    await cli.parseAsync(argv);
    return exitCode;
  } catch (error) {
    const verbose = argv.includes("--verbose") || process.env["AMPH_GEN_DEBUG"] === "1";
    reportError(error, { verbose });
    return 2;
  }
}
