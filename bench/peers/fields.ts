/** Writes the eight `u32` fields of one record after the other, and reads and checks each, in one thread. */
import type { Job, Peer } from "../job.ts";
import { received } from "./check.ts";
import { emittedClass } from "./emitted.ts";
import { sharedRecord, slots } from "./fields-emitted.ts";
import { dataView, typedArray } from "./fields-by-hand.ts";
import { structurae, typedStruct } from "./fields-npm.ts";
import { RECORDS, type Records } from "./words.ts";

export const open: Peer["open"] = ({ roles }) =>
  Promise.resolve(roles.map(() => ({ value: undefined, transfer: [] })));

export const join: Peer["join"] = async (_, { job }) => {
  const records = await recordsOf(job);
  return (count) => {
    let wrong = 0;
    for (let k = 0; k < count; k++) {
      const record = k % RECORDS;
      records.write(record, k);
      if (!records.isRight(record, k)) wrong++;
    }
    return received(count, wrong === 0 ? undefined : `${wrong} records were not right`);
  };
};

async function recordsOf({ records, className }: Job): Promise<Records> {
  switch (records) {
    case "slots":
      return slots(await emittedClass(className));
    case "shared":
      return sharedRecord(await emittedClass(className));
    case "typed arrays":
      return typedArray();
    case "DataView":
      return dataView();
    case "structurae":
      return await structurae();
    case "typed-struct":
      return await typedStruct();
    default:
      throw new Error("the job does not say whose records these are");
  }
}
