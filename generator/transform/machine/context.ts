import { ts } from "ts-morph";
import { CompileFault, lineOf } from "./fault.ts";
import type { Block, End } from "./ir.ts";
import { type FunctionNode, isDeclared, type ModuleParts } from "./module.ts";
import type { Natives } from "./native.ts";
import type { Names, StopRule, Token } from "./stops.ts";
import { assignedNames, memberOfThis, unwrap } from "./syntax.ts";

/** A function that machines can call, for given tokens in the place of some parameters. */
export interface Callee {
  readonly name: string;
  readonly node: FunctionNode;
  /** By parameter; undefined: data. */
  readonly tokens: readonly (Token | undefined)[];
}

/** What all functions of a program share. */
export interface ProgramContext {
  readonly module: ModuleParts;
  readonly rule: StopRule;
  readonly natives: Natives;
  /** Fields of the handle that are no data. */
  readonly tokens: ReadonlyMap<string, Token>;
  /** Fields that hold data, in the order of a thread's `fields`. */
  readonly fields: readonly string[];
  readonly methods: ReadonlyMap<string, ts.MethodDeclaration>;
  readonly getters: ReadonlyMap<string, ts.GetAccessorDeclaration>;
  /** The number of a function, which will be compiled if it is not yet. */
  codeOf(callee: Callee): number;
}

/** What a name stands for. */
export type Binding =
  | { readonly kind: "variable"; readonly place: string; readonly isConstant: boolean }
  /** What a `catch` has caught: kept as plain data, an error again where it is looked at. */
  | { readonly kind: "caught"; readonly place: string }
  | { readonly kind: "token"; readonly token: Token }
  /** Declared further down in the same block. */
  | { readonly kind: "unborn" };

/** Where `break` and `continue` lead. */
export interface JumpTarget {
  readonly labels: readonly string[];
  readonly breakTo: Block;
  readonly continueTo: Block | undefined;
  /** How many `finally` blocks were open around it. */
  readonly depth: number;
}

/** A `finally` block that everything has to go through which leaves its `try`. */
export interface Finally {
  readonly entry: Block;
  /** Variable: 0 goes on behind, 1 throws `value`, 2 returns it, 3 and more index `exits`. */
  readonly reason: string;
  readonly value: string;
  readonly exits: Block[];
}

/** One function while it is lowered. */
export interface FunctionContext {
  readonly program: ProgramContext;
  readonly callee: Callee;
  readonly isAsync: boolean;
  readonly isConstructor: boolean;
  readonly names: Names;
  readonly targets: JumpTarget[];
  readonly finallies: Finally[];
  /** How many `try` statements are open. */
  tries: number;
  /** Where code goes. */
  current: Block;
  handler: Block | undefined;
  /** A new block, guarded as the place where it is made. */
  block(node: ts.Node): Block;
  emit(code: string): void;
  /** Ends the current block; unless `next` is given, what follows is not reachable. */
  end(end: End, next?: Block): void;
  jump(to: Block, next?: Block): void;
  /** A variable that may be assigned again and again. */
  variable(): string;
  /** Puts a value into a variable of its own, unless nothing can change it. */
  capture(text: string): string;
  /** A variable that is assigned once. */
  temporary(): string;
  scoped<Result>(work: () => Result): Result;
  bind(name: string, binding: Binding): void;
  /** Declares a variable and gives it to the scope; returns its text. */
  declare(name: ts.Identifier, isConstant: boolean): string;
  lookup(name: string): Binding | undefined;
  fault(node: ts.Node, what: string): CompileFault;
}

/** Literals, and names of the module or of the language: those that a machine may use are constant. */
const UNCHANGING = /^(?:-?[\d.]+n?|"[^"\\]*"|'[^'\\]*'|(?!m\$)[A-Za-z_$][\w$]*)$/;

export function functionContext(program: ProgramContext, callee: Callee): FunctionContext {
  const scopes: Map<string, Binding>[] = [new Map()];
  const once = new Set<string>();
  const assigned = assignedNames(callee.node);
  let variables = 0;
  let blocks = 0;

  const lookup = (name: string): Binding | undefined => {
    for (const scope of scopes.toReversed()) {
      const binding = scope.get(name);
      if (binding !== undefined) return binding;
    }
    return undefined;
  };
  const tokenOf = (expression: ts.Expression): Token | undefined => {
    const inner = unwrap(expression);
    if (ts.isIdentifier(inner)) {
      const binding = lookup(inner.text);
      return binding?.kind === "token" ? binding.token : undefined;
    }
    return program.tokens.get(memberOfThis(inner) ?? "");
  };
  const newBlock = (node: ts.Node, handler: Block | undefined): Block => ({
    id: blocks++,
    line: lineOf(node),
    handler,
    code: [],
    answer: undefined,
    end: undefined,
  });

  const context: FunctionContext = {
    program,
    callee,
    isAsync: isAsync(callee.node),
    isConstructor: ts.isConstructorDeclaration(callee.node),
    names: {
      tokenOf,
      constant: (name) =>
        lookup(name) === undefined ? program.module.constants.get(name) : undefined,
      isGlobal: (name) => lookup(name) === undefined && !isDeclared(program.module, name),
    },
    targets: [],
    finallies: [],
    tries: 0,
    current: newBlock(callee.node, undefined),
    handler: undefined,
    block: (node) => newBlock(node, context.handler),
    emit: (code) => void context.current.code.push(code),
    end(end, next) {
      context.current.end = end;
      context.current = next ?? newBlock(callee.node, context.handler);
    },
    jump: (to, next) => context.end({ kind: "jump", to }, next),
    variable: () => `m$${variables++}`,
    temporary() {
      const name = context.variable();
      once.add(name);
      return name;
    },
    capture(text) {
      if (UNCHANGING.test(text) || once.has(text) || text.startsWith("m$run.thrown(")) return text;
      const name = context.temporary();
      context.emit(`${name} = ${text};`);
      return name;
    },
    scoped(work) {
      scopes.push(new Map());
      try {
        return work();
      } finally {
        scopes.pop();
      }
    },
    bind: (name, binding) => void scopes.at(-1)?.set(name, binding),
    declare(name, isConstant) {
      const changes = !isConstant && assigned.has(name.text);
      const place = changes ? context.variable() : context.temporary();
      context.bind(name.text, { kind: "variable", place, isConstant });
      return place;
    },
    lookup,
    fault: (node, what) => new CompileFault(node, what),
  };
  return context;
}

export function isGenerator(node: FunctionNode): boolean {
  return "asteriskToken" in node && node.asteriskToken !== undefined;
}

export function isAsync(node: FunctionNode): boolean {
  return ts.canHaveModifiers(node) &&
    (ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false);
}
