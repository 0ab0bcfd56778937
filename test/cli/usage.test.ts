import { strict as assert } from "node:assert";
import { test } from "node:test";
import packageJson from "../../package.json" with { type: "json" };
import { temporaryFolder } from "../support/folder.ts";
import { amphGen } from "./command-line.ts";

const COMMANDS = ["generate", "check", "explain", "probe", "init", "add"];

test("--version is the version and nothing else", async () => {
  using folder = temporaryFolder();
  const { code, stdout, stderr } = await amphGen(folder.path, "--version");
  assert.deepEqual({ code, stdout, stderr }, {
    code: 0,
    stdout: `${packageJson.version}\n`,
    stderr: "",
  });
});

test("--help names every command and the exit codes, with examples", async () => {
  using folder = temporaryFolder();
  const { code, stdout } = await amphGen(folder.path, "--help");
  assert.equal(code, 0);
  for (const command of COMMANDS) assert.match(stdout, new RegExp(`^ {2}amph-gen ${command}`, "m"));
  assert.match(stdout, /Examples:\n/);
  assert.match(stdout, /Exit codes: 0 done; 1 .*; 2 /);
});

test("a command's --help shows its options and an example", async () => {
  using folder = temporaryFolder();
  const { code, stdout } = await amphGen(folder.path, "generate", "--help");
  assert.equal(code, 0);
  for (const option of ["--out", "--host", "--emit", "--watch"]) {
    assert.ok(stdout.includes(option), option);
  }
  assert.match(stdout, /Examples:\n {2}amph-gen generate specs/);
});

/** Each wrong line ends with 2, says why in one line, and prints no stack. */
const WRONG: readonly (readonly [string, RegExp])[] = [
  ["", /a command is missing: generate, .*See amph-gen --help/],
  ["generat specs", /unknown command generat; did you mean generate\?/],
  ["frobnicate", /unknown command frobnicate\. See/],
  ["--outt x generate specs", /unknown option --outt; did you mean --out\?/],
  ["--out x generat specs", /a command has to come first: generate, /],
  ["generate", /an argument is missing\. See amph-gen generate --help/],
  ["generate specs --outt x", /unknown option --outt; did you mean --out\?/],
  ["generate specs -x", /unknown option -x\./],
  ["generate specs --out", /--out needs a value/],
  ["generate specs --out a --out b", /--out is given twice/],
  ["generate specs --emit wasm", /--emit cannot be "wasm"; expected "ts" or "js"/],
  ["explain a.layout.ts b.layout.ts", /unexpected argument b\.layout\.ts/],
  ["explain a.layout.ts --format svg", /--format cannot be "svg"; expected "text" or "json"/],
  ["add Stack a.layout.ts", /structure cannot be "Stack"; expected "Queue"/],
];

for (const [line, message] of WRONG) {
  test(`wrong usage: amph-gen ${line}`, async () => {
    using folder = temporaryFolder();
    const args = line.split(" ").filter((word) => word !== "");
    const { code, stdout, stderr } = await amphGen(folder.path, ...args);
    assert.match(stderr, message);
    assert.equal(stderr.trimEnd().split("\n").length, 1, stderr);
    assert.deepEqual({ code, stdout }, { code: 2, stdout: "" });
  });
}
