/** The command line is wrong, or asks for what amph-gen refuses; the message says what to do. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}
