/**
 * Stops for programs over shared memory: each `Atomics.*` call, each read or write of an element of
 * a view, `performance.now()` and spin hints.
 *
 * The class `Sleepers` of the queues is trusted, not compiled: `await sleepers.sleep(i32, epoch, ms,
 * signal)` is taken as one wait on its word. That it shares one `Atomics.waitAsync` among several
 * sleepers of a thread, and clears its timers, is not part of the model.
 *
 * So is a method `#grow`, which makes new views of a memory that has grown. A model's memory is whole
 * from the start: the machine's views have their full length, and nothing makes it call `#grow`.
 */
import { ts } from "ts-morph";
import type { ViewName } from "../../core/machine.ts";
import { CompileFault, shown } from "./fault.ts";
import type { ModuleParts } from "./module.ts";
import type { Names, Stop, StopRule } from "./stops.ts";
import { assignedNames, javaScriptOf, unwrap } from "./syntax.ts";

/** Bytes of an element by the name of the typed array's class. */
export const BYTES_PER_ELEMENT: Readonly<Record<string, number>> = {
  Int8Array: 1,
  Uint8Array: 1,
  Uint8ClampedArray: 1,
  Int16Array: 2,
  Uint16Array: 2,
  Int32Array: 4,
  Uint32Array: 4,
  Float32Array: 4,
  Float64Array: 8,
  BigInt64Array: 8,
  BigUint64Array: 8,
};

/** A view of the memory, as the constructor makes it. */
export interface View {
  readonly name: ViewName;
  /** The typed array's class. */
  readonly arrayName: string;
  /** JavaScript text of the number of elements. */
  readonly length: string;
}

export interface SharedMemoryRule extends StopRule {
  /** The views found so far. */
  readonly views: ReadonlyMap<ViewName, View>;
}

const READ_MODIFY_WRITE = new Set(["add", "sub", "and", "or", "xor", "exchange"]);

export function sharedMemoryRule(module: ModuleParts): SharedMemoryRule {
  const views = new Map<ViewName, View>();
  const sleepers = new Map<string, { readonly word: string }>();
  const memory = new Map<string, string>();

  const atomics = (call: ts.CallExpression, operation: string, names: Names): Stop => {
    const [array, ...operands] = call.arguments;
    if (operation === "pause") return stop([], () => `{ kind: "pause" }`, false);
    const token = array === undefined ? undefined : names.tokenOf(array);
    const view = views.get(token?.name ?? "");
    if (view === undefined) {
      throw new CompileFault(call, `${shown(call)}: not on a view of the memory`);
    }
    if (view.arrayName.startsWith("Float") || view.arrayName === "Uint8ClampedArray") {
      throw new CompileFault(call, `${shown(call)}: Atomics has no ${view.arrayName}`);
    }
    const at = (index = "0") => `view: "${view.name}", index: ${index}`;
    const given = (value = "undefined") => converted(view, value);
    switch (operation) {
      case "load":
        return stop(operands, ([i]) => `{ kind: "load", atomic: true, ${at(i)} }`);
      case "store":
        return stop(
          operands,
          ([i, v]) => `{ kind: "store", atomic: true, ${at(i)}, value: ${given(v)} }`,
        );
      case "compareExchange":
        return stop(
          operands,
          ([i, expected, replacement]) =>
            `{ kind: "compareExchange", ${at(i)}, expected: ${given(expected)}, ` +
            `replacement: ${given(replacement)} }`,
        );
      case "wait":
        return stop(
          operands,
          ([i, expected, ms = "Infinity"]) =>
            `{ kind: "wait", ${at(i)}, expected: ${given(expected)}, ` +
            `timeoutMs: m$run.timeout(${ms}) }`,
        );
      case "notify":
        return stop(
          operands,
          ([i, count = "Infinity"]) => `{ kind: "notify", ${at(i)}, count: m$run.count(${count}) }`,
        );
    }
    if (READ_MODIFY_WRITE.has(operation)) {
      return stop(
        operands,
        ([i, v]) => `{ kind: "rmw", operation: "${operation}", ${at(i)}, value: ${given(v)} }`,
      );
    }
    throw new CompileFault(call, `Atomics.${operation} has no model`);
  };

  return {
    views,

    field(name, initializer) {
      const made = unwrap(initializer);
      if (ts.isNewExpression(made) && ts.isIdentifier(made.expression)) {
        const className = made.expression.text;
        const [buffer, start, length] = made.arguments ?? [];
        const isView = className in BYTES_PER_ELEMENT && buffer !== undefined &&
          ts.isIdentifier(buffer) && memory.has(buffer.text);
        if (isView) {
          const place = start?.getText();
          if (
            place === undefined || place !== memory.get(buffer.text) || length === undefined
          ) {
            throw new CompileFault(
              made,
              `${shown(made)}: expected a view from the structure's start with its length`,
            );
          }
          const parameters = place === "0" ? buffer.text : `${buffer.text}, ${place}`;
          const inWhole = `((${parameters}) => ${
            javaScriptOf(length)
          })({ byteLength: Infinity }, 0)`;
          views.set(name, { name, arrayName: className, length: inWhole });
          return { name, what: `the view ${name}` };
        }
        if (isSleepers(module.classes.get(className)) && buffer !== undefined) {
          sleepers.set(name, { word: javaScriptOf(buffer) });
          return { name, what: `the sleepers ${name}` };
        }
        if (module.classes.has(className)) return { name, what: `an object of ${className}` };
      }
      return mentions(made, memory) ? { name, what: `${name}, which holds the memory` } : undefined;
    },

    parameter({ name, type, parent }) {
      if (
        !ts.isIdentifier(name) || !/\b(Shared)?ArrayBuffer(Like)?\b/.test(type?.getText() ?? "")
      ) {
        return undefined;
      }
      // The parameter behind the buffer is the structure's first byte.
      const index = parent.parameters.findIndex((other) => other.name === name);
      memory.set(name.text, parent.parameters[index + 1]?.name.getText() ?? "0");
      return { name: name.text, what: "the memory" };
    },

    call(call, names) {
      const callee = unwrap(call.expression);
      if (ts.isIdentifier(callee)) {
        const constant = names.constant(callee.text);
        return constant !== undefined && isPause(constant)
          ? stop([], () => `{ kind: "pause" }`, false)
          : undefined;
      }
      if (!ts.isPropertyAccessExpression(callee)) return undefined;
      if (callee.name.text === "#grow" && isGrowth(module)) {
        return stop(call.arguments, () => `{ kind: "pause" }`, false);
      }
      const object = unwrap(callee.expression);
      const token = names.tokenOf(object);
      const sleeping = sleepers.get(token?.name ?? "");
      if (sleeping !== undefined && callee.name.text === "sleep") {
        const [array, epoch, ms] = call.arguments;
        const view = array === undefined ? undefined : names.tokenOf(array);
        if (view === undefined || epoch === undefined || ms === undefined) {
          throw new CompileFault(call, `${shown(call)}: expected a view, an epoch and a time`);
        }
        return {
          operands: [epoch, ms],
          request: ([expected, timeoutMs]) =>
            `{ kind: "wait", view: "${view.name}", index: ${sleeping.word}, ` +
            `expected: ${expected}, timeoutMs: m$run.timeout(${timeoutMs}) }`,
          answers: false,
          awaited: true,
        };
      }
      if (!ts.isIdentifier(object) || !names.isGlobal(object.text)) return undefined;
      if (object.text === "Atomics") return atomics(call, callee.name.text, names);
      if (object.text === "performance" && callee.name.text === "now") {
        return stop([], () => `{ kind: "now" }`);
      }
      return undefined;
    },

    load(token, index) {
      const view = views.get(token.name);
      return view && `{ kind: "load", atomic: false, view: "${view.name}", index: ${index} }`;
    },

    store(token, index, value) {
      const view = views.get(token.name);
      return view && `{ kind: "store", atomic: false, view: "${view.name}", index: ${index}, ` +
          `value: ${converted(view, value)} }`;
    },

    property(token, name) {
      const view = views.get(token.name);
      if (view === undefined) return undefined;
      if (name === "length") return `(${view.length})`;
      return name === "BYTES_PER_ELEMENT" ? `${BYTES_PER_ELEMENT[view.arrayName]}` : undefined;
    },
  };
}

