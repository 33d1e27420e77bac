"use strict";
/* Keeps the page of a team, its style and its scripts, for a street without network. Nothing of what is sent goes through here. */
const KEPT = "maillage-comptage-1";
const TEAM = /^\/comptages\/equipe\/[^/]+\/$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const ours = url.origin === location.origin && (TEAM.test(url.pathname) || url.pathname.startsWith("/static/"));
  if (event.request.method === "GET" && ours) event.respondWith(fresh(event.request));
});

// The network first: what it answers is kept, and a link that no longer opens is forgotten.
async function fresh(request) {
  const kept = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok) await kept.put(request, answer.clone());
    else if (answer.status === 404) await kept.delete(request, { ignoreVary: true });
    return answer;
  } catch (cut) {
    const found = await kept.match(request, { ignoreVary: true });
    if (found) return found;
    throw cut;
  }
}
