import { InputError } from "./errors.ts";

/** A fraction counts units of 10^-15: the finest that keeps it below 2^53. */
const FRACTION_DECIMALS = 15;

const POWER_OF_TEN = Array.from({ length: FRACTION_DECIMALS + 1 }, (_, n) => Number(`1e${n}`));

/**
 * A decimal number just as an exchange wrote it, in integers below 2^53. Whole part and fraction are
 * apart because real prices do not fit in one such integer (99999997.00000000 is a recorded one).
 */
export interface Decimal {
  readonly whole: number;
  /** In units of 10^-15, whatever `decimals` is, so that two numbers compare part by part. */
  readonly fraction: number;
  /** Digits after the point, trailing zeros included: 0 to 15. */
  readonly decimals: number;
}

/** Reads `123.4500`. Throws InputError for anything but digits with at most one point. */
export function parseDecimal(text: unknown): Decimal {
  if (typeof text !== "string" || !/^\d+(\.\d+)?$/.test(text)) {
    throw new InputError(`expected a decimal number in a string, got ${JSON.stringify(text)}`);
  }
  const point = text.indexOf(".");
  const decimals = point < 0 ? 0 : text.length - point - 1;
  const whole = Number(point < 0 ? text : text.slice(0, point));
  if (decimals > FRACTION_DECIMALS || !Number.isSafeInteger(whole)) {
    throw new InputError(
      `expected a number below 2^53 with at most ${FRACTION_DECIMALS} decimals, got ${text}`,
    );
  }
  const units = decimals === 0 ? 0 : Number(text.slice(point + 1));
  return { whole, fraction: units * powerOfTen(FRACTION_DECIMALS - decimals), decimals };
}

/** The number as it was written, but without leading zeros that say nothing. */
export function formatDecimal({ whole, fraction, decimals }: Decimal): string {
  return decimals === 0 ? String(whole) : `${whole}.${fractionText(fraction, decimals)}`;
}

/** The digits without point and leading zeros: 0.0500 gives `500`, zero gives nothing. */
export function decimalDigits(whole: number, fraction: number, decimals: number): string {
  if (whole > 0) return decimals === 0 ? String(whole) : whole + fractionText(fraction, decimals);
  return fraction === 0 ? "" : String(fractionUnits(fraction, decimals));
}

/** As near as a double comes to it: for statistics and charts, not for comparing. */
export function decimalNumber(whole: number, fraction: number): number {
  return whole + fraction / powerOfTen(FRACTION_DECIMALS);
}

function fractionText(fraction: number, decimals: number): string {
  return String(fractionUnits(fraction, decimals)).padStart(decimals, "0");
}

/** Exact: the fraction is a multiple of the divisor. */
function fractionUnits(fraction: number, decimals: number): number {
  return fraction / powerOfTen(FRACTION_DECIMALS - decimals);
}

function powerOfTen(exponent: number): number {
  return POWER_OF_TEN[exponent] ?? NaN;
}
