// Checks permits without network: the address in a QR code opens the page that is kept, with the seal that stands behind its `#`.
// The page is kept as nobody in particular gets it, so it carries nothing of anybody.
const page = '/verify/offline'
const shelf = 'verify-page'

addEventListener('install', (event) => event.waitUntil(renew().then(() => skipWaiting())))
addEventListener('activate', (event) => event.waitUntil(clients.claim()))
addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (url.origin !== location.origin || request.method !== 'GET') return
  if (request.mode === 'navigate') event.respondWith(open(request, url, event))
  else if (url.pathname.startsWith('/_app/immutable/') || url.pathname === '/favicon.svg') event.respondWith(fetch(request).catch(async () => (await kept(request)) ?? Response.error()))
})

// The register first: only it knows what was revoked. Without it, what the seal itself proves.
async function open(request, url, event) {
  try {
    const answer = await fetch(request)
    if (url.pathname === page) event.waitUntil(renew().catch(() => null))
    return answer
  } catch {
    if (url.pathname !== page) return Response.redirect(page)
    return (await kept(page)) ?? Response.error()
  }
}

async function kept(request) {
  return (await caches.open(shelf)).match(request, { ignoreVary: true })
}

// Every file that the page is made of before the page itself: there is never a page without its files.
async function renew() {
  const answer = await fetch(page, { headers: { accept: 'text/html' }, credentials: 'omit', redirect: 'manual' })
  if (!answer.ok) throw new Error('The page did not come.')
  const html = await answer.clone().text()
  if (!html.includes('id="verify-offline"')) throw new Error('It is another page.')
  const store = await caches.open(shelf)
  const needed = new Set(['/favicon.svg'])
  const open = [...filesIn(html, page)]
  while (open.length > 0) {
    const path = open.pop()
    if (needed.has(path)) continue
    needed.add(path)
    let file = await store.match(path)
    if (!file) {
      file = await fetch(path)
      if (!file.ok) throw new Error(`${path} did not come.`)
      await store.put(path, file.clone())
    }
    if (path.endsWith('.js')) open.push(...filesIn(await file.clone().text(), path))
  }
  await store.add('/favicon.svg')
  await store.put(page, answer)
  for (const request of await store.keys()) if (!needed.has(new URL(request.url).pathname) && new URL(request.url).pathname !== page) await store.delete(request)
}

// Scripts and styles that a page names, and scripts that a script cannot do without (what it may load later is another page's).
function* filesIn(text, from) {
  const found = from === page ? text.matchAll(/["'(]([^"'()\s]*_app\/immutable\/[\w./-]+\.(?:js|css))["')]/g) : text.matchAll(/(?:from|import)\s*["'](\.[\w./-]+\.js)["']/g)
  for (const [, path] of found) yield new URL(path, new URL(from, location.origin)).pathname
}
