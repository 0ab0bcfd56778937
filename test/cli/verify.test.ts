/** What `amph-gen verify` takes, and how it says that it cannot take something. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { textOf } from "../model/checked.ts";
import type { Variant } from "../model/modules.ts";
import { temporaryFolder } from "../support/folder.ts";
import { amphGen, writeProfile, writeSpec } from "./command-line.ts";

const POLLED: Variant = {
  producers: "one",
  consumers: "one",
  waiting: false,
  capacity: 1,
  item: "u32",
};

const QUICK = ["--threads", "2", "--ops", "1"];

test("verify takes a folder of modules, and leaves its other files alone", async () => {
  using folder = temporaryFolder();
  const modules = join(folder.path, "shared");
  mkdirSync(modules);
  writeFileSync(join(modules, "b.gen.ts"), await textOf({ ...POLLED, capacity: 2 }));
  writeFileSync(join(modules, "a.gen.ts"), await textOf(POLLED));
  writeFileSync(join(modules, "notes.ts"), "export const a = 1;\n");
  const { code, stdout, stderr } = await amphGen(folder.path, "verify", "shared", ...QUICK);
  assert.equal(code, 0, stderr);
  const heads = stdout.split("\n").filter((line) => /^\S/.test(line));
  assert.deepEqual(heads.map((line) => line.split("  ")[0]), [
    join("shared", "a.gen.ts"),
    join("shared", "b.gen.ts"),
  ]);
  assert.match(stdout, /^ {2}all \d+ public operations have machines$/m);
  assert.ok(!(stdout + stderr).includes("\x1b"));
});

test("verify takes a folder of specs", async () => {
  using folder = temporaryFolder();
  writeProfile(folder.path);
  mkdirSync(join(folder.path, "specs"));
  writeSpec(join(folder.path, "specs"), "feed.layout.ts", "Feed");
  const { code, stdout, stderr } = await amphGen(
    folder.path,
    "verify",
    "specs",
    ...QUICK,
    "--preemptions",
    "0",
  );
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^\S*feed\.gen\.ts {2}Queue Feed: nothing found$/m);
});

test("an operation that has no machine is named", async () => {
  using folder = temporaryFolder();
  const text = (await textOf(POLLED)).replace(
    "  /** `size` is 0. */",
    "  last(): () => number {\n    return () => 1;\n  }\n\n  /** `size` is 0. */",
  );
  writeFileSync(join(folder.path, "edited.gen.ts"), text);
  const args = ["verify", "edited.gen.ts", ...QUICK];
  const plain = await amphGen(folder.path, ...args);
  assert.equal(plain.code, 0, plain.stderr);
  assert.match(
    plain.stdout,
    /^ {2}not checked: last \(line \d+: .*ArrowFunction has no machine\)$/m,
  );
  const json = await amphGen(folder.path, ...args, "--json");
  const [{ notChecked }] = JSON.parse(json.stdout);
  assert.deepEqual(notChecked.map((one: { operation: string }) => one.operation), ["last"]);
});

test("verify ends with 2 where there is nothing that it can check", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  mkdirSync(join(path, "empty"));
  writeFileSync(join(path, "right.gen.ts"), await textOf(POLLED));
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [
      ["empty"],
      /empty: the folder holds nothing to verify; expected generated modules \(\*\.gen\.ts\)/,
    ],
    [["missing.gen.ts"], /missing\.gen\.ts: .*expected a generated module \(\*\.gen\.ts\), a spec/],
    [["right.gen.ts", "--threads", "1"], /--threads 1: expected a whole number from 2 on/],
    [["right.gen.ts", "--seconds", "0"], /--seconds 0: expected more than 0/],
    [["right.gen.ts", "--replay", "nowhere/empty/1:A"], /has no scenario nowhere\/empty\/1/],
  ];
  for (const [args, message] of cases) {
    const { code, stdout, stderr } = await amphGen(path, "verify", ...args);
    assert.equal(code, 2, `${args.join(" ")}: ${stdout}`);
    assert.match(stderr, message);
  }
});
