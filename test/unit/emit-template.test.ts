import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { renderTemplate } from "../../generator/emit/template.ts";

/** Templates are found from `templates/`, so planted ones have to lie in the repository, too. */
const PARENT = fileURLToPath(new URL("../../.amph/test/", import.meta.url));

/** Renders a planted template; `partials` are texts by role. */
function render(
  main: string,
  view: object,
  partials: Readonly<Record<string, string>> = {},
): string {
  mkdirSync(PARENT, { recursive: true });
  const folder = mkdtempSync(join(PARENT, "templates-"));
  try {
    const paths: Record<string, string> = {};
    for (const [role, text] of Object.entries({ ...partials, main })) {
      writeFileSync(join(folder, `${role}.ts.hbs`), text);
      paths[role] = `../.amph/test/${basename(folder)}/${role}`;
    }
    const { main: path = "", ...others } = paths;
    return renderTemplate({ main: path, partials: others, view });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("holes, conditions, lists and partials by role", () => {
  const view = {
    name: "<\"'&>",
    yes: true,
    no: false,
    zero: 0,
    list: [{ a: 1 }, { a: 2 }],
    b: { c: "d" },
  };
  assert.equal(render("{{name}}", view), "<\"'&>", "nothing is escaped for HTML");
  assert.equal(
    render("{{#if yes}}1{{/if}}{{#if no}}2{{/if}}{{#unless no}}3{{/unless}}", view),
    "13",
  );
  assert.equal(render("{{zero}} {{b.c}} {{#each list}}{{a}},{{/each}}", view), "0 d 1,2,");
  assert.equal(
    render('{{> part x="1"}} {{> part x="2"}}', view, { part: "{{x}}{{name}}" }),
    `1${view.name} 2${view.name}`,
  );
});

test("a value that the view lacks is an error, wherever it is asked for", () => {
  const view = { there: true, list: [{ a: 1 }], inner: { a: 1 } };
  for (
    const template of [
      "{{missing}}",
      "{{#if missing}}{{/if}}",
      "{{#unless missing}}{{/unless}}",
      "{{#each missing}}{{/each}}",
      "{{inner.missing}}",
      "{{#if inner.missing}}{{/if}}",
      "{{#each list}}{{missing}}{{/each}}",
      "{{#each list}}{{#if missing}}{{/if}}{{/each}}",
      "{{#if there}}{{missing}}{{/if}}",
    ]
  ) assert.throws(() => render(template, view), /missing/, template);
  assert.throws(() => render("{{> part}}", view, { part: "{{missing}}" }), /missing/);
});

test("a template can compute nothing: other helpers and partials are errors", () => {
  const view = { a: 1, list: [1] };
  for (
    const template of ["{{lookup list 0}}", "{{log a}}", "{{helper a}}", "{{#with a}}{{/with}}"]
  ) {
    assert.throws(() => render(template, view), template);
  }
  assert.throws(() => render("{{> nowhere}}", view), /nowhere/);
  assert.throws(() => renderTemplate({ main: "queue/nowhere", partials: {}, view }), /ENOENT/);
});
