import type { f64, SecVec, u16, u32, u8 } from "amph-gen/spec";

/** Elements are only appended. */
export type AppendedValues = SecVec<f64, { maxLength: 300_000_000; shrink: false }>;

/** The form that shrinks; both hold what a phase appends. */
export type GrownValues = SecVec<f64, { maxLength: 200_000_000 }>;

/** To read whole numbers. */
export type AppendedNumbers = SecVec<u32, { maxLength: 65_536; shrink: false }>;

/** The same in the form that shrinks. */
export type GrownNumbers = SecVec<u32, { maxLength: 65_536 }>;

/** A quote in 32 bytes. */
export interface Quote {
  price: f64;
  size: f64;
  time: f64;
  id: u32;
  symbol: u16;
  side: u8;
  flags: u8;
}

/** Those whose memory is measured when they are full. */
export type HeldAppendedValues = SecVec<f64, { maxLength: 8_000_000; shrink: false }>;

export type HeldGrownValues = SecVec<f64, { maxLength: 8_000_000 }>;

export type HeldAppendedNumbers = SecVec<u32, { maxLength: 8_000_000; shrink: false }>;

export type HeldGrownNumbers = SecVec<u32, { maxLength: 8_000_000 }>;

export type HeldAppendedQuotes = SecVec<Quote, { maxLength: 2_000_000; shrink: false }>;

export type HeldGrownQuotes = SecVec<Quote, { maxLength: 2_000_000 }>;
