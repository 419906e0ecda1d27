// What a screen reader says by itself: only what lasts, for a stream whose token expires ends twice a minute.

import { setText } from "../page/dom.ts";

const PATIENCE = 2000;

export class Announcer {
  readonly #region: HTMLElement;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #said = "";

  constructor(region: HTMLElement) {
    this.#region = region;
  }

  /** Says it if nothing else is to be said within two seconds, and nothing twice in a row. */
  say(text: string): void {
    clearTimeout(this.#waiting);
    if (text === this.#said) return;
    this.#waiting = setTimeout(() => {
      this.#said = text;
      setText(this.#region, text);
    }, PATIENCE);
  }
}
