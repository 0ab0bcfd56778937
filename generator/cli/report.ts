import process from "node:process";
import { DiagnosticError, formatDiagnostic } from "../core/diagnostic.ts";
import { fileErrorCode } from "../output/file-error.ts";
import { VERSION } from "../output/version.ts";
import { currentRuntime } from "../runtime/runtime.ts";
import { UsageError } from "./usage-error.ts";

/** A line of the command's answer. */
export function answer(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A line beside the answer: diagnostics and what was chosen. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** `amph-gen explain specs | head` closes the pipe early, which is no error: all that was wanted came. */
export function tolerateClosedPipe(): void {
  process.stdout.on("error", (error) => {
    if (fileErrorCode(error) !== "EPIPE") throw error;
  });
}

/** Says on stderr why a command ended with 2; a stack only where it helps and is asked for. */
export function reportError(error: unknown, { verbose }: { readonly verbose: boolean }): void {
  if (error instanceof DiagnosticError) {
    const { diagnostics } = error;
    for (const diagnostic of diagnostics) note(formatDiagnostic(diagnostic));
    note(`${diagnostics.length} error${diagnostics.length === 1 ? "" : "s"}; nothing was written`);
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  note(`amph-gen: ${message}`);
  if (error instanceof UsageError || fileErrorCode(error) !== undefined) return;
  const { name, version } = currentRuntime();
  note(
    `This is a fault of amph-gen ${VERSION} (${name} ${version}), not of your input: ` +
      "please report it with the spec.",
  );
  if (verbose && error instanceof Error) note(error.stack ?? "");
  if (!verbose) note("--verbose shows where it happened.");
}
