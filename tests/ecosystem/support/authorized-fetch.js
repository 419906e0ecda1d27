import { session } from "./session.js";

// docs
export async function authorizedFetch(url, init) {
  const send = () => {
    const headers = new Headers(init?.headers);
    headers.set("Authorization", `Bearer ${session.token}`);
    return fetch(url, { ...init, headers });
  };
  const response = await send();
  return response.status === 401 && (await session.refresh()) ? send() : response;
}
// end
