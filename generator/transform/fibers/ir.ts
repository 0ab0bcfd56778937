/**
 * A fiber as basic blocks. A step is one statement of emitted text together with the locals that it
 * reads and sets; suspensions end blocks. What contains no suspension stays one step, loops and all.
 */
import type { ts } from "ts-morph";
import type { Scalar } from "../../spec/model.ts";
import type { PlaceType } from "./slots.ts";

/** A local of the fiber, or one that the compiler adds. */
export interface Variable {
  /** As in the source. */
  readonly name: string;
  /** In emitted code: one name, one variable. */
  emitted: string;
  readonly kind: "let" | "const" | "var" | "parameter" | "catch" | "pattern" | "other" | "added";
  /** The syntax in which its name means it. */
  readonly scope: ts.Node | undefined;
  readonly declaration: ts.Identifier | undefined;
  /** 1-based line of the declaration. */
  readonly line: number;
  /** Its slot type, written or certain. */
  type: PlaceType | undefined;
  /** The annotation, where it is no slot type. */
  annotation: ts.TypeNode | undefined;
  /** Whether a function within the fiber mentions it. */
  captured: boolean;
  /** Assignments other than its declaration. */
  assignments: number;
  /** Places where it is read. */
  readings: number;
}

export interface Uses {
  /** What may be read before it is set here. */
  readonly reads: ReadonlySet<Variable>;
  /** What is set whenever this completes. */
  readonly sets: ReadonlySet<Variable>;
  /** What may be set. */
  readonly writes: ReadonlySet<Variable>;
}

export interface Step {
  /** Emitted text; of the value only where there is a `target`. */
  readonly text: string;
  readonly target: Variable | undefined;
  /** Variables that this step brings into being. */
  readonly declares: readonly Variable[];
  /** Annotation for a declaration in place. */
  readonly annotation: string;
  readonly uses: Uses;
  readonly line: number;
}

/** What a fiber waits for. */
export interface Suspension {
  readonly kind: "operation" | "fiber";
  /** Of the operation or of the fiber. */
  readonly name: string;
  readonly args: readonly string[];
  readonly uses: Uses;
  /** What takes the result. */
  target: Variable | undefined;
  declaresTarget: boolean;
  readonly result: Scalar | "void";
  readonly line: number;
  /** For comments: the source, on one line. */
  readonly source: string;
}

export type End =
  | { readonly kind: "jump"; readonly to: Block }
  | {
    readonly kind: "branch";
    readonly condition: string;
    readonly uses: Uses;
    readonly line: number;
    readonly yes: Block;
    readonly no: Block;
  }
  /** The result has been stored by a step before. */
  | { readonly kind: "return" }
  | {
    readonly kind: "throw";
    readonly value: string;
    readonly uses: Uses;
    readonly line: number;
  }
  | { readonly kind: "suspend"; readonly suspension: Suspension; readonly resume: Block }
  /** A step before it never completes. */
  | { readonly kind: "never" };

export interface Block {
  /** 1-based line of the source. */
  readonly line: number;
  /** Where an error goes; none: out of the fiber. */
  readonly handler: Block | undefined;
  readonly steps: Step[];
  /** The suspension behind which this block goes on. */
  resumes: Suspension | undefined;
  /** Whether this block takes an error. */
  catches: boolean;
  /** Undefined while the block is being written. */
  end: End | undefined;
}

export const NO_USES: Uses = { reads: new Set(), sets: new Set(), writes: new Set() };

export const reading = (variable: Variable): Uses => ({ ...NO_USES, reads: new Set([variable]) });

export function successors({ end }: Block): readonly Block[] {
  switch (end?.kind) {
    case "jump":
      return [end.to];
    case "branch":
      return [end.yes, end.no];
    case "suspend":
      return [end.resume];
    default:
      return [];
  }
}

/** Every block that can run, in the order of `written`. */
export function reachable(entry: Block, written: readonly Block[]): readonly Block[] {
  const found = new Set<Block>([entry]);
  for (const block of found) {
    for (const next of successors(block)) found.add(next);
    if (block.handler !== undefined) found.add(block.handler);
  }
  return written.filter((block) => found.has(block));
}

export function endUses({ end }: Block): Uses {
  if (end?.kind === "branch" || end?.kind === "throw") return end.uses;
  return end?.kind === "suspend" ? end.suspension.uses : NO_USES;
}
