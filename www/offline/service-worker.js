// Stores the files of the page, so that it opens without its server. It ignores streams and answers. The build inserts
// the files' names, and a digest of them.

const FILES = globalThis.__FILES__;
const CACHE = globalThis.__CACHE__;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  const forget = async () => {
    for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(forget());
});

const addresses = new Set(FILES.map((file) => new URL(file, self.registration.scope).href));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = request.url.split(/[?#]/)[0];
  if (request.method !== "GET" || !addresses.has(address)) return;
  // The page may have a new version; its other files have a digest in their names.
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(address)));
  else event.respondWith(caches.match(address).then((cached) => cached ?? fetch(request)));
});
