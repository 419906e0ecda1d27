// The page's tokens: kept in memory, fetched when they are needed.

interface Grant {
  accessToken: string;
  /** Seconds. */
  expiresIn: number;
  refreshToken: string;
}

/** The server's refusal, in its own words. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export class Tokens extends EventTarget {
  #name = "";
  #grant: Grant | undefined;
  #expiresAt = 0;
  #forgotten = false;
  #pending: Promise<string> | undefined;

  async signIn(name: string): Promise<void> {
    this.#accept(await post<Grant>("/login", { name }));
    this.#name = name;
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
  }

  async #refresh(): Promise<string> {
    try {
      this.#accept(await post<Grant>("/token", { refreshToken: this.#grant?.refreshToken }));
    } catch (error) {
      // The server was started anew and knows nobody. A real page would ask for the password.
      if (!(error instanceof Refused && error.status === 401)) throw error;
      this.#accept(await post<Grant>("/login", { name: this.#name }));
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

export async function post<T>(path: string, body: unknown, token?: string): Promise<T> {
  const headers = new Headers({ "Content-Type": "application/json" });
  if (token !== undefined) headers.set("Authorization", `Bearer ${token}`);
  const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Refused(response.status, answer.message);
  return answer;
}
