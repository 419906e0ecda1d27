import { run } from "../entry.js";

frameElement.dispatchEvent(new CustomEvent("ready", { detail: run }));
