/**
 * The code blocks of a page, and what is to happen with each. A comment before a block says it, where
 * the block's language does not:
 *
 *   <!-- file: NAME -->           written to NAME, as is a ts block whose first line is `// NAME`
 *   <!-- spec -->                 a spec; as is every ts block that imports "amph-gen/spec"
 *   <!-- type-check -->           ts that is compiled and not run
 *   <!-- excerpt: FILE -->        lines of FILE, of this page or the repository; … stands for anything
 *   <!-- output -->               what the commands before it have printed; … stands for anything
 *   <!-- in the checkout -->      commands of this repository: scripts and files have to exist
 *   <!-- insert into FILE behind: LINE -->
 *   <!-- not run: REASON -->
 *
 * Further lines of `spec` and `type-check` are put before the block, and `<!-- hidden file: NAME` with
 * the text on the lines below is a file that the reader does not see. `<!-- in a copy of the checkout -->`
 * stands alone: what follows on the page happens there. Commands (sh) are run and JSON is
 * parsed without a mark; any other block without one is a fault.
 */

export interface Block {
  /** From the root of the repository. */
  readonly page: string;
  /** Of the fence, or of the comment of a hidden file. */
  readonly line: number;
  readonly text: string;
  readonly action: Action;
}

export type Action =
  | { readonly kind: "run" | "output" | "checkout" | "copy" | "json" | "nothing" }
  | { readonly kind: "file" | "excerpt"; readonly name: string }
  | { readonly kind: "insert"; readonly name: string; readonly behind: string }
  | { readonly kind: "spec" | "type-check"; readonly context: string };

interface Mark {
  /** `file: worker.ts` */
  readonly head: string;
  /** The lines below. */
  readonly body: string;
}

/** Throws where a block has no rule. */
export function readBlocks(page: string, markdown: string): readonly Block[] {
  const lines = markdown.split("\n");
  const blocks: Block[] = [];
  let mark: Mark | undefined;
  for (let k = 0; k < lines.length; k++) {
    const start = k;
    const text = lines[k] ?? "";
    const at = `${page}:${start + 1}`;
    const fence = /^( *)```(\w*)$/.exec(text);
    if (text.startsWith("<!--")) {
      while (k < lines.length && !lines[k]?.includes("-->")) k++;
      const comment = lines.slice(start, k + 1).join("\n").replace(/^<!--\s*/, "")
        .replace(/\s*-->.*$/s, "");
      const [head = "", ...body] = comment.split("\n");
      mark = { head, body: body.map((line) => `${line}\n`).join("") };
      const alone = actionOfComment(head);
      if (alone === undefined) continue;
      blocks.push({ page, line: start + 1, text: mark.body, action: alone });
      mark = undefined;
    } else if (fence !== null) {
      const [, indent = "", language = ""] = fence;
      do k++; while (k < lines.length && lines[k] !== `${indent}\`\`\``);
      if (k === lines.length) throw new Error(`${at}: the block has no end`);
      const code = lines.slice(start + 1, k)
        .map((line) => `${line.slice(indent.length)}\n`).join("");
      const action = code.trim() === "" ? "the block is empty" : actionOf(language, code, mark);
      if (typeof action === "string") throw new Error(`${at}: ${action}`);
      blocks.push({ page, line: start + 1, text: code, action });
      mark = undefined;
    } else if (text.trim() !== "") {
      mark = undefined;
    }
  }
  return blocks;
}

/** What a comment says that belongs to no block. */
function actionOfComment(head: string): Action | undefined {
  const name = /^hidden file: (\S+)$/.exec(head)?.[1];
  if (name !== undefined) return { kind: "file", name };
  return head === "in a copy of the checkout" ? { kind: "copy" } : undefined;
}

/** The rule for a block, or what is wrong. */
function actionOf(language: string, code: string, mark: Mark | undefined): Action | string {
  if (mark === undefined) {
    const name = /^\/\/ ([\w./-]+\.\w+)\n/.exec(code)?.[1];
    if (language === "sh") return { kind: "run" };
    if (language === "json") return { kind: "json" };
    if (language === "ts" && name !== undefined) return { kind: "file", name };
    if (language === "ts" && /from "amph-gen\/spec"/.test(code)) {
      return { kind: "spec", context: "" };
    }
    return `nothing says what to do with this ${
      language || "plain"
    } block; test/docs/blocks.ts has ` +
      "the marks that can stand before it";
  }
  const { head, body } = mark;
  const [, into, behind] = /^insert into (\S+) behind: (.+)$/.exec(head) ?? [];
  if (into !== undefined && behind !== undefined) return { kind: "insert", name: into, behind };
  const [, kind = "", value = ""] = /^([\w -]+?)(?:: (.+))?$/.exec(head) ?? [];
  switch (kind) {
    case "file":
    case "excerpt":
      return value === "" ? `the mark ${kind} names no file` : { kind, name: value };
    case "spec":
    case "type-check":
      return { kind, context: body };
    case "output":
      return { kind };
    case "in the checkout":
      return { kind: "checkout" };
    case "not run":
      return value === "" ? "the mark `not run` gives no reason" : { kind: "nothing" };
    default:
      return `the mark ${JSON.stringify(head)} is unknown; test/docs/blocks.ts has those that are`;
  }
}
