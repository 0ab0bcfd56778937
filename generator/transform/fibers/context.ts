/** One fiber while it is being lowered. */
import type { ts } from "ts-morph";
import type { Scalar } from "../../spec/model.ts";
import { lineOf } from "../machine/fault.ts";
import type { Binding } from "./binder.ts";
import { certainType } from "./infer.ts";
import {
  type Block,
  type End,
  NO_USES,
  reachable,
  type Step,
  type Uses,
  type Variable,
} from "./ir.ts";
import type { Namer } from "./names.ts";
import { type Rewriter, textOf } from "./rewrite.ts";
import type { PlaceType } from "./slots.ts";
import type { FiberSource, Report } from "./source.ts";
import { type Callables, operationName } from "./suspensions.ts";
import { usesOf } from "./uses.ts";

/** Where `break` and `continue` lead. */
export interface JumpTarget {
  /** The label "" stands for a jump without one. */
  readonly labels: readonly string[];
  readonly breakTo: Block;
  readonly continueTo: Block | undefined;
  /** How many `finally` blocks are open around it. */
  readonly depth: number;
}

/** An open `finally`: how it is entered, and where it leads then. */
export interface Finally {
  readonly entry: Block;
  /** 0: goes on behind; 1: throws; 2: returns; from 3: `exits`. */
  readonly reason: Variable;
  readonly value: Variable | undefined;
  readonly pending: Variable;
  /** Whether the error lives on while the `finally` suspends. */
  readonly keepsPending: boolean;
  readonly exits: Block[];
  returns: boolean;
}

export class FiberContext {
  readonly source: FiberSource;
  readonly binding: Binding;
  readonly callables: Callables;
  readonly rewriter: Rewriter;
  readonly report: Report;
  readonly #namer: Namer;
  /** Blocks in the order in which they are written. */
  readonly written: Block[] = [];
  /** Variables of the whole method, those that the compiler adds included. */
  readonly variables: Variable[] = [];
  readonly targets: JumpTarget[] = [];
  readonly finallies: Finally[] = [];
  handler: Block | undefined;
  current: Block;

  constructor(
    given: Pick<FiberContext, "source" | "binding" | "callables" | "rewriter" | "report"> & {
      readonly namer: Namer;
    },
  ) {
    this.source = given.source;
    this.binding = given.binding;
    this.callables = given.callables;
    this.rewriter = given.rewriter;
    this.report = given.report;
    this.#namer = given.namer;
    this.current = this.block(given.source.node);
    this.written.push(this.current);
  }

  block(node: ts.Node): Block {
    return {
      line: lineOf(node),
      handler: this.handler,
      steps: [],
      resumes: undefined,
      catches: false,
      end: undefined,
    };
  }

  /** Goes on in `block`. */
  start(block: Block): void {
    this.written.push(block);
    this.current = block;
  }

  end(end: End, next?: Block): void {
    this.current.end ??= end;
    if (next !== undefined) this.start(next);
  }

  jump(to: Block, next?: Block): void {
    this.end({ kind: "jump", to }, next);
  }

  /** Behind a statement that never completes. */
  dead(node: ts.Node): void {
    this.start(this.block(node));
  }

  text(node: ts.Node): string {
    return textOf(this.rewriter, node);
  }

  uses(...nodes: readonly ts.Node[]): ReturnType<typeof usesOf> {
    return usesOf(this.binding, ...nodes);
  }

  /** What a call of an operation gives; undefined for any other call. */
  resultOf(call: ts.CallExpression): Scalar | undefined {
    const name = operationName(call.expression, this.source.self);
    const operation = name === undefined ? undefined : this.callables.operations.get(name);
    return operation === undefined || operation.result === "void" ? undefined : operation.result;
  }

  /** The slot type of any value that an expression can have, where it is certain. */
  typeOf(node: ts.Expression): Scalar | undefined {
    return certainType(node, this.binding, (call) => this.resultOf(call));
  }

  /** Whether the text at hand can be reached by what has been lowered so far. */
  get isReachable(): boolean {
    const [entry] = this.written;
    return entry !== undefined && reachable(entry, this.written).includes(this.current);
  }

  /** A local that becomes one of the method's. */
  claim(variable: Variable): Variable {
    if (this.variables.includes(variable)) return variable;
    this.#namer.claim(variable);
    this.variables.push(variable);
    return variable;
  }

  /** A variable that the source does not have. */
  add(name: string, type: PlaceType | undefined, node: ts.Node): Variable {
    return this.claim({
      name,
      emitted: name,
      kind: "added",
      scope: undefined,
      declaration: undefined,
      line: lineOf(node),
      type,
      annotation: undefined,
      captured: false,
      assignments: 0,
      readings: 1,
    });
  }

  step(node: ts.Node, text: string, uses: Uses, more: Partial<Step> = {}): void {
    const step = { text, uses, target: undefined, declares: [], annotation: "", ...more };
    this.current.steps.push({ ...step, line: lineOf(node) });
  }

  /** Sets a variable to the value of a text. */
  set(node: ts.Node, target: Variable, text: string, uses = NO_USES): void {
    const [sets, writes] = [new Set([...uses.sets, target]), new Set([...uses.writes, target])];
    this.step(node, text, { reads: uses.reads, sets, writes }, { target });
  }

  /** What a variable holds is of no use from here on. */
  forget(node: ts.Node, variable: Variable): void {
    const uses = {
      reads: new Set<Variable>(),
      sets: new Set([variable]),
      writes: new Set<Variable>(),
    };
    this.step(node, "", uses);
  }
}
