import type {
  ArgumentsCamelCase,
  Argv,
  InferredOptionTypes,
  Options,
  PositionalOptions,
} from "yargs";
import { UsageError } from "./usage-error.ts";

export interface Command {
  /** `generate` */
  readonly name: string;
  /** What can be given after `--`. */
  readonly optionNames: readonly string[];
  /** Adds the command to `cli`; `finish` receives the exit code when the command has run. */
  readonly register: (cli: Argv, finish: (exitCode: number) => void) => void;
}

type Named<T> = Readonly<Record<string, T>>;

interface Definition<P extends Named<PositionalOptions>, O extends Named<Options>> {
  /** `generate <spec..>` */
  readonly usage: string;
  readonly summary: string;
  readonly positionals: P;
  readonly options: O;
  /** Command line after the tool's name, and what it does. */
  readonly examples: readonly (readonly [string, string])[];
  /** Returns the exit code: 0 done, 1 the answer is no. Throws when input or usage is wrong. */
  readonly run: (
    args: ArgumentsCamelCase<InferredOptionTypes<P & O>>,
  ) => number | Promise<number>;
}

/** Ties the options of a command to the type of the values that `run` receives. */
export function defineCommand<
  const P extends Named<PositionalOptions>,
  const O extends Named<Options>,
>({ usage, summary, positionals, options, examples, run }: Definition<P, O>): Command {
  return {
    name: usage.split(" ", 1)[0] ?? usage,
    optionNames: Object.keys(options),
    register: (cli, finish) => {
      cli.command<InferredOptionTypes<P & O>>(
        usage,
        summary,
        (command) => {
          for (const [name, about] of Object.entries(positionals)) command.positional(name, about);
          command.options(options);
          for (const [line, effect] of examples) command.example(`$0 ${line}`, effect);
        },
        async (args) => {
          refuseRepeated(Object.keys(options), args);
          finish(await run(args));
        },
      );
    },
  };
}

/** yargs makes a list of an option that is given twice, where one value is expected. */
function refuseRepeated(names: readonly string[], args: Named<unknown>): void {
  const repeated = names.find((name) => Array.isArray(args[name]));
  if (repeated !== undefined) throw new UsageError(`--${repeated} is given twice; expected once`);
}
