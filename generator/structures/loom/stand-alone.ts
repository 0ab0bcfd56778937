/**
 * A loom's module without what it imports of its application. What its fibers call is not explored: only
 * operations that run them could call it, and those have no model where an application's function is in
 * them.
 */
export function withoutApplication(text: string): string {
  return text.replaceAll(/^import [^;]* from "[^"]*";$/gm, "");
}
