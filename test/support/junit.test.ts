import assert from "node:assert/strict";
import { test } from "node:test";
import { count, readJunit } from "./junit.ts";

test("reads the report of Node", () => {
  const xml = `<?xml version="1.0" encoding="utf-8"?>
<testsuites>
	<testcase name="one" time="0.001" classname="test" file="a.test.ts"/>
	<testcase name="a &lt;b> &quot;c&quot;" time="0.001" failure="1 > 2&#10;">
		<failure type="testCodeFailure" message="1 !== 2">
[Error] { cause: a &lt;testcase/> }
		</failure>
	</testcase>
	<testcase name="three" time="0"><skipped type="skipped" message="true"/></testcase>
	<!-- <testcase name="printed by a test"/> -->
	<!-- tests 3 -->
</testsuites>`;
  const cases = readJunit(xml);
  assert.deepEqual(cases.map((one) => one.name), ["one", 'a <b> "c"', "three"]);
  assert.deepEqual(count(cases), { passed: 1, failed: 1, skipped: 1 });
});

test("reads the report of Deno", () => {
  const xml = `<testsuites name="deno test" tests="2" failures="1" errors="0" time="0.007">
    <testsuite name="./a.test.ts" tests="2" disabled="0" errors="0" failures="1">
        <testcase name="one" classname="./a.test.ts" time="0.001" line="3" col="1">
        </testcase>
        <testcase name="two" classname="./a.test.ts" time="0.001" line="4" col="1">
            <failure message="Uncaught">at (&quot;file&quot;)</failure>
        </testcase>
    </testsuite>
</testsuites>`;
  assert.deepEqual(count(readJunit(xml)), { passed: 1, failed: 1, skipped: 0 });
});

test("reads the report of Bun", () => {
  const xml =
    `<testsuites name="bun test" tests="3" assertions="0" failures="1" skipped="1" time="0">
  <testsuite name="a.test.ts" file="a.test.ts" tests="3" assertions="0" failures="1" skipped="1">
    <testcase name="one" classname="" time="0.002" file="a.test.ts" line="3" assertions="0" />
    <testcase name="two" classname="" time="0.002" file="a.test.ts" line="4" assertions="0">
      <failure type="AssertionError" message="1 !== 2&#10;">AssertionError</failure>
    </testcase>
    <testcase name="three" classname="" time="0" file="a.test.ts" line="5" assertions="0">
      <skipped />
    </testcase>
  </testsuite>
</testsuites>`;
  assert.deepEqual(count(readJunit(xml)), { passed: 1, failed: 1, skipped: 1 });
});

test("an empty report holds no test", () => {
  assert.deepEqual(readJunit(""), []);
});
