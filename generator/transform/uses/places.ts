/** Where in the structure an index expression may lead. */
import { ts } from "ts-morph";
import { bytesOfBase, widthOf } from "./access.ts";
import type { Unit, Units } from "./units.ts";

export interface Place {
  /** From the start of the structure; undefined: the expression names no place. */
  readonly bytes?: number;
  /** Of the elements in which the place was counted. */
  readonly width?: number;
  /** A whole number of elements, not yet added to a place. */
  readonly steps?: number;
  /** The value of a condition, where it is known. */
  readonly flag?: boolean;
}

/** What is known of the parameters of a unit. */
export type Bindings = ReadonlyMap<string, readonly Place[]>;

export interface Scope {
  readonly bases: ReadonlyMap<string, number>;
  readonly units: Units;
  readonly unit: Unit;
  readonly bindings: Bindings;
}

const NOWHERE: readonly Place[] = [{}];

/**
 * Every place that `node` may lead to. Places add up with whole numbers; what is multiplied or
 * shifted is the number of an element, so that all elements count as the first.
 */
export function placesOf(
  node: ts.Expression,
  scope: Scope,
  open: readonly ts.Node[] = [],
): readonly Place[] {
  if (open.includes(node)) return NOWHERE;
  const inner = (child: ts.Expression) => placesOf(child, scope, [...open, node]);
  const any = (children: readonly ts.Expression[]) => distinct(children.flatMap(inner));
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) {
    return inner(node.expression);
  }
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [{ flag: true }];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return [{ flag: false }];
  if (ts.isNumericLiteral(node)) return [literal(node)];
  if (ts.isIdentifier(node)) {
    const bytes = scope.bases.get(node.text);
    if (bytes !== undefined) return [{ bytes, width: widthOf(node.text) ?? 1 }];
    const values = scope.unit.locals.get(node.text);
    return values === undefined ? scope.bindings.get(node.text) ?? NOWHERE : any(values);
  }
  if (ts.isConditionalExpression(node)) {
    const [{ flag } = {}, ...others] = inner(node.condition);
    if (flag === undefined || others.length > 0) return any([node.whenTrue, node.whenFalse]);
    return inner(flag ? node.whenTrue : node.whenFalse);
  }
  if (ts.isBinaryExpression(node)) return combined(node, inner);
  const call = scope.unit.calls.get(node);
  if (call !== undefined) {
    return distinct((scope.units.get(call.name) ?? []).flatMap((unit) => {
      const bindings = new Map(
        unit.parameters.map((name, k) => [name, call.args[k] ? inner(call.args[k]) : NOWHERE]),
      );
      return unit.returns.flatMap((value) =>
        placesOf(value, { ...scope, unit, bindings }, [...open, node])
      );
    }));
  }
  return NOWHERE;
}

/** A number, or a constant whose value was written in: `/* TAIL_I32 *\/ 16`. */
function literal(node: ts.NumericLiteral): Place {
  const value = Number(node.text);
  const before = node.getFullText().slice(0, node.getLeadingTriviaWidth());
  const name = /\/\* (\w+) \*\/ $/.exec(before)?.[1] ?? "";
  const bytes = bytesOfBase(name, value);
  if (bytes !== undefined) return { bytes, width: widthOf(name) ?? 1 };
  return /STRIDE/.test(name) ? {} : { steps: value };
}

function combined(
  { left, right, operatorToken: { kind } }: ts.BinaryExpression,
  inner: (node: ts.Expression) => readonly Place[],
): readonly Place[] {
  switch (kind) {
    case ts.SyntaxKind.PlusToken:
      return distinct(inner(left).flatMap((a) => inner(right).map((b) => sum(a, b))));
    case ts.SyntaxKind.MinusToken:
      return distinct(
        inner(left).flatMap((a) => inner(right).map(({ steps = 0 }) => sum(a, { steps: -steps }))),
      );
    case ts.SyntaxKind.BarToken:
      return inner(left);
    default:
      return NOWHERE;
  }
}

function sum(a: Place, b: Place): Place {
  const [place, other] = a.bytes === undefined ? [b, a] : [a, b];
  const steps = (a.bytes === undefined ? a.steps ?? 0 : 0) +
    (b.bytes === undefined ? b.steps ?? 0 : 0);
  if (place.bytes === undefined || place.width === undefined) return { steps };
  // Two places in a sum: the difference of two others, or no index at all.
  if (other.bytes !== undefined) return {};
  return { bytes: place.bytes + steps * place.width, width: place.width };
}

function distinct(places: readonly Place[]): readonly Place[] {
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}
