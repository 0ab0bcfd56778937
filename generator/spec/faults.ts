import { type Diagnostic, DiagnosticError } from "../core/diagnostic.ts";
import type { Place } from "./draft.ts";

/** What is wrong, without the place; `spec/messages` has one function a message. */
export interface Message {
  readonly code: string;
  readonly text: string;
}

/** Collects the faults of one file, so that a user sees all of them at once. */
export interface Faults {
  report(at: Place, message: Message): void;
  /** Throws a `DiagnosticError` with all faults, sorted by place, where there is one. */
  throwIfAny(): void;
}

export function collectFaults(file: string): Faults {
  const diagnostics: Diagnostic[] = [];
  return {
    report({ line, column }, { code, text }) {
      diagnostics.push({ file, line, column, code, message: text });
    },
    throwIfAny() {
      if (diagnostics.length > 0) throw new DiagnosticError(diagnostics.toSorted(byPlace));
    },
  };
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1);
}
