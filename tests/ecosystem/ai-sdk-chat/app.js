import { useChat } from "@ai-sdk/react";
import { createElement, useEffect } from "react";
import { createRoot } from "react-dom/client";
import { NUMBERS } from "../support/feed.mjs";
import { transport } from "./transport.js";

/** The page is "loaded" anew after so many numbers, and has forgotten what was said. */
const NUMBERS_BEFORE_RELOAD = 7;

export function follow(show) {
  const place = document.body.appendChild(document.createElement("main"));
  let root;
  let said = "";
  let isReloaded = false;
  const load = (options) => {
    root?.unmount();
    root = createRoot(place);
    root.render(createElement(Chat, { ...options, hear }));
  };
  /** The whole answer so far; only what is new in it is shown, so that what is doubled in it shows. */
  const hear = (text) => {
    for (const number of text.slice(said.length).trim().split(" ").filter(Boolean)) {
      show(Number(number));
    }
    said = text.length > said.length ? text : said;
    if (!isReloaded && said.split(" ").length > NUMBERS_BEFORE_RELOAD) {
      isReloaded = true;
      setTimeout(load, 0, { resume: true });
    }
  };
  load({ prompt: "Count to twelve." });
  return () => {
    root.unmount();
    if (said.trim() !== NUMBERS.join(" ") || !isReloaded) {
      throw new Error(`the answer is: ${said}`);
    }
  };
}

function Chat({ prompt, resume = false, hear }) {
  const { messages, sendMessage } = useChat({ id: "numbers", transport, resume });
  useEffect(() => {
    prompt && sendMessage({ text: prompt });
  }, [prompt, sendMessage]);
  const answer = messages.findLast(({ role }) => role === "assistant");
  useEffect(() => hear(answer?.parts.map(({ text }) => text ?? "").join("") ?? ""));
  return null;
}
