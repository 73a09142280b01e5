// Opens the forms of a started application when the line is away. Its scope is /applications/, so it never sees another
// page; it asks the network first, keeps only pages that belong to a draft, sealed, and of files only styles and scripts.
importScripts('/line-store.js')
const files = 'line-files'
const patience = 8000

addEventListener('install', () => skipWaiting())
addEventListener('activate', (event) => event.waitUntil(clients.claim()))
addEventListener('message', (event) => event.waitUntil(keep(event.data)))
addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (url.origin !== location.origin) return
  if (request.mode === 'navigate') event.respondWith(request.method === 'GET' ? page(event, url.pathname) : form(request, url))
  else if (request.method === 'GET' && ['style', 'script', 'image'].includes(request.destination) && !url.pathname.startsWith('/documents')) event.respondWith(file(request, url))
})

// The pages of a draft that are not here yet, and what they are shown with.
async function keep({ pages, assets }) {
  const store = await caches.open(files)
  for (const asset of assets) if (!(await store.match(asset))) await store.add(asset).catch(() => null)
  const here = await line.names('page:')
  for (const path of pages.filter((path) => !here.includes(`page:${path}`))) await fetch(path, { headers: { accept: 'text/html' }, redirect: 'manual' }).then((answer) => remember(path, answer)).catch(() => null)
}

async function page(event, path) {
  const asked = fetch(event.request).then((answer) => (event.waitUntil(remember(path, answer.clone()).catch(() => null)), answer))
  const late = new Promise((resolve) => setTimeout(resolve, patience))
  const first = await Promise.race([asked.catch(() => null), late])
  return first ?? (await remembered(path)) ?? asked
}

// What was typed is kept by the page itself; here the person is only brought back to it instead of to an error.
async function form(request, url) {
  try {
    return await fetch(request)
  } catch (error) {
    if (!(await line.get(`page:${url.pathname}`))) throw error
    return Response.redirect(`${url.pathname}#kept`, 303)
  }
}

async function file(request, url) {
  const store = await caches.open(files)
  const fixed = url.pathname.includes('/immutable/')
  const known = await store.match(request)
  if (known && fixed) return known
  const answer = await fetch(request).catch(() => known ?? Response.error())
  if (answer.ok && (fixed || url.pathname.startsWith('/line') || url.pathname === '/upload.js')) await store.put(request, answer.clone())
  return answer
}

async function remember(path, answer) {
  const html = answer.ok && answer.headers.get('content-type')?.startsWith('text/html') ? await answer.text() : ''
  if (html.includes('id="line"')) return line.put(`page:${path}`, { html, policy: answer.headers.get('content-security-policy') })
  // Sent, discarded or signed out: it is no page of a draft any more. What the office has is forgotten here.
  if (answer.type === 'opaqueredirect') await line.drop(`page:${path}`)
  const [application] = /^\/applications\/[\da-f-]{36}/.exec(html ? path : '') ?? []
  if (application) for (const kind of ['page:', 'typed:', 'send:']) for (const name of await line.names(kind + application)) await line.drop(name)
}

async function remembered(path) {
  const kept = await line.get(`page:${path}`)
  if (!kept) return null
  const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'referrer-policy': 'same-origin' }
  return new Response(kept.html.replace('id="line"', 'id="line" data-here="kept"'), { headers: { ...headers, ...(kept.policy && { 'content-security-policy': kept.policy }) } })
}
