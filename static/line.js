// Keeps what is typed into a draft on this device until the office has it, and sends it when the line is back.
// A page works without this script; with it, nothing that was typed is lost by a cut line.
const place = document.getElementById('line')
const words = place?.dataset ?? {}
const path = location.pathname
const draft = path.split('/').slice(0, 3).join('/')
const form = document.querySelector('form[data-keep]')
const last = document.querySelector('form[data-send]')
const able = globalThis.indexedDB && globalThis.crypto?.subtle

// Signing out forgets this device's part at once, with or without a line.
document.querySelector('form[action="/sign-out"]')?.addEventListener('submit', async (event) => {
  event.preventDefault()
  await line.forget().catch(() => null)
  event.target.submit()
})

if (place && able) begin()

async function begin() {
  await line.belongTo(words.person, words.shared === 'true')
  if (words.shared !== 'true') worker()
  await confirmed()
  if (form) await keepForm()
  if (last) await keepLast()
  await sync()
  const waiting = await line.get(`send:${draft}`)
  if (waiting) tell(words.queued.replace('%t', new Date(waiting.at).toLocaleString(document.documentElement.lang, { dateStyle: 'long', timeStyle: 'short' })))
  else if (location.hash === '#kept') tell(words.kept, words.next)
  else if (words.here || !navigator.onLine) tell(words.away)
  addEventListener('online', sync)
  setInterval(sync, 15_000)
}

async function worker() {
  const { active, installing, waiting } = (await navigator.serviceWorker?.register('/line-worker.js', { scope: '/applications/' }).catch(() => null)) ?? {}
  const assets = [...document.querySelectorAll('link[rel=stylesheet], script[src]')].map((each) => each.href ?? each.src)
  const one = active ?? waiting ?? installing
  one?.postMessage({ pages: words.pages.split(' '), assets: [...assets, '/upload.js'] })
}

// The office says by a mark in a cookie which page it has saved, and when: what is typed from then on stands on that.
async function confirmed() {
  const [, mark, base] = /(?:^|; )line-saved=([\w-]+)\.(\d+)/.exec(document.cookie) ?? []
  if (!mark) return
  document.cookie = 'line-saved=; path=/applications; max-age=0'
  for (const name of [...(await line.names('typed:')), ...(await line.names('send:'))]) if ((await line.get(name))?.mark === mark) await line.drop(name)
  if (typed?.mark === mark) typed = fresh(base)
}

const controls = () => [...form.elements].filter((each) => each.name && !each.name.startsWith('_') && each.type !== 'submit')
const valuesOf = (name) => controls().filter((each) => each.name === name && (!/radio|checkbox/.test(each.type) || each.checked)).map((each) => each.value)
const isTouched = (each) => (/radio|checkbox/.test(each.type) ? each.checked !== each.defaultChecked : each.options ? [...each.options].some((option) => option.selected !== option.defaultSelected) && each.value !== '' : each.value !== each.defaultValue)

let typed = null
const fresh = (base) => ({ base, at: {}, values: {} })

async function keepForm() {
  const name = `typed:${path}`
  typed = (await line.get(name)) ?? fresh(form.elements._base.value)
  for (const each of controls().filter((each) => each.name in typed.at)) {
    if (/radio|checkbox/.test(each.type)) each.checked = typed.values[each.name].includes(each.value)
    else each.value = typed.values[each.name][0] ?? ''
  }
  const note = () => {
    for (const each of controls().filter(isTouched)) typed.at[each.name] ??= Date.now()
    for (const each in typed.at) typed.values[each] = valuesOf(each)
  }
  let soon
  form.addEventListener('input', ({ target }) => {
    typed = { ...typed, mark: crypto.randomUUID(), sent: false, at: { ...typed.at, [target.name]: Date.now() } }
    note()
    clearTimeout(soon)
    soon = setTimeout(() => line.put(name, typed), 250)
  })
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    note()
    clearTimeout(soon)
    typed = { ...typed, mark: crypto.randomUUID(), sent: true, all: [...new Set(controls().map((each) => each.name))].flatMap((each) => valuesOf(each).map((value) => [each, value])) }
    await line.put(name, typed)
    if (!navigator.onLine) return tell(words.kept, event.submitter?.value === 'next' ? words.next : draft)
    for (const [field, value] of facts(typed)) (form.elements[field] ?? form.appendChild(Object.assign(document.createElement('input'), { type: 'hidden', name: field }))).value = value
    form.appendChild(Object.assign(document.createElement('input'), { type: 'hidden', name: '_then', value: event.submitter?.value ?? 'next' }))
    form.submit()
  })
}

