// Access tokens that expire. They are in memory here; a real server asks its identity provider.

import { randomUUID } from "node:crypto";

/** In ms. */
const LIFETIME = Number(process.env.TOKEN_LIFETIME ?? 10) * 1000;

const expiries = new Map();

export function issue() {
  const token = randomUUID();
  expiries.set(token, Date.now() + LIFETIME);
  setTimeout(() => expiries.delete(token), LIFETIME).unref();
  return token;
}

/** How many ms the token of this `Authorization` header is still valid: 0 if it has expired or is unknown. */
export function timeLeft(authorization = "") {
  const expiry = expiries.get(authorization.replace(/^Bearer /, "")) ?? 0;
  return Math.max(0, expiry - Date.now());
}
