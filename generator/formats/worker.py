"""sw.js, the service worker for reading offline: https://www.w3.org/TR/service-workers/.

It stands at the base path, which is its scope, under a name without a hash: browsers ask for it there at each visit.
"""

import json

_KEEPING = """\
const NAME = `${PREFIX}1`;
const FALLBACK = BASE + __FALLBACK__;
const MOST_PAGES = 300, MOST_ASSETS = 60, AGE_MS = 90 * 24 * 3600 * 1000, WAIT_MS = 6000;

const isAsset = (url) => url.pathname.startsWith(`${BASE}static/`);
const isPage = (url) => url.pathname.startsWith(BASE) && url.pathname.endsWith("/");
const isKept = (url) => url.origin === location.origin && (isAsset(url) || isPage(url));

async function keep(request, response) {
  if (!response.ok || response.type !== "basic" || response.redirected) return;
  const cache = await caches.open(NAME);
  await cache.put(new URL(request.url ?? request).href.split(/[?#]/)[0], response);
  await bound(cache);
}

// The order of keys is that in which they were last put: the first ones are the oldest.
async function bound(cache) {
  const keys = await cache.keys();
  const pages = keys.filter((request) => !isAsset(new URL(request.url)) && new URL(request.url).pathname !== FALLBACK);
  const assets = keys.filter((request) => isAsset(new URL(request.url)));
  const spare = [...pages.slice(0, -MOST_PAGES), ...assets.slice(0, -MOST_ASSETS)];
  for (const request of spare) await cache.delete(request);
  const oldest = pages.find((request) => !spare.includes(request));
  const at = oldest && Date.parse((await cache.match(oldest))?.headers.get("date"));
  if (Date.now() - at > AGE_MS) await cache.delete(oldest);
}

const kept = async (request) => (await caches.open(NAME)).match(request, { ignoreSearch: true });

// What has a hash in its name never changes.
async function assetFor(event) {
  const known = await kept(event.request);
  if (known) return known;
  const response = await fetch(event.request);
  event.waitUntil(keep(event.request, response.clone()));
  return response;
}

// The network first; what is kept when it fails, or when it is slow and there is something kept.
async function pageFor(event) {
  const known = kept(event.request);
  const fetched = fetch(event.request).then((response) => {
    event.waitUntil(keep(event.request, response.clone()));
    return response;
  });
  event.waitUntil(fetched.catch(() => undefined));
  const late = new Promise((resolve) => setTimeout(resolve, WAIT_MS)).then(() => known).then((page) => page ?? fetched);
  try {
    return await Promise.race([fetched, late]);
  } catch {
    const page = (await known) ?? (event.request.mode === "navigate" ? await kept(FALLBACK) : undefined);
    return page ?? Response.error();
  }
}

addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.add(FALLBACK)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil(forget((name) => name !== NAME).then(() => clients.claim()));
});

addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || event.request.headers.has("range") || !isKept(url)) return;
  event.respondWith(isAsset(url) ? assetFor(event) : pageFor(event));
});

// A page that was loaded before there was a worker tells what it is made of.
addEventListener("message", (event) => {
  const urls = Array.isArray(event.data?.keep) ? event.data.keep.map((url) => new URL(url, location)) : [];
  event.waitUntil(Promise.all(urls.filter(isKept).map(async (url) => {
    if (!(await kept(url.href))) await keep(url.href, await fetch(url.href)).catch(() => undefined);
  })));
});
"""

_CLEARING = """\
// Reading offline is off: what a worker before this one kept is cleared away, and then this one goes too.
addEventListener("install", () => skipWaiting());

addEventListener("activate", (event) => {
  event.waitUntil(forget(() => true).then(() => registration.unregister()));
});
"""

_COMMON = """\
// Several archives may share an origin, and with it a store: the names of this one's begin with its base path.
const BASE = __BASE__;
const PREFIX = `broadsheet:${BASE}:`;

async function forget(which) {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && which(name)) await caches.delete(name);
}

"""


def worker(*, offline: bool, base_path: str, fallback: str) -> str:
    """The worker that keeps the pages that were visited, or the one that clears away what such a worker kept.

    `fallback`, a path below `base_path`, is shown for a page that is not kept while there is no network.
    """
    text = _COMMON + (_KEEPING if offline else _CLEARING)
    return text.replace("__BASE__", json.dumps(base_path)).replace("__FALLBACK__", json.dumps(fallback))
