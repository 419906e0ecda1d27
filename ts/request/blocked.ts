// Detects requests that the browser blocks, whatever the network and the server do. The browser does not report them, so the
// result is only a hint, above all once the server has answered.

import type { Blockage } from "../core/wire.ts";

/** Returns what has probably blocked a failed request that was sent at that time. */
export async function blockedBy(address: string, since: number): Promise<Blockage | undefined> {
  const url = new URL(address);
  const { location } = globalThis;
  if (!/^https?:$/.test(url.protocol)) {
    // An app's shell may serve the page and its streams by its own scheme.
    const isOwn = url.protocol === location?.protocol && !/^(about|blob|data):$/.test(url.protocol);
    return isOwn ? undefined : "scheme";
  }
  // Fetch standard, the `Request` constructor.
  if (url.username || url.password) {
    return "user-info";
  }
  if (BAD_PORTS.includes(`,${url.port},`)) {
    return "port";
  }
  // The violation event comes in a separate task, maybe after the request has failed.
  await new Promise((resolve) => setTimeout(resolve));
  url.hash = "";
  if (violations.some(({ uri, at }) => at >= since && (uri === url.href || uri === url.origin))) {
    return "csp";
  }
  // Mixed Content standard; loopback addresses count as secure.
  const isLocal = /^(localhost|.*\.localhost|127\..*|\[::1\])$/.test(url.hostname);
  const isMixed = location?.protocol === "https:" && url.protocol === "http:" && !isLocal;
  return isMixed && !(await wasLetOut(address, since)) ? "mixed-content" : undefined;
}

/**
 * A page's policy may upgrade insecure requests, and Chromium allows some to the local network. Resource Timing lists such a
 * request under its new URL, or with a duration (Chromium 156). Firefox 153 lists no other request.
 */
async function wasLetOut(address: string, since: number): Promise<boolean> {
  const upgraded = address.replace(/^http/, "https");
  // Firefox adds the entry some time after the request has failed.
  await new Promise((resolve) => setTimeout(resolve, 100));
  const entries = performance.getEntriesByType("resource");
  const isIt = (entry: PerformanceEntry) =>
    entry.startTime >= since &&
    (entry.name === upgraded || (entry.name === address && (entry.duration >= 1 || !("navigationId" in entry))));
  return entries.length >= TIMING_BUFFER || entries.some(isIt);
}

/** Resource Timing standard: the number of kept entries. */
const TIMING_BUFFER = 250;

/** Fetch standard, "port blocking". */
const BAD_PORTS =
  ",0,1,7,9,11,13,15,17,19,20,21,22,23,25,37,42,43,53,69,77,79,87,95,101,102,103,104,109,110,111,113,115,117,119,123,135,137,139,143,161,179,389,427,465,512,513,514,515,526,530,531,532,540,548,554,556,563,587,601,636,989,990,993,995,1719,1720,1723,2049,3659,4045,4190,5060,5061,6000,6566,6665,6666,6667,6668,6669,6679,6697,10080,";

/** The last violations. */
const violations: { readonly uri: string; readonly at: number }[] = [];

const MOST_VIOLATIONS = 100;

/** In the module's scope: a function created by a source would keep that source alive as long as the page. */
const policy: EventListenerObject = {
  handleEvent(event) {
    const { isTrusted, effectiveDirective, disposition, blockedURI } = event as SecurityPolicyViolationEvent;
    // A page may dispatch events of this name itself.
    if (isTrusted && effectiveDirective === "connect-src" && disposition === "enforce") {
      violations.push({ uri: blockedURI, at: performance.now() });
      violations.splice(0, violations.length - MOST_VIOLATIONS);
    }
  },
};

/** The platform reports the violations of a Content-Security-Policy only by an event. Repeated calls have no effect. */
export function watchPolicy(): void {
  globalThis.addEventListener?.("securitypolicyviolation", policy);
}
