// The access token of the page. It is in memory only.

import { post, Refused } from "./api.ts";

interface Grant {
  accessToken: string;
  /** Seconds. */
  expiresIn: number;
  refreshToken: string;
}

export class Tokens extends EventTarget {
  #name = "";
  #grant: Grant | undefined;
  #expiresAt = 0;
  #forgotten = false;
  #pending: Promise<string> | undefined;

  /** Without a network it stores the name, and the next request for a token signs in. */
  async signIn(name: string): Promise<void> {
    this.#name = name;
    this.#accept(await post<Grant>("login", { name }));
  }

  /** A token that is valid for some time. Called before each attempt. */
  async fresh(): Promise<string> {
    if (this.#grant && !this.#forgotten && this.secondsLeft > margin(this.lifetime)) return this.#grant.accessToken;
    // Concurrent calls share one request.
    this.#pending ??= this.#refresh().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  /** The current token, valid or not. */
  get current(): string {
    return this.#grant?.accessToken ?? "";
  }

  get lifetime(): number {
    return this.#grant?.expiresIn ?? 0;
  }

  get secondsLeft(): number {
    return this.#forgotten ? 0 : Math.max(0, (this.#expiresAt - Date.now()) / 1000);
  }

  /** Treats the token as expired. */
  forget(): void {
    this.#forgotten = true;
    this.dispatchEvent(new Event("forgotten"));
  }

  async #refresh(): Promise<string> {
    try {
      if (!this.#grant) throw new Refused(401, "Nobody has signed in yet.");
      this.#accept(await post<Grant>("token", { refreshToken: this.#grant.refreshToken }));
    } catch (error) {
      // The server was restarted and has no sign-ins. A real page would ask for the password.
      if (!(error instanceof Refused && error.status === 401)) throw error;
      this.#accept(await post<Grant>("login", { name: this.#name }));
    }
    this.dispatchEvent(new Event("refreshed"));
    return this.current;
  }

  #accept(grant: Grant): void {
    this.#grant = grant;
    this.#expiresAt = Date.now() + grant.expiresIn * 1000;
    this.#forgotten = false;
  }
}

/** A token with fewer seconds left is not used for a new connection. */
function margin(lifetime: number): number {
  return Math.min(5, lifetime / 5);
}
