"use client";

import { useEffect, useState } from "react";

/** The data of all events so far; `open` gets the stream's address and a function for each event, and gives one to stop. */
export function useStream(open) {
  const [data, setData] = useState([]);
  useEffect(() => {
    const stream = new URLSearchParams(location.search).get("stream");
    setData([]);
    return open(stream, (event) => setData((before) => [...before, event.data]));
  }, [open]);
  return data.join(" ");
}
