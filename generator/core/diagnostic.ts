/**
 * What is wrong with an input, and where. One value a fault: parsing and checking collect them and
 * go on, so that a user sees everything at once.
 */
export interface Diagnostic {
  /** The file as the user named it. */
  readonly file: string;
  /** 1-based; 1 where the fault has no position of its own (a missing file). */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
  /** `AMPHnnn`, stable across versions; `docs/errors.md` lists them. */
  readonly code: string;
  /** What is wrong, what was expected, what to write instead. */
  readonly message: string;
}

/** `file:line:column - error AMPHnnn: message`, the form that editors and CI logs link to. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { file, line, column, code, message } = diagnostic;
  return `${file}:${line}:${column} - error ${code}: ${message}`;
}

/** Carries one or more diagnostics out of the pipeline; nothing has been written when it is thrown. */
export class DiagnosticError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(formatDiagnostic).join("\n"));
    this.name = "DiagnosticError";
    this.diagnostics = diagnostics;
  }
}
