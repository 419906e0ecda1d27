// A redirect of the own origin to another one that does not let this page read, a login page say. `fetch` tells it as a lost
// network, which would be retried for ever.

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * A `fetch` that looks, once it has failed, whether there is such a redirect, and then gives that as its response. For GET
 * only: the answer to another request may be a redirect after it had its effect.
 */
export function tellingRedirects(): Fetch {
  let looks = false;

  return async (url, init) => {
    const looked = looks;
    looks = false;
    let redirect: Response | undefined;
    try {
      if (looked) {
        redirect = await fetch(url, { __proto__: null, ...init, redirect: "manual" } as RequestInit);
        if (redirect.type !== "opaqueredirect") {
          return redirect;
        }
      }
      return await fetch(url, init);
    } catch (error) {
      // Every other time: a service worker that follows redirects itself makes the look fail.
      looks = !looked;
      // Its target may be out of reach as well: does another origin answer to who does not ask to read?
      const head = { __proto__: null, method: "HEAD", mode: "no-cors", signal: init.signal } as RequestInit;
      if (redirect && (await fetch(url, head).catch(() => redirect))?.type === "opaque") {
        return redirect;
      }
      throw error;
    }
  };
}