function stop(
  operands: readonly ts.Expression[],
  request: Stop["request"],
  answers = true,
): Stop {
  return { operands, request, answers, awaited: false };
}

/** A typed array converts what is stored into it, and throws where it cannot, before it stores. */
function converted(view: View, value: string): string {
  if (/^-?[\d.]+$/.test(value)) return value;
  return view.arrayName.startsWith("Big") ? `m$run.bigint(${value})` : `+${value}`;
}

/** `Atomics.pause`, or a constant that is it where the runtime has it. */
function isPause(initializer: ts.Expression): boolean {
  const value = unwrap(initializer);
  if (ts.isBinaryExpression(value)) return isPause(value.left);
  return ts.isPropertyAccessExpression(value) && value.name.text === "pause" &&
    unwrap(value.expression).getText() === "Atomics";
}

/** A class whose one use of the memory is `Atomics.waitAsync(i32, this.#word, epoch)`. */
function isSleepers(declaration: ts.ClassDeclaration | undefined): boolean {
  if (declaration === undefined) return false;
  const text = declaration.getText();
  const uses = text.match(/\bAtomics\b[^;]*;/g) ?? [];
  return uses.length === 1 && uses[0] === "Atomics.waitAsync(i32, this.#word, epoch);" &&
    text.includes("this.#word = word;") && !assignedNames(declaration).has("epoch");
}

/** A method `#grow` that makes views, and neither reads nor writes what they show. */
function isGrowth({ structure }: ModuleParts): boolean {
  const method = structure.members.find((member) => member.name?.getText() === "#grow");
  if (method === undefined) return false;
  const text = method.getText();
  return text.includes("memory.grow(") && !text.includes("Atomics") && !/\w\[/.test(text);
}

function mentions(node: ts.Node, names: ReadonlyMap<string, string>): boolean {
  if (ts.isIdentifier(node) && names.has(node.text)) return true;
  return ts.forEachChild(node, (child) => mentions(child, names)) ?? false;
}
