// Who answers the page: its server, or, where the page is published without one, a small one within the page.

type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

let within: Fetch | undefined;

export const isWithoutServer = () => within !== undefined;

export function useLocalServer(fetch: Fetch): void {
  within = fetch;
}

/** What an EventSource needs to be told besides its headers. */
export const init = () => (within ? { fetch: within } : {});

/** The server's refusal, in its own words. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** A host of files answered: there is no server of ours here. */
export class NoServer extends Error {}

/** As hosts of files refuse a POST. */
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
