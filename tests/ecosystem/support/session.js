// What an app knows of its user.

export const session = {
  token: "expired",
  /** Resolves with true if there is a new token. */
  async refresh() {
    const response = await fetch(new URL("/token", origin()), { method: "POST" });
    session.token = await response.text();
    return response.ok;
  },
};

/** Of the backend: a process is told, a page has it. */
export function origin() {
  return process.env.ORIGIN ?? globalThis.location.origin;
}
