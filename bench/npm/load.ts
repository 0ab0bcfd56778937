/**
 * Imports a file of a package that `install.ts` has installed; `Module` says what of it is used. The path
 * names the file, since Deno knows only packages that the project's own `package.json` names.
 */
export function load<Module>(path: string): Promise<Module> {
  return import(new URL(`../../.amph/npm/node_modules/${path}`, import.meta.url).href);
}
