/**
 * What `init` writes beside the first spec: a program of two files that runs as it is under Node, Deno
 * and Bun. It has no types, so TypeScript and JavaScript differ in the names of the files only.
 */
export function firstProgram(extension: "ts" | "js"): { readonly [file: string]: string } {
  return {
    [`main.${extension}`]: main(extension),
    [`worker.${extension}`]: worker(extension),
  };
}

const main = (extension: string) =>
  `// Two workers exchange readings through shared memory: one pushes, the other pops.
import { Worker } from "node:worker_threads";
import { Readings } from "./generated/readings.gen.${extension}";

const readings = Readings.create();

for (const role of ["sensor", "collector"]) {
  // The handle is all that a thread needs to open the same memory.
  const workerData = { role, handle: readings.handle };
  const worker = new Worker(new URL("./worker.${extension}", import.meta.url), { workerData });
  worker.on("message", (text) => console.log(text));
}
`;

const worker = (extension: string) =>
  `// Started twice by main.${extension}; its role says which end of the queue it has.
import { parentPort, workerData } from "node:worker_threads";
import { Readings } from "./generated/readings.gen.${extension}";

const READINGS = 1_000_000;
const { role, handle } = workerData;
const readings = Readings.attach(handle);

if (role === "sensor") {
  for (let k = 1; k <= READINGS; k++) {
    const quality = k % 100 === 0 ? "poor" : "good";
    readings.push({ sensor: 7, value: k / 2, time: k / 1000, quality }); // waits while it is full
  }
  readings.close();
} else {
  let count = 0;
  let poor = 0;
  let reading = readings.pop(); // waits while it is empty
  while (reading !== undefined) { // until it is closed and empty
    count++;
    if (reading.quality === "poor") poor++;
    reading = readings.pop(reading); // fills the same object again: nothing is allocated
  }
  parentPort?.postMessage(\`\${count} readings, \${poor} of them poor\`);
}
`;
