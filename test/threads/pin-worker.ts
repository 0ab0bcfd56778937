/** Pins its thread and says which cores Linux lets it use then. */
import { readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { pinThread } from "../../templates/loom-host/pin.ts";

const pinned = await pinThread(workerData);
parentPort?.postMessage({ pinned, cores: allowedCores() });

function allowedCores(): string {
  const status = readFileSync("/proc/thread-self/status", "utf8");
  return /^Cpus_allowed_list:\s*(?<cores>\S+)$/m.exec(status)?.groups?.["cores"] ?? "";
}
