// Signing in: access tokens that expire soon, and refresh tokens for the next one.

import { randomBytes, randomUUID } from "node:crypto";
import jwt from "jsonwebtoken";

const ALGORITHM = "HS256";
/** The most recent sign-ins that are stored. */
const MAX_SESSIONS = 1000;

/** @param {number} lifetime seconds until an access token expires */
export function createAccessTokens(lifetime) {
  const secret = randomBytes(32);
  /** Refresh token -> name. */
  const sessions = new Map();
  /** Void access tokens: id -> when it would have expired anyway, in ms. */
  const revoked = new Map();
  let denials = 0;

  function grant(refreshToken) {
    const now = Date.now();
    // Exact to the millisecond: the standard's NumericDate may have a fraction.
    const claims = { sub: sessions.get(refreshToken), jti: randomUUID(), iat: now / 1000, exp: now / 1000 + lifetime };
    return { accessToken: jwt.sign(claims, secret, { algorithm: ALGORITHM }), expiresIn: lifetime, refreshToken };
  }

  function deny(res, error, message) {
    denials += 1;
    const cause = error === "invalid_token" ? `, error="${error}", error_description="${message}"` : "";
    res.set("WWW-Authenticate", `Bearer realm="departures"${cause}`).status(401).json({ error, message });
  }

  return {
    /** How many requests were denied for want of a valid token. */
    get denials() {
      return denials;
    },

    /** Handles `POST /login`. */
    signIn(req, res) {
      const name = typeof req.body?.name === "string" ? req.body.name.trim() : "";
      if (name === "" || name.length > 40) {
        return res.status(400).json({ error: "bad_name", message: "Give a name of 1 to 40 characters." });
      }
      const refreshToken = randomBytes(24).toString("base64url");
      sessions.set(refreshToken, name);
      if (sessions.size > MAX_SESSIONS) sessions.delete(sessions.keys().next().value);
      res.json(grant(refreshToken));
    },

    /** Handles `POST /token`. */
    refresh(req, res) {
      const { refreshToken } = req.body ?? {};
      if (!sessions.has(refreshToken))
        return deny(res, "invalid_token", "The refresh token is not known. Sign in again.");
      res.json(grant(refreshToken));
    },

    /** Lets the request pass with `res.locals.token`, or answers 401 as RFC 6750 has it. */
    require(req, res, next) {
      const [, bearer] = /^Bearer +(\S+) *$/i.exec(req.get("authorization") ?? "") ?? [];
      if (bearer === undefined)
        return deny(res, "token_required", "Send an access token: Authorization: Bearer <token>.");
      try {
        const token = jwt.verify(bearer, secret, { algorithms: [ALGORITHM], clockTimestamp: Date.now() / 1000 });
        if (revoked.has(token.jti)) return deny(res, "invalid_token", "The access token was revoked.");
        res.locals.token = token;
      } catch (error) {
        const expired = error instanceof jwt.TokenExpiredError;
        return deny(res, "invalid_token", expired ? "The access token expired." : "The access token is not valid.");
      }
      next();
    },

    /** The token is void from now on. */
    revoke({ jti, exp }) {
      for (const [id, until] of revoked) if (until <= Date.now()) revoked.delete(id);
      revoked.set(jti, exp * 1000);
    },
  };
}
