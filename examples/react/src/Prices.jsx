import { useState } from "react";
import { session } from "./session.js";
import { useEventSource } from "./useEventSource.js";

const SHOWN = 20;

export function Prices() {
  const [prices, setPrices] = useState([]);
  const state = useEventSource("/api/prices", session, {
    price: ({ data, lastEventId }) =>
      setPrices((known) => [{ id: lastEventId, ...data }, ...known].slice(0, SHOWN)),
  });

  return (
    <>
      <output>{state}</output>
      <ol>
        {prices.map(({ id, symbol, price }) => (
          <li key={id}>
            {id}: {symbol} {price}
          </li>
        ))}
      </ol>
    </>
  );
}
