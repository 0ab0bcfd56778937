/** The input or the usage is wrong: the program says so and exits with code 2. */
export class InputError extends Error {
  override name = "InputError";
}
