// Starts the demo: `node www/server/main.mjs`, after `npx vite build www`.
//
//   PORT            default 8080, or a free port if 8080 is taken
//   HOST            default 127.0.0.1: this machine only
//   TOKEN_LIFETIME  seconds until an access token expires, default 30

import { createDemo } from "./demo-server.mjs";

const DEFAULT_PORT = 8080;

const { PORT, HOST, TOKEN_LIFETIME } = process.env;
const tokenLifetime = number("TOKEN_LIFETIME", TOKEN_LIFETIME || "30", 1, 86_400);
const port = PORT ? number("PORT", PORT, 0, 65_535) : undefined;

const demo = createDemo({ tokenLifetime });
const address = await start();
console.log(`Demo on ${address}`);

let stopping = false;
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, async () => {
    if (stopping) process.exit(1);
    stopping = true;
    await demo.close();
    process.exit(0);
  });
}

async function start() {
  try {
    return await demo.listen(port ?? DEFAULT_PORT, HOST || "127.0.0.1");
  } catch (error) {
    if (port === undefined && error.code === "EADDRINUSE") return demo.listen(0, HOST || "127.0.0.1");
    fail(error.code === "EADDRINUSE" ? `Port ${port} is taken. Give another one: PORT=8081` : error.message);
  }
}

function number(name, text, least, most) {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  fail(`${name} must be a whole number from ${least} to ${most}, not ${JSON.stringify(text)}.`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
