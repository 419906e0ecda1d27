// Shows the prices, newest first, and the state of the connection.

import { openPrices } from "./stream.js";

const SHOWN = 20;

const button = document.querySelector("button");
const state = document.querySelector("output");
const list = document.querySelector("ol");
let source;

function start() {
  source = openPrices();
  state.textContent = "connecting";
  source.onopen = () => {
    state.textContent = "open";
  };
  source.onerror = ({ message, willRetry }) => {
    state.textContent = willRetry ? "connecting" : `closed: ${message}`;
  };
  source.addEventListener("price", ({ data, lastEventId }) => {
    const line = document.createElement("li");
    line.textContent = `${lastEventId}: ${data.symbol} ${data.price}`;
    list.prepend(line);
    while (list.children.length > SHOWN) list.lastChild.remove();
  });
}

function stop() {
  source.close();
  source = undefined;
  state.textContent = "stopped";
}

button.addEventListener("click", () => {
  source ? stop() : start();
  button.textContent = source ? "Stop" : "Start";
});
start();
