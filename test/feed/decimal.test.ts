import assert from "node:assert/strict";
import { test } from "node:test";
import {
  decimalDigits,
  formatDecimal,
  parseDecimal,
} from "../../examples/market-replay/decimal.ts";

const NUMBERS = [
  ["0.05000", "5000"],
  ["0.00000500", "500"],
  ["56218.30000", "5621830000"],
  ["7", "7"],
  ["10.0", "100"],
  ["0.0", ""],
  // More than 2^53 units of its last decimal.
  ["99999997.00000001", "9999999700000001"],
  ["9007199254740991.999999999999999", "9007199254740991999999999999999"],
] as const;

test("a decimal number comes back as it was written", () => {
  for (const [text] of NUMBERS) assert.equal(formatDecimal(parseDecimal(text)), text);
});

test("digits have no point and no leading zeros", () => {
  for (const [text, digits] of NUMBERS) {
    const { whole, fraction, decimals } = parseDecimal(text);
    assert.equal(decimalDigits(whole, fraction, decimals), digits);
  }
});

test("numbers of different decimals compare part by part", () => {
  const { whole, fraction } = parseDecimal("67.0210");
  assert.deepEqual(parseDecimal("67.021"), { whole, fraction, decimals: 3 });
});

test("what is no decimal number is rejected", () => {
  const wrong = ["", "1.", ".5", "-1.0", "1e5", "1.0000000000000001", "9007199254740992", 5, null];
  for (const value of wrong) {
    assert.throws(() => parseDecimal(value), { name: "InputError" }, String(value));
  }
});
