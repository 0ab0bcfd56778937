/**
 * Adds a structure to the text of a TypeScript spec and leaves every other character as it is. Text
 * in, text out: whether the result is a valid spec is for the parser to say.
 */

interface Sample {
  /** Words that the sample needs from the vocabulary. */
  readonly imports: readonly string[];
  readonly text: (name: string) => string;
}

const SAMPLES: Readonly<Record<string, Sample>> = {
  Queue: {
    imports: ["Queue", "f64", "u32"],
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
};

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
  const taken = [name, `${name}Item`].find((word) => new RegExp(`\\b${word}\\b`).test(code));
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

const VOCABULARY_IMPORT = /\bimport\s+(?:type\s+)?\{([^}]*)\}\s*from\s*["']amph-gen\/spec["']/dg;

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
