/** `test/support/generate.ts` for a page: the test server generates, and keeps the modules. */
import type { GenerateTestOptions } from "../../support/generate.ts";

export async function generateFiles(
  specText: string,
  options: GenerateTestOptions = {},
): Promise<string[]> {
  return await ask("generate", { specText, options });
}

export async function plantFile(path: string, text: string): Promise<string> {
  return await ask("plant", { path, text });
}

async function ask<T>(what: string, question: object): Promise<T> {
  const response = await fetch(`/-/${what}`, { method: "POST", body: JSON.stringify(question) });
  if (!response.ok) throw new Error(`${what}: ${await response.text()}`);
  return await response.json();
}
