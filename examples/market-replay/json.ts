import { InputError } from "./errors.ts";

/** Throws InputError where the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`the message is not JSON: ${(error as Error).message}`);
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Throws InputError where the value is no list. */
export function asList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) {
    throw new InputError(`expected a list, got ${JSON.stringify(value) ?? "nothing"}`);
  }
  return value;
}

/** Throws InputError where the value is no string. */
export function asString(value: unknown): string {
  if (typeof value !== "string") {
    throw new InputError(`expected a string, got ${JSON.stringify(value) ?? "nothing"}`);
  }
  return value;
}
