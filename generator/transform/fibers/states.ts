/** The states of a fiber as statements: a `switch`, within a loop where it comes back to itself. */
import type { Variable } from "./ir.ts";
import { NO_HANDLER, Printer, type PrintInput, type Ways } from "./print.ts";
import { ENDS } from "./rewrite.ts";
import { initialOf } from "./slots.ts";

export interface States {
  /** Views that they use, `i32` first. */
  readonly views: readonly string[];
  readonly declarations: readonly string[];
  readonly text: string;
  /** Whether a jump to what is around the text may stand within a loop of its own. */
  readonly hasLoop: boolean;
}

/** Views that a text has in locals of their names, `i32` first. */
export function viewsIn(text: string): readonly string[] {
  return [
    "i32",
    ...["f64", "i64"].filter((view) => new RegExp(`(?<![\\w$.#])${view}\\[`).test(text)),
  ];
}

export function printStates(input: PrintInput, ways: Ways): States {
  const { shape } = input;
  const guards = shape.heads.some(({ handler }) => handler !== undefined);
  const printer = new Printer(input, ways);
  const cases = shape.heads.map((block, state) => printer.head(block, state));
  const written = cases.join("\n");
  const body = written
    .replaceAll(ENDS.within, ways.ended.join(" "))
    .replaceAll(
      ENDS.alone,
      ways.ended.length === 1 ? ways.ended.join() : `{ ${ways.ended.join(" ")} }`,
    );
  const takesErrors = / = caught;$/m.test(body);
  const views = viewsIn(body);
  const isLoop = guards || /^state = \d+;$/m.test(body);
  const switched = [
    `switch (state) {`,
    body,
    `default:`,
    `throw new RangeError(\`${input.name}: there is no state \${state}\`);`,
    `}`,
  ].join("\n");
  return {
    views,
    declarations: [
      ...body.includes("[wide")
        ? [`const wide = frame >> 1; // the frame's index in 8-byte elements`]
        : [],
      ...shape.atTop.map((variable) => declarationOf(variable, input.annotationOf)),
      ...guards
        ? [
          `let handler = ${NO_HANDLER}; // the state that takes an error; ${NO_HANDLER}: none`,
          ...takesErrors ? [`let caught: unknown;`] : [],
        ]
        : [],
      `${isLoop ? "let" : "const"} state = i32[frame]!;`,
    ],
    text: isLoop
      ? [`for (;;) {`, guards ? guarded(switched, takesErrors) : switched, `}`].join("\n")
      : switched,
    hasLoop: isLoop || (written.includes("\0") && /\b(?:for|while|do)\b/.test(written)),
  };
}

function guarded(text: string, takesErrors: boolean): string {
  return [
    `try {`,
    text,
    `} catch (thrown) {`,
    `if (handler === ${NO_HANDLER}) throw thrown;`,
    ...takesErrors ? [`caught = thrown;`] : [],
    `state = handler;`,
    `}`,
  ].join("\n");
}

function declarationOf(variable: Variable, annotationOf: (variable: Variable) => string): string {
  const { emitted, type } = variable;
  if (type === "error") return `let ${emitted}: unknown;`;
  if (type !== undefined) return `let ${emitted} = ${initialOf(type)};`;
  return `let ${emitted}!: ${annotationOf(variable)};`;
}
