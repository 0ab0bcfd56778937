/** The record that travels: 32 bytes, every field of it different from item to item. */

export interface Quote {
  price: number;
  size: number;
  time: number;
  id: number;
  symbol: number;
  side: number;
  flags: number;
}

export function emptyQuote(): Quote {
  return { price: 0, size: 0, time: 0, id: 0, symbol: 0, side: 0, flags: 0 };
}

/** Makes it the quote number `k`. */
export function setQuote(quote: Quote, k: number): void {
  quote.price = 100 + (k & 1023) * 0.25;
  quote.size = k * 0.5;
  quote.time = k + 0.125;
  quote.id = k;
  quote.symbol = k & 0xffff;
  quote.side = k & 1;
  quote.flags = (k >>> 3) & 0xff;
}

/** Every field is that of the quote number `k`. */
export function isQuote(quote: Quote, k: number): boolean {
  return quote.price === 100 + (k & 1023) * 0.25 && quote.size === k * 0.5 &&
    quote.time === k + 0.125 && quote.id === k && quote.symbol === (k & 0xffff) &&
    quote.side === (k & 1) && quote.flags === ((k >>> 3) & 0xff);
}
