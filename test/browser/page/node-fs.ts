/** `node:fs` for a page: the text of a file that the test server has. Workers may wait for it. */

export function readFileSync(path: string, _encoding: "utf8"): string {
  const request = new XMLHttpRequest();
  request.open("GET", `${path}?raw`, false);
  request.send();
  if (request.status !== 200) throw new Error(`${path}: ${request.status}`);
  return request.responseText;
}
