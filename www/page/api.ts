// Requests to the demo's server, or to a small server within the page where there is no other.

type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

let within: Fetch | undefined;

export const isWithoutServer = () => within !== undefined;

export function useLocalServer(fetch: Fetch): void {
  within = fetch;
}

/** Options of every EventSource of the page, besides its headers. */
export const init = () => (within ? { fetch: within } : {});

/** The server refused the request; the message is the server's. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** A host of static files answered, so the demo's server is not here. */
export class NoServer extends Error {}

/** The statuses with which hosts of static files refuse a POST. */
const HOSTS_SAY = [403, 404, 405, 501];

export async function post<T>(path: string, body: unknown, token?: string): Promise<T> {
  const headers = new Headers({ "Content-Type": "application/json" });
  if (token !== undefined) headers.set("Authorization", `Bearer ${token}`);
  const response = await (within ?? fetch)(path, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.headers.get("Content-Type")?.startsWith("application/json")) {
    const text = `The server answered ${response.status}, and no JSON.`;
    throw HOSTS_SAY.includes(response.status) ? new NoServer(text) : new Refused(response.status, text);
  }
  const answer = await response.json();
  if (!response.ok) throw new Refused(response.status, answer.message);
  return answer;
}
