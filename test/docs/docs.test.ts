/** Every code block of the README and the pages of docs/ does what the page says. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../support/folder.ts";
import { UNDER_NODE } from "../support/type-check.ts";
import { type Block, readBlocks } from "./blocks.ts";
import { followPages, preparePlace, ROOT } from "./pages.ts";

const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync(join(ROOT, "docs")).filter((name) => name.endsWith(".md")).sort()
    .map((name) => `docs/${name}`),
];

function blocksOf(page: string): readonly Block[] {
  return readBlocks(page, readFileSync(join(ROOT, page), "utf8"));
}

for (const page of PAGES) {
  test(`${page}: it is clear of each block what is to happen with it`, () => {
    blocksOf(page);
  });
}

/** Pages that are wrong, and what has to be said of them. */
const PLANTED: readonly (readonly [name: string, markdown: string, fault: RegExp])[] = [
  ["a command that fails", "```sh\nexit 3\n```\n", /:1: exit code 3/],
  ["a command in a pipe that fails", "```sh\nfalse | cat\n```\n", /:1: exit code 1/],
  [
    "output that does not come",
    "```sh\necho one\n```\n<!-- output -->\n```\ntwo\n```\n",
    /:5: this was not/,
  ],
  [
    "an excerpt of another text",
    "```ts\n// a.ts\nconst a = 1;\n```\n<!-- excerpt: a.ts -->\n```ts\nconst a = 2;\n```\n",
    /:6: a\.ts does not have these lines/,
  ],
  [
    "a spec with a fault",
    '```ts\nimport type { Queue } from "amph-gen/spec";\nexport type A = Queue<number, { capacity: 2 }>;\n```\n',
    /:1: exit code 2: .*AMPH202/s,
  ],
  [
    "code with a wrong type",
    "<!-- type-check\ndeclare const text: string;\n-->\n```ts\nexport const size: number = text;\n```\n",
    /line-4\.ts\(3,\d+\): error TS2322/,
  ],
  [
    "a script that is gone",
    "<!-- in the checkout -->\n```sh\nnpm run gone\n```\n",
    /no script gone/,
  ],
  [
    "a file that is gone",
    "<!-- in the checkout -->\n```sh\nnode test/gone.ts\n```\n",
    /no file test\/gone\.ts/,
  ],
];

test("a reader who copies the blocks of a page gets what the page says", async () => {
  // The commands name the runtimes themselves.
  if (!UNDER_NODE) return;
  using folder = temporaryFolder();
  const place = await preparePlace(folder.path);
  for (const [name, markdown, fault] of PLANTED) {
    const page = `${name.replaceAll(" ", "-")}.md`;
    const faults = await followPages(new Map([[page, readBlocks(page, markdown)]]), place);
    assert.equal(faults.length, 1, name);
    assert.match(faults[0] ?? "", fault, name);
  }
  const pages = new Map(PAGES.map((page) => [page, blocksOf(page)]));
  assert.deepEqual(await followPages(pages, place), []);
});

test("blocks without a rule are refused, each with its line", () => {
  const cases: readonly (readonly [markdown: string, message: RegExp])[] = [
    [
      "text\n\n```\nwhat is this\n```\n",
      /^page\.md:3: nothing says what to do with this plain block/,
    ],
    ["```ts\nconst a = 1;\n```\n", /nothing says .* ts block/],
    ["<!-- run: node -->\n```sh\nls\n```\n", /:2: the mark "run: node" is unknown/],
    ["<!-- not run -->\n```sh\nls\n```\n", /gives no reason/],
    ["<!-- not run: it is old -->\ntext between\n```\na\n```\n", /:3: nothing says/],
    ["<!-- output -->\n```\n\n```\n", /:2: the block is empty/],
    ["```sh\nls\n", /:1: the block has no end/],
  ];
  for (const [markdown, message] of cases) {
    assert.throws(() => readBlocks("page.md", markdown), { message });
  }
});

test("marks, hidden files and blocks in lists are read as they stand", () => {
  const markdown = `<!-- hidden file: a/b.ts
const b = 1;
-->

1. first

   \`\`\`sh
   ls
   \`\`\`

<!-- type-check
declare const x: number;
-->

\`\`\`ts
x + 1;
\`\`\`
`;
  assert.deepEqual(readBlocks("page.md", markdown), [
    { page: "page.md", line: 1, text: "const b = 1;\n", action: { kind: "file", name: "a/b.ts" } },
    { page: "page.md", line: 7, text: "ls\n", action: { kind: "run" } },
    {
      page: "page.md",
      line: 15,
      text: "x + 1;\n",
      action: { kind: "type-check", context: "declare const x: number;\n" },
    },
  ]);
});
