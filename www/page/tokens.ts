// The page's tokens: kept in memory, fetched when they are needed.

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

  /** Without a network the name is kept: who asks for a token later signs in then. */
  async signIn(name: string): Promise<void> {
    this.#name = name;
    this.#accept(await post<Grant>("login", { name }));
  }

  /** A token that is good for a while. Asked before each attempt to connect. */
  async fresh(): Promise<string> {
    if (this.#grant && !this.#forgotten && this.secondsLeft > margin(this.lifetime)) return this.#grant.accessToken;
    // Those who ask at the same time get the same token.
    this.#pending ??= this.#refresh().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  /** The token as it is, good or not. */
  get current(): string {
    return this.#grant?.accessToken ?? "";
  }

  get lifetime(): number {
    return this.#grant?.expiresIn ?? 0;
  }

  get secondsLeft(): number {
    return this.#forgotten ? 0 : Math.max(0, (this.#expiresAt - Date.now()) / 1000);
  }

  /** Takes the token for expired, whatever the clock says. */
  forget(): void {
    this.#forgotten = true;
    this.dispatchEvent(new Event("forgotten"));
  }

  async #refresh(): Promise<string> {
    try {
      if (!this.#grant) throw new Refused(401, "Nobody has signed in yet.");
      this.#accept(await post<Grant>("token", { refreshToken: this.#grant.refreshToken }));
    } catch (error) {
      // The server was started anew and knows nobody. A real page would ask for the password.
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

/** Seconds before its end at which a token is not worth a new connection any more. */
function margin(lifetime: number): number {
  return Math.min(5, lifetime / 5);
}
