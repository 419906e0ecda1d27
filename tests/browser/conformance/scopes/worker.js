// A dedicated or shared worker.

import { run } from "../entry.js";
import { answer } from "./answer.js";

addEventListener("message", (event) => answer(event, run));
addEventListener("connect", ({ ports: [port] }) => {
  port.onmessage = (event) => answer(event, run);
});
