// Run by Vitest in each of its environments; the backend is a real one.

import { afterEach, expect, test, vi } from "vitest";
import { AppEventSource } from "../support/app-event-source.js";
import { NUMBERS } from "../support/feed.mjs";

let source;
afterEach(() => source.close());

// docs
test("all numbers are shown", async () => {
  const shown = [];
  source = new AppEventSource(`${process.env.ORIGIN}/events`);
  source.onmessage = ({ data }) => shown.push(Number(data));
  await vi.waitFor(() => expect(shown).toEqual(NUMBERS), 20_000);
}, 30_000);
// end
