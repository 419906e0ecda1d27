// The form for signing in.

import { byId, messageOf, setText } from "./dom.ts";

export function wireSignIn(signIn: (name: string) => Promise<void>): void {
  byId("sign-in-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = byId("sign-in-form").querySelector("button");
    const input = byId("name");
    if (!(input instanceof HTMLInputElement) || !button) return;
    button.disabled = true;
    try {
      await signIn(input.value.trim());
      byId("connection-title").focus({ preventScroll: true });
    } catch (error) {
      setText(byId("sign-in-error"), `Not signed in: ${messageOf(error)}`);
    } finally {
      button.disabled = false;
    }
  });
}
