// Several archives may share an origin, and with it a store: the names of this one's begin with its base path.
const BASE = "/papers/";
const PREFIX = `broadsheet:${BASE}:`;

async function forget(which) {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && which(name)) await caches.delete(name);
}

// Reading offline is off: what a worker before this one kept is cleared away, and then this one goes too.
addEventListener("install", () => skipWaiting());

addEventListener("activate", (event) => {
  event.waitUntil(forget(() => true).then(() => registration.unregister()));
});
