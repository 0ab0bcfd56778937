import assert from "node:assert/strict";
import { test } from "node:test";
import type { HostProfile } from "../../generator/host/profile.ts";
import { generateModules } from "../../generator/pipeline.ts";
import { secVecRules } from "../../generator/structures/secvec/rules.ts";
import { rejects } from "./rejects.ts";

function rejectsOptions(title: string, options: string, error: string): void {
  const spec = `import type { f64, SecVec } from "amph-gen/spec";
export type Trades = SecVec<f64, ${options}>;
`;
  rejects(title, spec, [error], "bad.layout.ts", [secVecRules]);
}

rejectsOptions(
  "a vector without maxLength",
  "{ shrink: false }",
  "2:22 - error AMPH405: SecVec needs the option `maxLength`: expected a whole number from 1 to 1073741824; write for example `maxLength: 1024`",
);

rejectsOptions(
  "a maxLength of 0",
  "{ maxLength: 0 }",
  "2:47 - error AMPH404: the option `maxLength` is `0`: expected a whole number from 1 to 1073741824; write for example 1024",
);

rejectsOptions(
  "a maxLength above 2^30",
  "{ maxLength: 1_073_741_825 }",
  "2:47 - error AMPH404: the option `maxLength` is `1_073_741_825`: expected a whole number from 1 to 1073741824; write for example 1073741824",
);

rejectsOptions(
  "a shrink that is a word",
  '{ maxLength: 8; shrink: "no" }',
  '2:58 - error AMPH403: the option `shrink` is `"no"`: expected true or false; leave it out for true',
);

rejectsOptions(
  "more threads than seats",
  "{ maxLength: 8; threads: 257 }",
  "2:59 - error AMPH404: the option `threads` is `257`: expected a whole number from 1 to 256; write for example 256",
);

rejectsOptions(
  "an option of the queue",
  "{ maxLength: 8; capacity: 8 }",
  "2:50 - error AMPH402: SecVec has no option `capacity`: expected cacheLine, padding, maxLength, shrink or threads",
);

rejectsOptions(
  "waiting, since nothing waits",
  "{ maxLength: 8; waiting: false }",
  "2:50 - error AMPH402: SecVec has no option `waiting`: expected cacheLine, padding, maxLength, shrink or threads",
);

const HOST: HostProfile = { name: "test-64", lineBytes: 64, isolationBytes: 64, evidence: [] };

const generated = (options: string, item = "f64") =>
  generateModules([{
    file: "large.layout.ts",
    text: `import type { Bytes, f64, SecVec } from "amph-gen/spec";
export type Trades = SecVec<${item}, ${options}>;
`,
  }], { host: HOST, emit: "ts" });

for (
  const [item, asked] of [
    ["f64", "{ maxLength: 1_000_000_000; shrink: false }"],
    ["Bytes<4096>", "{ maxLength: 1_073_741_824; shrink: false }"],
    ["f64", '{ maxLength: 600_000_000; shrink: false; padding: "line" }'],
    ["f64", "{ maxLength: 1_000_000_000 }"],
  ] as const
) {
  test(`${item} ${asked} is more than a memory holds; what the error names fits`, async () => {
    const message: string = await generated(asked, item).then(
      () => "",
      (error: Error) => error.message,
    );
    assert.match(message, /large\.layout\.ts:1:1 - error AMPH601: Trades needs \d+ bytes/);
    const fits = /Ask for at most (\d+) items/.exec(message)?.[1];
    assert.ok(Number(fits) > 0, message);
    const [file] = await generated(asked.replace(/maxLength: [\d_]+/, `maxLength: ${fits}`), item);
    assert.ok(Number(/^const TOTAL_BYTES = (\d+);$/m.exec(file!.text)?.[1]) > 2 ** 32 - 2 ** 25);
  });
}
