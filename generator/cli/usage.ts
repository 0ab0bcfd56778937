import { nearest } from "../spec/suggest.ts";
import type { Command } from "./command.ts";

/** Options of every command. */
const GLOBAL_OPTIONS = ["help", "version", "verbose"];

/**
 * Words what yargs says of a wrong command line for a person who looks at that line: what is wrong,
 * the nearest right word, where to read more.
 */
export function explainUsage(
  message: string,
  argv: readonly string[],
  commands: readonly Command[],
): string {
  const command = commands.find(({ name }) => name === argv[0]);
  const fault = command === undefined
    ? explainStart(argv[0], commands)
    : explain(message, argv, [...command.optionNames, ...GLOBAL_OPTIONS]);
  const help = `See amph-gen ${command === undefined ? "" : `${command.name} `}--help`;
  return `${fault}${fault.endsWith("?") ? "" : "."} ${help}`;
}

/** What is wrong where the line does not begin with a command. */
function explainStart(first: string | undefined, commands: readonly Command[]): string {
  const names = commands.map(({ name }) => name);
  if (first === undefined) return `a command is missing: ${names.join(", ")}`;
  if (!first.startsWith("-")) return `unknown command ${first}${suggest(first, names, "")}`;
  const options = [...commands.flatMap(({ optionNames }) => optionNames), ...GLOBAL_OPTIONS];
  const option = first.replace(/^-+|=.*$/g, "");
  return options.includes(option)
    ? `a command has to come first: ${names.join(", ")}`
    : `unknown option ${dashed(option)}${suggest(option, options, "--")}`;
}

function explain(message: string, argv: readonly string[], options: readonly string[]): string {
  const unknown = /^Unknown arguments?: (.*)$/.exec(message)?.[1]?.split(", ");
  if (unknown !== undefined) {
    return unknown.map((name) =>
      argv.includes(name)
        ? `unexpected argument ${name}`
        : `unknown option ${dashed(name)}${suggest(name, options, "--")}`
    ).join("; ");
  }
  const invalid = /Argument: (\S+), Given: (.*), Choices: (.*)$/m.exec(message);
  if (invalid !== null) {
    const [, name = "", given, choices] = invalid;
    const argument = options.includes(name) ? dashed(name) : name;
    return `${argument} cannot be ${given}; expected ${choices?.replaceAll(", ", " or ")}`;
  }
  const missingValue = /^Not enough arguments following: (.*)$/.exec(message)?.[1];
  if (missingValue !== undefined) return `--${missingValue} needs a value`;
  if (message.startsWith("Not enough non-option arguments")) return "an argument is missing";
  return message;
}

function dashed(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}

function suggest(word: string, known: readonly string[], prefix: string): string {
  const name = nearest(word, known);
  return name === undefined ? "" : `; did you mean ${prefix}${name}?`;
}