// What the office needs to put two places together: from which state, what was touched, and how long ago.
const facts = (entry) => [
  ['_base', entry.base],
  ['_edited', JSON.stringify(Object.fromEntries(Object.entries(entry.at).map(([name, at]) => [name, Date.now() - at])))],
  ['_mark', entry.mark],
]

// The last button: what was pressed without a line is sent once, under the same command, with the time it was made.
async function keepLast() {
  const hidden = document.getElementById('line-send')
  if (hidden && (await line.names(`typed:${draft}/`)).length > 0) hidden.hidden = false
  last.addEventListener('submit', async (event) => {
    event.preventDefault()
    if (last.elements.declared.checked) {
      const mark = crypto.randomUUID()
      await line.put(`send:${draft}`, { mark, at: Date.now(), all: [...new FormData(last)] })
      last.append(Object.assign(document.createElement('input'), { type: 'hidden', name: '_mark', value: mark }))
    }
    last.submit()
  })
}

async function sendLast(name) {
  const entry = await line.get(name)
  const address = name.slice('send:'.length)
  const early = (await line.names(`typed:${address}/`)).length > 0
  if (!entry || early) return
  const answer = await fetch(`${address}/check`, { method: 'POST', headers: { accept: 'text/html' }, redirect: 'manual', body: new URLSearchParams([...entry.all, ['_age', Date.now() - entry.at], ['_mark', entry.mark]]) })
  await confirmed()
  if (!(await line.get(name))) return location.assign(`${address}/receipt`)
  if (answer.type === 'opaqueredirect') return signIn()
  if (answer.status >= 500) return
  // The office asks something first: the page says what.
  await line.drop(name)
  const main = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main')
  if (main) document.querySelector('main').replaceWith(main)
}

let busy = false
let signedOut = false
async function sync() {
  if (busy || signedOut || !navigator.onLine) return
  busy = true
  try {
    for (const name of await line.names('typed:')) {
      const entry = await line.get(name)
      if (entry?.sent) await send(name, entry)
    }
    for (const name of await line.names('send:')) await sendLast(name)
  } catch {
    // The line is away again: the next look sends it.
  } finally {
    busy = false
  }
}

async function send(name, entry) {
  const address = name.slice('typed:'.length)
  const answer = await fetch(address, { method: 'POST', headers: { accept: 'text/html' }, redirect: 'manual', body: new URLSearchParams([...entry.all, ...facts(entry)]) })
  await confirmed()
  const left = await line.get(name)
  if (left?.mark === entry.mark && answer.type === 'opaqueredirect') return signIn()
  if (left?.mark === entry.mark) return
  const merged = answer.status === 409 && new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('.merged')
  if (merged) document.querySelector('main').prepend(merged)
  tell(words.sent, address === path ? words.next : null)
}

function signIn() {
  signedOut = true
  tell(words.signIn, `/sign-in?next=${encodeURIComponent(path)}`)
}

function tell(text, next) {
  document.getElementById('line-said')?.remove()
  const said = Object.assign(document.createElement('div'), { id: 'line-said', className: 'notice', role: 'status', tabIndex: -1 })
  said.append(Object.assign(document.createElement('p'), { textContent: text }))
  if (next) said.append(Object.assign(document.createElement('a'), { href: next, textContent: words.go }))
  document.querySelector('main').prepend(said)
  said.focus()
}
