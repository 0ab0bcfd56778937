import assert from "node:assert/strict";
import { test } from "node:test";
import { formatTypeScript } from "../../generator/output/format.ts";
import { wrapComments } from "../../generator/transform/wrap-comments.ts";

const word = "abcdefghi";
/** `count` words of ten columns, the blank included. */
const words = (count: number) => Array.from({ length: count }, () => word).join(" ");

test("lines of 100 columns or fewer stay", () => {
  const text = ` * ${words(9)} 1234567\n// ${words(9)} 1234567\nconst x = 1;\n`;
  assert.equal(text.split("\n")[0]?.length, 100);
  assert.equal(wrapComments(text), text);
});

test("a longer line is broken at its last blank, and the rest begins the next line", () => {
  assert.equal(
    wrapComments(`/*\n * ${words(11)}\n */`),
    `/*\n * ${words(9)}\n * ${words(2)}\n */`,
  );
  assert.equal(
    wrapComments(`  // ${words(11)}\n  x();`),
    `  // ${words(9)}\n  // ${words(2)}\n  x();`,
  );
  assert.equal(
    wrapComments(`/*\n * ${words(11)}\n * next line\n *\n * other\n */`),
    `/*\n * ${words(9)}\n * ${words(2)} next line\n *\n * other\n */`,
  );
});

test("items of a list keep their indent, and their neighbours", () => {
  assert.equal(
    wrapComments(` * - ${words(11)}\n * - b`),
    ` * - ${words(9)}\n *   ${words(2)}\n * - b`,
  );
  assert.equal(wrapComments(` *   1. ${words(11)}`), ` *   1. ${words(9)}\n *      ${words(2)}`);
});

test("the banner stays as it is", () => {
  const banner = `// ${words(11)}\n//\n//   spec  ${words(11)}\n`;
  assert.equal(
    wrapComments(`${banner}\n// ${words(11)}`),
    `${banner}\n// ${words(9)}\n// ${words(2)}`,
  );
});

test("a doc comment on one line gets lines of its own", () => {
  assert.equal(
    wrapComments(`  /** ${words(11)} */\n  m();`),
    `  /**\n   * ${words(9)}\n   * ${words(2)}\n   */\n  m();`,
  );
});

test("a link is not broken", () => {
  const [first, second] = wrapComments(` * ${words(9)} {@link pushAsync}) more`).split("\n");
  assert.equal(first, ` * ${words(9)}`);
  assert.equal(second, " * {@link pushAsync}) more");
});

test("a word that is too long, and code, stay", () => {
  const long = "x".repeat(120);
  for (const text of [` * ${long}`, `const ${long} = "${words(12)}";`, `f("// ${words(12)}");`]) {
    assert.equal(wrapComments(text), text);
  }
});

test("formatted text stays formatted", () => {
  const text = formatTypeScript(
    "x.ts",
    `/** ${words(15)} */\nexport class C {\n/** ${words(12)} {@link m} ${words(3)} */\nm() {\n// ${
      words(14)
    }\n} }`,
  );
  const wrapped = wrapComments(text);
  assert.equal(formatTypeScript("x.ts", wrapped), wrapped);
  assert.ok(wrapped.split("\n").every((line) => line.length <= 100), wrapped);
  assert.equal(wrapComments(wrapped), wrapped);
});
