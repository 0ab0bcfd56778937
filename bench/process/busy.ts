/** A process that computes without a pause for so many milliseconds: arguments: that number. */
import process from "node:process";

const endMs = performance.now() + Number(process.argv[2]);
while (performance.now() < endMs);
