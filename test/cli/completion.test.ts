import { strict as assert } from "node:assert";
import process from "node:process";
import { test } from "node:test";
import { temporaryFolder } from "../support/folder.ts";
import { runProcess, runtimeCommand } from "../support/process.ts";
import { MAIN } from "./command-line.ts";

const TIMEOUT_MS = 60_000;

/** `amph-gen ...args` as a shell of this name would call it. */
async function amphGen(shell: string, ...args: readonly string[]): Promise<string> {
  using folder = temporaryFolder();
  const { code, stdout, stderr } = await runProcess(...runtimeCommand(MAIN, ...args), {
    timeoutMs: TIMEOUT_MS,
    cwd: folder.path,
    env: { SHELL: `/bin/${shell}`, ZSH_NAME: undefined },
  });
  assert.equal(code, 0, stderr);
  return stdout;
}

test("the script of a shell asks amph-gen, and zsh's comes in zsh's form", async () => {
  assert.match(await amphGen("bash", "completion"), /^complete .* amph-gen$/m);
  const script = await amphGen("zsh", "completion");
  assert.match(script, /^#compdef amph-gen\n/);
  assert.match(script, /compdef _amph-gen_yargs_completions amph-gen/);
  const answers = await amphGen("zsh", "--get-yargs-completions", "amph-gen", "ch");
  assert.match(answers, /^check:Name the modules /m);
});

/** What bash offers at the end of `line`, after it has read the script. */
async function offered(line: string): Promise<readonly string[]> {
  const [command, args] = runtimeCommand(MAIN);
  const quoted = [command, ...args].map((part) => `'${part.replaceAll("'", "'\\''")}'`).join(" ");
  const words = line.split(" ").map((word) => `'${word}'`).join(" ");
  const script = `set -e
amph-gen() { ${quoted} "$@"; }
source <(amph-gen completion)
COMP_WORDS=(${words})
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
$(complete -p amph-gen | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
printf '%s\\n' "\${COMPREPLY[@]}"
`;
  const { code, stdout, stderr } = await runProcess("bash", ["-c", script], {
    timeoutMs: TIMEOUT_MS,
    env: { SHELL: "/bin/bash", ZSH_NAME: undefined },
  });
  assert.equal(code, 0, stderr);
  return stdout.trim().split("\n");
}

const LINES: readonly (readonly [line: string, words: readonly string[]])[] = [
  ["amph-gen ge", ["generate"]],
  ["amph-gen generate --e", ["--emit"]],
  ["amph-gen add Cu", ["Cubby"]],
];

// Windows has no bash of its own.
if (process.platform !== "win32") {
  for (const [line, words] of LINES) {
    test(`bash completes "${line}"`, async () => {
      assert.deepEqual(await offered(line), words);
    });
  }
}
