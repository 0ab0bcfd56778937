import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { DiagnosticError } from "../../generator/core/diagnostic.ts";
import { formatProfile, loadProfile, parseProfile } from "../../generator/host/profile-file.ts";

const COMMITTED = fileURLToPath(new URL("../../host-profile.json", import.meta.url));

const good = {
  name: "linux-x64-64",
  lineBytes: 64,
  isolationBytes: 128,
  evidence: [{ source: "getconf", lineBytes: null, detail: 'said "0"' }],
};

/** The diagnostics of a text, as `line:column code message`. */
function faultsOf(text: string): string[] {
  try {
    parseProfile(text, "p.json");
  } catch (error) {
    assert.ok(error instanceof DiagnosticError);
    return error.diagnostics.map(({ file, line, column, code, message }) => {
      assert.equal(file, "p.json");
      return `${line}:${column} ${code} ${message}`;
    });
  }
  return [];
}

function changed(change: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...good, ...change }, null, 2);
}

test("a profile reads as written, null for no answer", () => {
  const profile = parseProfile(JSON.stringify(good), "p.json");
  assert.deepEqual(profile, {
    ...good,
    evidence: [{ source: "getconf", lineBytes: undefined, detail: 'said "0"' }],
  });
  assert.ok(Object.isFrozen(profile));
  assert.deepEqual(JSON.parse(formatProfile(profile)), good);
});

test("the committed profile is portable and in the written form", () => {
  const profile = loadProfile(COMMITTED);
  assert.deepEqual(
    [profile.name, profile.lineBytes, profile.isolationBytes],
    ["portable-64", 64, 64],
  );
  assert.equal(formatProfile(profile), readFileSync(COMMITTED, "utf8"));
});

test("AMPH501: a file that is not there", () => {
  assert.throws(
    () => loadProfile("no/such/profile.json"),
    (error) =>
      error instanceof DiagnosticError &&
      error.message ===
        "no/such/profile.json:1:1 - error AMPH501: the host profile cannot be read: ENOENT. " +
          "Give the path of an existing profile, or make one with `amph-gen probe --out FILE`",
  );
});

test("AMPH502: not JSON", () => {
  const [fault, ...rest] = faultsOf('{ "name": ');
  assert.match(fault ?? "", /^1:1 AMPH502 the host profile is not JSON \(.+\)\. Correct it, or /);
  assert.deepEqual(rest, []);
});

test("AMPH503: not an object", () => {
  for (const text of ["[]", "null", "64", '""']) {
    assert.deepEqual(faultsOf(text), [
      "1:1 AMPH503 a host profile is an object with name, lineBytes, isolationBytes, evidence, " +
      `not ${text}`,
    ]);
  }
});

test("AMPH503: missing, unknown and mistyped members, all at once and in place", () => {
  const text = `{
  "name": "two words",
  "lineBytes": "64",
  "cacheLine": 64,
  "evidence": [{ "source": "getconf" }]
}`;
  assert.deepEqual(faultsOf(text), [
    '4:3 AMPH503 "cacheLine" is no member of a host profile, which has name, lineBytes, ' +
    "isolationBytes, evidence; remove it",
    '2:3 AMPH503 "name" is "two words", expected 1 to 64 letters, digits, dots, dashes and ' +
    'underscores; write for instance "linux-x64-64"',
    '3:3 AMPH503 "lineBytes" is "64", expected a power of two from 32 to 1024; ' +
    "write for instance 64",
    '1:1 AMPH503 "isolationBytes" is missing, expected a power of two from 32 to 1024; ' +
    "write for instance 64",
    '5:3 AMPH503 "evidence" is a list of { "source": string, "lineBytes": number or null, ' +
    '"detail": string }; write [] where there is none',
  ]);
});

test("AMPH503: a name that could end a comment, or is too long", () => {
  for (const name of ["*/", "", "-x", "a\nb", "x".repeat(65)]) {
    assert.match(faultsOf(changed({ name })).join(), /^2:3 AMPH503 "name" is /);
  }
});

test("AMPH504: no line, or closer together than one", () => {
  for (const lineBytes of [0, -64, 16, 48, 64.5, 2048]) {
    assert.match(faultsOf(changed({ lineBytes })).join(), /^3:3 AMPH504 "lineBytes" is /);
  }
  assert.deepEqual(faultsOf(changed({ lineBytes: 128, isolationBytes: 64 })), [
    '4:3 AMPH504 "isolationBytes" is 64, less than the line of 128; ' +
    "write 128 or a larger power of two",
  ]);
});
