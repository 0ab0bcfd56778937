import { readFileSync } from "node:fs";

const FOLDER = new URL("../../templates/", import.meta.url);

/** The text of a file below `templates/`. The published package has them all in a module in this place. */
export function templateText(path: string): string {
  return readFileSync(new URL(path, FOLDER), "utf8");
}
