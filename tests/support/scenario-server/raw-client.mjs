// A raw client for bytes and connections, for details that `fetch` hides.

import { once } from "node:events";
import { connect } from "node:net";

/** Opens a connection and sends the request. */
export async function rawRequest(url, { method = "GET", headers = "" } = {}) {
  const { hostname, port, pathname, search } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.write(`${method} ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}\r\n${headers}\r\n`);
  await once(socket, "connect");
  return socket;
}

/** Returns all bytes until the server ends the connection, one character each. */
export async function rawGet(url, request) {
  const socket = await rawRequest(url, request);
  let received = "";
  for await (const part of socket.setEncoding("latin1")) received += part;
  return received;
}

/** Converts text to the form of `rawGet`. */
export function latin1(string) {
  return Buffer.from(string).toString("latin1");
}

/** Returns a check whether `fetch` failed with this code. */
export function hasCode(code) {
  return (error) => error.cause?.code === code;
}
