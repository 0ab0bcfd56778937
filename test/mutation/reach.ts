/**
 * Which statements of the operations a run comes to: a change is tried only by what reaches its
 * statement. The module's text is given a call before each one.
 */
import { ts } from "ts-morph";
import {
  applyEdits,
  type Edit,
  entryOf,
  nameOf,
  type Operation,
  operationsOf,
  parse,
  placeOf,
} from "./syntax.ts";

/** Of `Object`, since a machine takes what that has for pure: its text has no other way out. */
const NAME = "reached";

const places: string[] = [];
const numbers = new Map<string, number>();
let seen: Set<string> | undefined;

Object.defineProperty(Object, NAME, {
  configurable: true,
  value: (place: number) => void seen?.add(places[place]!),
});

/** From here on, places that are reached are added to `found`. */
export function watchPlaces(found: Set<string>): void {
  seen = found;
}

/** The module with its calls; `prefix` before each place. */
export function withReach(text: string, prefix: string = ""): string {
  return applyEdits(text, operationsOf(parse(text)).flatMap((one) => callsIn(one, prefix)));
}

/** The text itself may be searched later for what a place says: calls have its number. */
function callFor(place: string): string {
  const known = numbers.get(place) ?? places.push(place) - 1;
  numbers.set(place, known);
  return `Object.${NAME}(${known}); `;
}

function callsIn(operation: Operation, prefix: string): readonly Edit[] {
  const name = nameOf(operation);
  const edits: Edit[] = [];
  const insert = (at: number, text: string) => edits.push({ start: at, end: at, text });
  const visit = (node: ts.Node): void => {
    if (ts.isStatement(node) && !ts.isBlock(node)) {
      const call = callFor(prefix + placeOf(name, node));
      // A label stays before its loop.
      const outer = ts.isLabeledStatement(node.parent) ? node.parent : node;
      const isInList = ts.isBlock(outer.parent) || ts.isCaseOrDefaultClause(outer.parent);
      insert(outer.getStart(), isInList || outer !== node ? call : `{ ${call}`);
      if (!isInList && outer === node) insert(node.getEnd(), " }");
    }
    node.forEachChild(visit);
  };
  const body = operation.body!;
  insert(body.getStart() + 1, ` ${callFor(prefix + entryOf(name))}`);
  body.forEachChild(visit);
  return edits;
}
