/** Serves the repository to a page on this machine, with the headers that shared memory needs. */
import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join, normalize, relative, sep } from "node:path";
import { generateFiles, plantFile } from "../support/generate.ts";
import { moduleForPage } from "./modules.ts";

export interface TestServer {
  /** `http://127.0.0.1:41234` */
  readonly origin: string;
  close(): Promise<void>;
}

export interface ServerOptions {
  /** Without it, the page gets no shared memory. */
  readonly isolated?: boolean;
  /** Texts of pages by their paths, `/layout.html`. */
  readonly pages?: Readonly<Record<string, string>>;
}

/** A page without content, for scripts to run in. */
export const EMPTY_PAGE = "/-/empty.html";

const ISOLATION = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

export async function startServer(
  root: string,
  { isolated = true, pages = {} }: ServerOptions = {},
): Promise<TestServer> {
  const texts: Readonly<Record<string, string>> = {
    [EMPTY_PAGE]: "<!doctype html><title>tests</title>",
    "/favicon.ico": "",
    ...pages,
  };
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, search } = new URL(request.url ?? "/", "http://page");
    const send = (status: number, type: string, text: string) => {
      response.writeHead(status, {
        "Content-Type": `${type}; charset=utf-8`,
        "Cache-Control": "no-store",
        ...isolated ? ISOLATION : {},
      });
      response.end(text);
    };
    const page = texts[pathname];
    if (page !== undefined) {
      return send(200, pathname.endsWith(".svg") ? "image/svg+xml" : "text/html", page);
    }
    if (request.method === "POST") {
      return send(200, "application/json", await answer(root, pathname, await bodyOf(request)));
    }
    const path = fileBelow(root, decodeURIComponent(pathname));
    if (path === undefined) return send(404, "text/plain", `${pathname} is not there`);
    if (search === "?raw") return send(200, "text/plain", readFileSync(join(root, path), "utf8"));
    return send(200, "text/javascript", moduleForPage(root, path));
  };
  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => {
      response.writeHead(500, { "Content-Type": "text/plain" });
      response.end(error instanceof Error ? error.stack : String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What a page asks for beyond files: `page/generate.ts` has the questions. */
async function answer(root: string, pathname: string, body: string): Promise<string> {
  const question = JSON.parse(body);
  const inPage = (path: string) => `/${relative(root, path).split(sep).join("/")}`;
  switch (pathname) {
    case "/-/generate": {
      const files = await generateFiles(question.specText, question.options);
      return JSON.stringify(files.map(inPage));
    }
    case "/-/plant":
      return JSON.stringify(inPage(await plantFile(question.path, question.text)));
    default:
      throw new Error(`${pathname}: nothing answers here`);
  }
}

/** The path from the root, if a file is there. */
function fileBelow(root: string, pathname: string): string | undefined {
  const path = normalize(pathname).replace(/^[/\\]+/, "");
  if (path.startsWith("..") || !existsSync(join(root, path))) return undefined;
  return path.split(sep).join("/");
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: string[] = [];
  request.setEncoding("utf8");
  for await (const part of request) parts.push(String(part));
  return parts.join("");
}
