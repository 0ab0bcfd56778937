/** `node:url` for a page: paths are those of the test server. */

export function pathToFileURL(path: string): URL {
  return new URL(path, location.origin);
}

export function fileURLToPath(url: URL | string): string {
  return new URL(url).pathname;
}
