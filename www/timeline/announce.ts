// Messages for screen readers. It reports only lasting states, because the stream ends twice a minute.

import { setText } from "../page/dom.ts";

const PATIENCE = 2000;

export class Announcer {
  readonly #region: HTMLElement;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #said = "";

  constructor(region: HTMLElement) {
    this.#region = region;
  }

  /** Says it unless another message follows within two seconds, and never repeats a message. */
  say(text: string): void {
    clearTimeout(this.#waiting);
    if (text === this.#said) return;
    this.#waiting = setTimeout(() => {
      this.#said = text;
      setText(this.#region, text);
    }, PATIENCE);
  }
}
