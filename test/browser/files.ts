/** Which of the test files run in a page: those whose imports a page can have. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { missingInPage } from "./modules.ts";

export interface PageFile {
  /** From the root. */
  readonly file: string;
  /** What a page cannot have of it; empty: it runs there. */
  readonly missing: readonly string[];
}

export function pageFiles(root: string, folder: string): readonly PageFile[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".test.ts"))
    .sort()
    .map((name) => `${folder}/${name}`)
    .map((file) => ({ file, missing: missingInPage(root, file) }));
}
