/**
 * Adds a structure to the text of a TypeScript spec and leaves every other character as it is. Text
 * in, text out: whether the result is a valid spec is for the parser to say.
 */

import { VOCABULARY_PATTERN } from "./specifier.ts";

interface Sample {
  /** Words that the sample needs from the vocabulary. */
  readonly imports: readonly string[];
  /** What it declares beside `name`. */
  readonly declares: (name: string) => readonly string[];
  readonly text: (name: string) => string;
}

const SAMPLES: Readonly<Record<string, Sample>> = {
  Queue: {
    imports: ["Queue", "f64", "u32"],
    declares: itemOf,
    text: (name) =>
      `/** What goes through {@link ${name}}: change the fields to your own. */
export interface ${name}Item {
  id: u32;
  value: f64;
}

/** A bounded queue; \`"one"\` instead of \`"many"\` where one thread pushes, or one pops, is faster. */
export type ${name} = Queue<${name}Item, { capacity: 1024; producers: "many"; consumers: "many" }>;
`,
  },
  SecVec: {
    imports: ["SecVec", "f64", "u32"],
    declares: itemOf,
    text: (name) =>
      `/** What {@link ${name}} holds: change the fields to your own. */
export interface ${name}Item {
  id: u32;
  value: f64;
}

/** A vector that grows up to \`maxLength\`; \`shrink: false\` is faster where elements are only appended. */
export type ${name} = SecVec<${name}Item, { maxLength: 1_000_000; shrink: true }>;
`,
  },
  Cubby: {
    imports: ["Cubby", "f64", "u32"],
    declares: itemOf,
    text: (name) =>
      `/** What {@link ${name}} hands over: change the fields to your own. */
export interface ${name}Item {
  id: u32;
  value: f64;
}

/** One slot: pushes and pops take turns, and wait for each other. */
export type ${name} = Cubby<${name}Item>;
`,
  },
  Shared: {
    imports: ["Shared", "bool", "f64", "u32"],
    declares: itemOf,
    text: (name) =>
      `/** What {@link ${name}} holds: change the fields to your own. */
export interface ${name}Item {
  running: bool;
  count: u32;
  rate: f64;
}

/** One record that several threads see; \`running\` and \`count\` have atomic accessors. */
export type ${name} = Shared<${name}Item>;
`,
  },
  Amphetanim: {
    imports: ["Amphetanim", "Queue", "Shared", "bool", "f64"],
    declares: (name) => [`${name}Values`, `${name}State`],
    text: (name) =>
      `/**
 * Several structures in one memory, behind one handle: structures of this file by name, or written
 * in place, where they are named after their owner, as \`${name}Values\`.
 */
export type ${name} = Amphetanim<{
  values: Queue<f64, { capacity: 1024 }>;
  state: Shared<{ running: bool }>;
}>;
`,
  },
  Loom: {
    imports: ["Fiber", "Loom", "u32"],
    declares: (name) => [fiberOf(name)],
    text: (name) =>
      `/** Runs the fibers below; \`fibers\` is how many there are at most at once. */
export type ${name} = Loom<{ fibers: 64 }>;

/** A fiber of {@link ${name}}: \`spawnRun${name}(times)\` starts one. */
export function* ${fiberOf(name)}(self: ${name}, times: u32): Fiber<u32> {
  let done: u32 = 0;
  while (done < times) {
    yield* self.sleep(10);
    done += 1;
  }
  return done;
}
`,
  },
  OneOf: {
    imports: ["OneOf", "Queue", "f64", "u32"],
    declares: (name) => [`${name}Numbers`, `${name}Indices`],
    text: (name) =>
      `/** One structure out of several kinds, in the same place: \`become("numbers")\` decides. */
export type ${name} = OneOf<{
  numbers: Queue<f64, { capacity: 64 }>;
  indices: Queue<u32, { capacity: 64 }>;
}>;
`,
  },
};

function itemOf(name: string): readonly string[] {
  return [`${name}Item`];
}

function fiberOf(name: string): string {
  return `run${name}`;
}

/** Structures that `addStructure` knows. */
export const ADDABLE: readonly string[] = Object.keys(SAMPLES);

/**
 * `text` with an import of what the structure needs, and a sample of it at the end, named `name`.
 * Throws an `Error` when the structure is unknown, `name` is no name for a class, or is taken.
 */
export function addStructure(text: string, structure: string, name: string): string {
  const sample = SAMPLES[structure];
  if (sample === undefined) {
    throw new Error(`unknown structure ${structure}; expected ${ADDABLE.join(" or ")}`);
  }
  if (!/^[A-Z][A-Za-z0-9]*$/.test(name)) {
    throw new Error(
      `${name} is no name for a structure; expected a capital letter, then letters and digits`,
    );
  }
  const code = blankComments(text);
  const taken = [name, ...sample.declares(name)].find((word) =>
    new RegExp(`\\b${word}\\b`).test(code)
  );
  if (taken !== undefined) {
    throw new Error(`the spec has the name ${taken} already; choose another one with --name`);
  }
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const imported = sample.imports.reduce(
    (current, word) => addImport(current, word, newline),
    text,
  );
  const gap = imported.endsWith(newline) ? newline : newline + newline;
  return imported + gap + sample.text(name).replaceAll("\n", newline);
}

const VOCABULARY_IMPORT = new RegExp(
  String.raw`\bimport\s+(?:type\s+)?\{([^}]*)\}\s*from\s*["']${VOCABULARY_PATTERN}["']`,
  "dg",
);

const IMPORTED_WORD = /(?:type\s+)?([\w$]+)(?:\s+as\s+[\w$]+)?/g;

function addImport(text: string, word: string, newline: string): string {
  const code = blankComments(text);
  const words = [...code.matchAll(VOCABULARY_IMPORT)].flatMap(({ indices }) => {
    const [start, end] = indices?.[1] ?? [0, 0];
    return [...code.slice(start, end).matchAll(IMPORTED_WORD)].map((match) => ({
      name: match[1] ?? "",
      start: start + match.index,
      end: start + match.index + match[0].length,
    }));
  });
  if (words.some(({ name }) => name === word)) return text;
  // The formatter sorts the words of an import by letters, capital or not.
  const next = words.find(({ name }) => name.toLowerCase() > word.toLowerCase());
  if (next !== undefined) return insert(text, next.start, `${word}, `);
  const last = words.at(-1);
  if (last !== undefined) return insert(text, last.end, `, ${word}`);
  const gap = text.trim() === "" ? newline : newline + newline;
  const start = text.startsWith("\uFEFF") ? 1 : 0;
  return insert(text, start, `import type { ${word} } from "amph-gen/spec";${gap}`);
}

function insert(text: string, at: number, part: string): string {
  return text.slice(0, at) + part + text.slice(at);
}

/** `text` with blanks in place of comments, so that every offset stays; strings are left alone. */
function blankComments(text: string): string {
  return text.replace(
    /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/g,
    (part) => part.startsWith("/") ? part.replace(/[^\r\n]/g, " ") : part,
  );
}
