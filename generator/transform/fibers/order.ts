/** The order in which fibers are compiled: callees first, since frames hold those of callees. */
import { ts } from "ts-morph";
import * as messages from "./messages.ts";
import type { FiberSource, Report } from "./source.ts";

export function callOrder(fibers: readonly FiberSource[], report: Report): readonly FiberSource[] {
  const byName = new Map(fibers.map((fiber) => [fiber.name, fiber]));
  const done = new Set<FiberSource>();
  const order: FiberSource[] = [];
  const visit = (fiber: FiberSource, path: readonly FiberSource[]): void => {
    if (done.has(fiber)) return;
    const again = path.indexOf(fiber);
    if (again !== -1) {
      const cycle = [...path.slice(again), fiber].map(({ name }) => name);
      return report(fiber.node.name ?? fiber.node, messages.recursion(cycle));
    }
    for (const name of calledBy(fiber, byName)) {
      const callee = byName.get(name);
      if (callee !== undefined) visit(callee, [...path, fiber]);
    }
    done.add(fiber);
    order.push(fiber);
  };
  for (const fiber of fibers) visit(fiber, []);
  return order;
}

/** Fibers that a fiber calls by `yield*`, sorted. */
export function calledBy(
  { body }: FiberSource,
  fibers: ReadonlyMap<string, unknown>,
): readonly string[] {
  const called = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isYieldExpression(node) && node.expression !== undefined) {
      let inner: ts.Expression = node.expression;
      while (ts.isParenthesizedExpression(inner)) inner = inner.expression;
      const name = ts.isCallExpression(inner) && ts.isIdentifier(inner.expression)
        ? inner.expression.text
        : "";
      if (fibers.has(name)) called.add(name);
    }
    ts.forEachChild(node, visit);
  };
  visit(body);
  return [...called].sort();
}
