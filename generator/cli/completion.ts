import type { Command } from "./command.ts";

/** yargs prints the script and answers it; which shell it is for, `SHELL` says. */
export const completionCommand: Command = {
  name: "completion",
  optionNames: [],
  register: (cli) => {
    cli.completion(
      "completion",
      "Print a script for the shell (bash, zsh) that completes commands",
    );
  },
};
