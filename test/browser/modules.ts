/** The sources as a page loads them: without types, with the modules of Node replaced by `page/`. */
import { existsSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { posix } from "node:path";
import { join } from "node:path";

/** What stands in for a module in a page; paths from the root. */
const REPLACED: Readonly<Record<string, string>> = {
  "node:assert/strict": "test/browser/page/assert.ts",
  "node:fs": "test/browser/page/node-fs.ts",
  "node:path": "test/browser/page/node-path.ts",
  "node:process": "test/browser/page/node-process.ts",
  "node:test": "test/browser/page/node-test.ts",
  "node:timers/promises": "test/browser/page/node-timers-promises.ts",
  "node:url": "test/browser/page/node-url.ts",
  "node:worker_threads": "test/browser/page/worker-threads.ts",
  "test/support/generate.ts": "test/browser/page/generate.ts",
};

/** `from "x"`, `import "x"` and `import("x")`, where the module is no file beside this one. */
const BARE_IMPORT = /(\bfrom\s*|\bimport\s*\(?\s*)"((?:node:)?[a-z@][\w@/.-]*)"/g;
const ANY_IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)["']([^"'\n]+)["']/g;

/** The module at `path` (from the root) as JavaScript for a page. */
export function moduleForPage(root: string, path: string): string {
  const actual = REPLACED[path] ?? path;
  return javaScript(root, actual).replace(BARE_IMPORT, (whole, before: string, name: string) => {
    const target = REPLACED[name] ?? packageFile(name);
    return target === undefined ? whole : `${before}"/${target}"`;
  });
}

/** What a page cannot load of all that the module at `path` imports, each once, sorted. */
export function missingInPage(root: string, path: string): readonly string[] {
  const seen = new Set<string>();
  const missing = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = javaScript(root, REPLACED[file] ?? file);
    const [, owner] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file) ?? [];
    if (owner !== undefined && /\brequire\(/.test(text)) missing.add(owner);
    for (const [, name = ""] of text.matchAll(ANY_IMPORT)) {
      const target = name.startsWith(".")
        ? posix.join(posix.dirname(file), name)
        : REPLACED[name] ?? packageFile(name);
      // Texts of specs hold imports as well: what is neither a file nor a module is none.
      if (target !== undefined && existsSync(join(root, target))) visit(target);
      else if (name.startsWith("node:")) missing.add(name);
    }
  };
  visit(path);
  return [...missing].sort();
}

function javaScript(root: string, path: string): string {
  const text = readFileSync(join(root, path), "utf8");
  return path.endsWith(".ts") ? stripTypeScriptTypes(text) : text;
}

/** `node_modules/…`: the file that a package's name stands for. */
function packageFile(name: string): string | undefined {
  if (name.startsWith("node:")) return undefined;
  try {
    return /node_modules\/.*$/.exec(new URL(import.meta.resolve(name)).pathname)?.[0];
  } catch {
    return undefined;
  }
}
