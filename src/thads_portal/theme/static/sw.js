// Says so when there is no network. It keeps no page of the portal: a listing may end at any
// moment, and a page from a cache would look like an answer.
"use strict";

const KEPT = "thads-__VERSION__";
const OFFLINE = "__OFFLINE__";
const FILES = __FILES__;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(KEPT)
      .then((cache) => cache.addAll([OFFLINE, ...FILES]))
      .then(() => self.skipWaiting())
  );
});
self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith("thads-") && name !== KEPT)
            .map((name) => caches.delete(name))
        )
      )
      .then(() => self.clients.claim())
  );
});
self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
  } else if (FILES.includes(new URL(request.url).pathname)) {
    // Their addresses hold a digest of what is in them.
    event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
  }
});
