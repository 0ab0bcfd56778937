/**
 * A function as basic blocks. Statements are JavaScript text over numbered variables, `m$0`, `m$1` …,
 * so that what a statement reads and writes can be told from its text.
 */

/** How a block ends. */
export type End =
  | { readonly kind: "jump"; readonly to: Block }
  | {
    readonly kind: "branch";
    readonly condition: string;
    readonly yes: Block;
    readonly no: Block;
  }
  | { readonly kind: "return"; readonly value: string }
  | { readonly kind: "throw"; readonly value: string }
  /** Asks the world; `resume` goes on with the answer. */
  | { readonly kind: "stop"; readonly request: string; readonly resume: Block }
  /** Hands a value out to the caller of the operation; `resume` goes on when it asks for more. */
  | { readonly kind: "give"; readonly value: string; readonly resume: Block }
  /** Calls another function of the program, by its number. */
  | {
    readonly kind: "call";
    readonly code: number;
    readonly args: readonly string[];
    readonly resume: Block;
  };

export interface Block {
  readonly id: number;
  /** Line of the module, 1-based: for a block that goes on after a stop, the line of the stop. */
  readonly line: number;
  /** Where an error goes; none: to the caller. */
  readonly handler: Block | undefined;
  readonly code: string[];
  /** The variable that takes the answer, in a block that goes on after a stop. */
  answer: string | undefined;
  /** Undefined while the block is being written. */
  end: End | undefined;
}

/** A function lowered: blocks reachable from `entry`. */
export interface FunctionCode {
  readonly name: string;
  readonly entry: Block;
  /** Variables that take the arguments. */
  readonly parameters: readonly string[];
}

/** Blocks that follow `block`; those behind a stop are among them. */
export function successors({ end }: Block): readonly Block[] {
  switch (end?.kind) {
    case "jump":
      return [end.to];
    case "branch":
      return [end.yes, end.no];
    case "stop":
    case "give":
    case "call":
      return [end.resume];
    default:
      return [];
  }
}

/** Every block that can run, entry first. */
export function reachable(entry: Block): readonly Block[] {
  const found = new Set<Block>([entry]);
  for (const block of found) {
    for (const next of successors(block)) found.add(next);
    if (block.handler !== undefined) found.add(block.handler);
  }
  return [...found];
}

/** The blocks that a machine can be resumed in. */
export function resumePoints(blocks: readonly Block[]): ReadonlySet<Block> {
  const points = new Set<Block>();
  for (const { end } of blocks) {
    if (end !== undefined && "resume" in end) points.add(end.resume);
  }
  return points;
}
