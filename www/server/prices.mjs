// A market: prices that walk at random, one symbol after the other.

const SYMBOLS = { OSLO: 182.4, LIMA: 41.07, KOBE: 913.5, BERN: 77.77 };

/** Each call of what it gives is one trade. */
export function createPrices() {
  const prices = { ...SYMBOLS };
  const symbols = Object.keys(prices);
  let count = 0;
  return () => {
    count += 1;
    const symbol = symbols[count % symbols.length];
    prices[symbol] = Math.max(1, prices[symbol] * (1 + (Math.random() - 0.5) / 60));
    return { type: "price", data: { symbol, price: Number(prices[symbol].toFixed(2)) } };
  };
}
