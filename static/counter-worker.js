// Opens the counter's own page when the line is away. Its scope is that one address: it never sees another page of the staff.
// The page it keeps is the same for everybody; what is personal is in the device's own store, sealed.
const page = '/office/alone/work'
const shelf = 'counter-page'

addEventListener('install', (event) => event.waitUntil(renew().then(() => skipWaiting())))
addEventListener('activate', (event) => event.waitUntil(clients.claim()))
addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (url.origin !== location.origin || request.method !== 'GET') return
  if (request.mode === 'navigate') {
    if (url.pathname === page) event.respondWith(open(event))
  } else if (url.pathname.startsWith('/_app/immutable/') || url.pathname === '/favicon.svg' || url.pathname === '/counter.webmanifest') event.respondWith(file(request))
})

// At once from what is kept, so that a slow line is no wait; what is newer is there the next time.
async function open(event) {
  const kept = await (await caches.open(shelf)).match(page)
  if (!kept) return fetch(event.request)
  event.waitUntil(renew().catch(() => null))
  return kept
}

async function file(request) {
  const kept = await (await caches.open(shelf)).match(request, { ignoreVary: true })
  return kept ?? fetch(request)
}

// The page as it is now, and every file that it is made of, before the page itself: there is never a page without its files.
async function renew() {
  const answer = await fetch(page, { headers: { accept: 'text/html' }, redirect: 'manual' })
  if (!answer.ok) throw new Error('The page did not come.')
  const html = await answer.clone().text()
  if (!html.includes('id="counter-work"')) throw new Error('It is another page.')
  const store = await caches.open(shelf)
  const needed = new Set(['/favicon.svg', '/counter.webmanifest'])
  const open = [...filesIn(html, page)]
  while (open.length > 0) {
    const path = open.pop()
    if (needed.has(path)) continue
    needed.add(path)
    let kept = await store.match(path)
    if (!kept) {
      kept = await fetch(path)
      if (!kept.ok) throw new Error(`${path} did not come.`)
      await store.put(path, kept.clone())
    }
    if (path.endsWith('.js')) open.push(...filesIn(await kept.clone().text(), path))
  }
  for (const path of ['/favicon.svg', '/counter.webmanifest']) await store.add(path)
  await store.put(page, answer)
  for (const request of await store.keys()) if (!needed.has(new URL(request.url).pathname) && new URL(request.url).pathname !== page) await store.delete(request)
}

// Scripts and styles that a page names, and scripts that a script cannot do without (what it may load later is another page's).
function* filesIn(text, from) {
  const found = from === page ? text.matchAll(/["'(]([^"'()\s]*_app\/immutable\/[\w./-]+\.(?:js|css))["')]/g) : text.matchAll(/(?:from|import)\s*["'](\.[\w./-]+\.js)["']/g)
  for (const [, path] of found) yield new URL(path, new URL(from, location.origin)).pathname
}
