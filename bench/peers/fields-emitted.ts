/** Fields of emitted modules: the slots of a queue, in place, and a shared record. */
import { RECORDS, type Records } from "./words.ts";

export interface SlotFields {
  /** A slot to write, which is its position here: 0 at first; -1 where there is none. */
  claim(): number;
  setA(slot: number, value: number): void;
  getA(slot: number): number;
  setB(slot: number, value: number): void;
  getB(slot: number): number;
  setC(slot: number, value: number): void;
  getC(slot: number): number;
  setD(slot: number, value: number): void;
  getD(slot: number): number;
  setE(slot: number, value: number): void;
  getE(slot: number): number;
  setF(slot: number, value: number): void;
  getF(slot: number): number;
  setG(slot: number, value: number): void;
  getG(slot: number): number;
  setH(slot: number, value: number): void;
  getH(slot: number): number;
}

export interface SharedFields {
  setA(value: number): void;
  getA(): number;
  setB(value: number): void;
  getB(): number;
  setC(value: number): void;
  getC(): number;
  setD(value: number): void;
  getD(): number;
  setE(value: number): void;
  getE(): number;
  setF(value: number): void;
  getF(): number;
  setG(value: number): void;
  getG(): number;
  setH(value: number): void;
  getH(): number;
}

interface Made<Opened> {
  create(): Opened;
}

/** All slots are claimed first, so that what is measured are the accessors and not the hand-over. */
export function slots(made: Made<SlotFields>): Records {
  const queue = made.create();
  for (let k = 0; k < RECORDS; k++) {
    const slot = queue.claim();
    if (slot !== k) throw new Error(`slot ${slot} was claimed, expected ${k}`);
  }
  return {
    write(record, k) {
      queue.setA(record, k);
      queue.setB(record, k + 1);
      queue.setC(record, k + 2);
      queue.setD(record, k + 3);
      queue.setE(record, k + 4);
      queue.setF(record, k + 5);
      queue.setG(record, k + 6);
      queue.setH(record, k + 7);
    },
    isRight: (record, k) =>
      queue.getA(record) === k &&
      queue.getB(record) === k + 1 &&
      queue.getC(record) === k + 2 &&
      queue.getD(record) === k + 3 &&
      queue.getE(record) === k + 4 &&
      queue.getF(record) === k + 5 &&
      queue.getG(record) === k + 6 &&
      queue.getH(record) === k + 7,
  };
}

/** There is only one record. */
export function sharedRecord(made: Made<SharedFields>): Records {
  const shared = made.create();
  return {
    write(_, k) {
      shared.setA(k);
      shared.setB(k + 1);
      shared.setC(k + 2);
      shared.setD(k + 3);
      shared.setE(k + 4);
      shared.setF(k + 5);
      shared.setG(k + 6);
      shared.setH(k + 7);
    },
    isRight: (_, k) =>
      shared.getA() === k &&
      shared.getB() === k + 1 &&
      shared.getC() === k + 2 &&
      shared.getD() === k + 3 &&
      shared.getE() === k + 4 &&
      shared.getF() === k + 5 &&
      shared.getG() === k + 6 &&
      shared.getH() === k + 7,
  };
}
