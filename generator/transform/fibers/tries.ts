/** `try`, `catch` and `finally` that suspend, and the ways out of them. */
import { ts } from "ts-morph";
import type { FiberContext, Finally, JumpTarget } from "./context.ts";
import { type Block, reading, type Uses } from "./ir.ts";
import { statements } from "./lower.ts";
import { store } from "./slots.ts";
import { suspends } from "./suspensions.ts";

export function tryStatement(f: FiberContext, node: ts.TryStatement): void {
  const { tryBlock, catchClause, finallyBlock } = node;
  if (finallyBlock === undefined) {
    if (catchClause !== undefined) tryCatch(f, tryBlock, catchClause);
    return;
  }
  const after = f.block(node);
  const { result } = f.source;
  const last: Finally = {
    entry: f.block(finallyBlock),
    reason: f.add("reason", "i32", finallyBlock),
    value: result === "void" ? undefined : f.add("value", result, finallyBlock),
    pending: f.add("pending", "error", finallyBlock),
    keepsPending: suspends(finallyBlock),
    exits: [],
    returns: false,
  };
  const failed = f.block(finallyBlock);
  failed.catches = true;
  const targets = [...f.targets];
  guarded(f, node, failed, () => {
    f.finallies.push(last);
    if (catchClause === undefined) statements(f, tryBlock.statements);
    else tryCatch(f, tryBlock, catchClause);
    f.finallies.pop();
  });
  // Nothing goes on behind what always returns, throws or jumps away.
  const completes = f.isReachable;
  if (completes) enter(f, node, last, 0);
  f.start(failed);
  f.set(finallyBlock, last.pending, "caught");
  if (last.value !== undefined) f.forget(finallyBlock, last.value);
  // Where an error is the only way in, nobody asks.
  if (completes || last.returns || last.exits.length > 0) f.set(finallyBlock, last.reason, "1");
  f.jump(last.entry);
  f.start(last.entry);
  statements(f, finallyBlock.statements);
  dispatch(f, finallyBlock, last, targets, completes ? after : undefined);
  f.start(after);
}

/** Enters the `finally`; what another reason for it leaves behind is forgotten. */
function enter(f: FiberContext, node: ts.Node, last: Finally, reason: number): void {
  if (last.keepsPending) f.set(node, last.pending, "undefined");
  else f.forget(node, last.pending);
  if (last.value !== undefined && reason !== 2) f.forget(node, last.value);
  f.set(node, last.reason, String(reason));
  f.jump(last.entry);
}

/** Goes on as the `try` was left; undefined: it never completes. */
function dispatch(
  f: FiberContext,
  node: ts.Node,
  last: Finally,
  targets: readonly JumpTarget[],
  after: Block | undefined,
): void {
  const { pending, value, reason: found } = last;
  const line = f.current.line;
  const rethrow = () =>
    f.end({ kind: "throw", value: pending.emitted, uses: reading(pending), line });
  const result = value && { text: value.emitted, uses: reading(value) };
  const ways: (readonly [reason: number, go: () => void])[] = [
    [1, rethrow],
    ...last.returns ? [[2, () => leave(f, node, result)] as const] : [],
    ...last.exits.map((to, k) => {
      const target = targets.find(({ breakTo, continueTo }) => breakTo === to || continueTo === to);
      return [3 + k, () => goTo(f, node, to, target?.depth ?? 0)] as const;
    }),
    ...after === undefined ? [] : [[0, () => f.jump(after)] as const],
  ];
  ways.forEach(([reason, go], k) => {
    if (k === ways.length - 1) return go();
    const [yes, no] = [f.block(node), f.block(node)];
    const condition = `${found.emitted} === ${reason}`;
    f.end({ kind: "branch", condition, uses: reading(found), line: f.current.line, yes, no });
    f.start(yes);
    go();
    f.start(no);
  });
}

function tryCatch(f: FiberContext, tryBlock: ts.Block, clause: ts.CatchClause): void {
  const [caught, after] = [f.block(clause), f.block(clause)];
  caught.catches = true;
  guarded(f, tryBlock, caught, () => statements(f, tryBlock.statements));
  f.jump(after);
  f.start(caught);
  const name = clause.variableDeclaration?.name;
  const variable = name !== undefined && ts.isIdentifier(name)
    ? f.binding.variables.get(name)
    : undefined;
  if (variable !== undefined && variable.readings > 0) {
    variable.type = "error";
    f.claim(variable);
    f.step(clause, "caught", {
      reads: new Set(),
      sets: new Set([variable]),
      writes: new Set([variable]),
    }, { target: variable, declares: [variable] });
  }
  statements(f, clause.block.statements);
  f.jump(after);
  f.start(after);
}

/** Lowers what errors leave for `handler`. */
function guarded(f: FiberContext, node: ts.Node, handler: Block, work: () => void): void {
  const outer = f.handler;
  f.handler = handler;
  const inside = f.block(node);
  f.jump(inside, inside);
  work();
  f.handler = outer;
  const after = f.block(node);
  f.jump(after, after);
}

/** Jumps out of as many `finally` blocks as are open beyond `depth`. */
export function goTo(f: FiberContext, node: ts.Node, to: Block, depth: number): void {
  const innermost = f.finallies.length > depth ? f.finallies.at(-1) : undefined;
  if (innermost === undefined) return f.jump(to);
  let exit = innermost.exits.indexOf(to);
  if (exit === -1) exit = innermost.exits.push(to) - 1;
  enter(f, node, innermost, 3 + exit);
}

/** Returns a value, through the `finally` blocks that are open. */
export function leave(
  f: FiberContext,
  node: ts.Node,
  value: { readonly text: string; readonly uses: Uses } | undefined,
): void {
  const innermost = f.finallies.at(-1);
  const { result } = f.source;
  if (innermost !== undefined) {
    innermost.returns = true;
    if (value !== undefined && innermost.value !== undefined) {
      f.set(node, innermost.value, value.text, value.uses);
    }
    return enter(f, node, innermost, 2);
  }
  if (value !== undefined && result !== "void") {
    const text = `${store(result, f.rewriter.resultByteOffset, value.text)};`;
    f.step(node, text, value.uses);
  }
  f.end({ kind: "return" });
}
