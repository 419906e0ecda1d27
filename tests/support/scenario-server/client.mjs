// The client for tests, in Node and browsers: `const scenario = await scenarioClient(origin).create({ ... })`.

export function scenarioClient(origin) {
  return {
    /** `{ first, second }` */
    origins: async () => (await ask(`${origin}/origins`)).json(),

    /** Creates a scenario from its JSON form (README.md). */
    async create(script) {
      const made = await ask(`${origin}/scenarios`, { method: "POST", body: JSON.stringify(script) });
      const { id, url, secondUrl, log, signal, cut } = await made.json();
      return {
        id,
        url,
        secondUrl,
        /** The server's log: now, or once `until` holds (`"requests:2,open:1"`). Throws after `timeout` ms. */
        async log(until, timeout = 5000) {
          const query = until === undefined ? "" : `?${new URLSearchParams({ until, timeout })}`;
          return (await ask(log + query)).json();
        },
        /** Continues one `waitFor` of this name, now or when it comes. */
        signal: async (name) => void (await ask(`${signal}/${encodeURIComponent(name)}`, { method: "POST" })),
        /** Ends all open connections now: "end", "fin" or "reset". */
        cut: async (how) => void (await ask(`${cut}/${how}`, { method: "POST" })),
      };
    },
  };
}

async function ask(url, init) {
  const response = await fetch(url, init);
  if (response.ok) return response;
  const said = await response.text();
  throw new Error(
    response.status === 504 ? `it did not come to that in time: ${url}\n${said}` : `${response.status}: ${said}`,
  );
}
