// The body read, decoded, and thrown away.

import { openBody } from "../open-body.js";

export function open(url, _type, hear) {
  const decoder = new TextDecoder();
  return openBody(url, hear, (chunk) => decoder.decode(chunk, { stream: true }), hear.end);
}
