import type { ts } from "ts-morph";

/**
 * Something that is known while compiling and is no data of a machine: a view, a helper object. It
 * may be bound to a constant or passed to a function of the module, and nothing else.
 */
export interface Token {
  /** Distinct among a module's tokens. */
  readonly name: string;
  /** For messages: `the view i32`. */
  readonly what: string;
}

/** What a rule may ask about the place it looks at. */
export interface Names {
  tokenOf(expression: ts.Expression): Token | undefined;
  /** What a constant of the module is initialised with; undefined for any other name. */
  constant(name: string): ts.Expression | undefined;
  /** Whether a name is the language's or the host's. */
  isGlobal(name: string): boolean;
}

/** A call at which a machine stops. */
export interface Stop {
  /** Evaluated in this order before the stop. */
  readonly operands: readonly ts.Expression[];
  /** JavaScript text of the request, from the text of the operands. */
  readonly request: (operands: readonly string[]) => string;
  /** Whether the call's value is the answer; else it is undefined. */
  readonly answers: boolean;
  /** Whether the call has to be awaited. */
  readonly awaited: boolean;
}

/** What suspends a function: the only part that knows which world a machine runs in. */
export interface StopRule {
  /** What a handle's field stands for, from what the constructor puts there; undefined: data. */
  field(name: string, initializer: ts.Expression): Token | undefined;
  /** What a parameter of the constructor stands for; undefined: data. */
  parameter(parameter: ts.ParameterDeclaration): Token | undefined;
  /** Throws CompileFault for a call that touches the world in a way that the rule does not know. */
  call(call: ts.CallExpression, names: Names): Stop | undefined;
  /** Text of the request that reads `token[index]`; undefined where a token has no elements. */
  load(token: Token, index: string): string | undefined;
  /** Text of the request that writes `token[index]`. */
  store(token: Token, index: string, value: string): string | undefined;
  /** Text of `token.name`, where that is a number that never changes. */
  property(token: Token, name: string): string | undefined;
}
