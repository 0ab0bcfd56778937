/** One of the two threads of the experiment in `sharing.ts`. */
import { parentPort, workerData } from "node:worker_threads";
import { runSharingTask, type SharingTask } from "./sharing-task.ts";

const task: SharingTask = workerData;
parentPort?.postMessage(runSharingTask(task));
