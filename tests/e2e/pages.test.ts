import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../support/browser.ts'
import { photo } from '../support/research.ts'
import { runOffice, type RunningOffice } from '../support/running-office.ts'
import { begin, openVisitor, researchForms, signUp, upload, type VisitorClient } from '../support/visitor-client.ts'
import { weighPage } from '../support/weigh.ts'

let office: RunningOffice
let browser: Browser
let citizen: VisitorClient
let draft: string
let sent: string
let booking: string
let held: string
let waiting: string
before(async () => {
  ;[office, browser] = await Promise.all([runOffice(), openBrowser()])
  citizen = await signUp(office.origin, 'berat@warga.example')
  sent = await fill()
  await citizen.post(`/applications/${sent}/check`, { declared: 'yes', command: randomUUID() })
  held = await hold('consultation', '')
  booking = await hold('pickup', `&application=${sent}`)
  await citizen.post(`${booking}?/confirm`, { command: randomUUID() })
  waiting = await wait()
  draft = await fill()
})
after(async () => {
  await browser?.close()
  await office?.stop()
})

async function fill(): Promise<string> {
  const id = await begin(citizen)
  for (const [group, fields] of researchForms()) await citizen.post(`/applications/${id}/${group}`, { ...fields, _then: 'next' })
  for (const requirement of ['ktp', 'surat_permohonan', 'proposal']) await upload(citizen, id, requirement, await photo(), 'foto.jpg')
  return id
}

/** A day on which there are places, and a time on it. */
async function free(desk: string): Promise<{ readonly date: string; readonly slot: string }> {
  const days = await (await citizen.get(`/book/jakarta-pusat/${desk}`)).text()
  const date = [...days.matchAll(/href="[^"]*date=([\d-]+)/g)].at(3)?.[1] ?? ''
  return { date, slot: /name="slot" value="(\d+)"/.exec(await (await citizen.get(`/book/jakarta-pusat/${desk}?date=${date}`)).text())?.[1] ?? '' }
}

/** Holds a place; gives the page on which it is confirmed. */
async function hold(desk: string, query: string): Promise<string> {
  const answer = await citizen.post(`/book/jakarta-pusat/${desk}?/hold${query}`, { slot: (await free(desk)).slot, command: randomUUID() })
  assert.match(answer.headers.get('location') ?? '', /^\/bookings\//)
  return answer.headers.get('location')!
}

/** A place in the line for a day, which is offered at once: that day has room. */
async function wait(): Promise<string> {
  const { date } = await free('interview')
  const answer = await citizen.post('/book/jakarta-pusat/interview/wait', { from: date, until: 'day', last: date, command: randomUUID() })
  assert.match(answer.headers.get('location') ?? '', /^\/bookings\/waiting\//)
  return answer.headers.get('location')!
}

const cookieOf = (visitor: VisitorClient) => [...visitor.cookies].map((pair) => pair.join('=')).join('; ')
const publicPages = ['/', '/services', '/services?q=skripsi', '/services/izin-penelitian', '/track', '/track?number=P-3171-0007-K4TR', '/verify', '/verify/0001.IP.3171.2026', '/sign-in', '/demo', '/demo/mail', '/places', '/places?for=pickup&near=3174', '/places/jakarta-pusat', '/book/jakarta-pusat/pickup', '/queue', '/places/jakarta-pusat/queue', '/figures/queue', '/places/jakarta-pusat/kiosk', '/status']
const journey = () => ['/', '/services', '/services/izin-penelitian', '/sign-in', `/applications/${draft}`, ...researchForms().map(([group]) => `/applications/${draft}/${group}`), `/applications/${draft}/documents`, `/applications/${draft}/check`, `/applications/${sent}/receipt`]
const ownPages = () => ['/applications', '/account', ...journey().slice(4), `/applications/${sent}`, `/applications/${sent}/withdraw`, `/applications/${sent}/courier`, `/places?application=${sent}`, '/book/jakarta-pusat/originals/wait', '/bookings', held, waiting, booking, `${booking}/cancel`, `/book/jakarta-pusat/pickup?move=${booking.slice(10)}`]
const kilobyte = 1000

test('Every page of a citizen weighs at most 14 kB on the first visit', async () => {
  const heavy: string[] = []
  for (const path of publicPages) heavy.push(...(await tooHeavy(path, path.startsWith('/sign-in') ? '' : cookieOf(openVisitor(office.origin)))))
  for (const path of ownPages()) heavy.push(...(await tooHeavy(path, cookieOf(citizen))))
  assert.deepEqual(heavy, [])
})

async function tooHeavy(path: string, cookie: string): Promise<readonly string[]> {
  const { total } = await weighPage(office.origin, path, cookie)
  return total > 14 * kilobyte ? [`${path} weighs ${total} bytes`] : []
}

test('The whole way to the receipt weighs at most 60 kB without the scans', async () => {
  const assets = new Map<string, number>()
  let html = 0
  for (const path of journey()) {
    const page = await weighPage(office.origin, path, path === '/sign-in' ? '' : cookieOf(citizen))
    html += page.html
    for (const [address, bytes] of page.assets) assets.set(address, bytes)
  }
  const total = html + [...assets.values()].reduce((sum, each) => sum + each, 0)
  assert.ok(total <= 60 * kilobyte, `${total} bytes: ${html} of pages, ${total - html} of styles and scripts`)
})

const axe = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Found = { readonly id: string; readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[] }

/** What axe finds on a page, at a width and in a colour scheme; and whether it scrolls sideways. */
async function problemsOf(page: Page, path: string): Promise<readonly string[]> {
  await page.goto(office.origin + path)
  const found = (await page.evaluate(`(() => { ${await axe}; return axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((result) => result.violations) })()`)) as readonly Found[]
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
  return [
    ...found.map((each) => `${path}: ${each.id}: ${each.nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`),
    ...(sideways ? [`${path} scrolls sideways`] : []),
  ]
}

async function look(paths: readonly string[], options: { readonly cookies: VisitorClient | null; readonly locale: string; readonly width: number; readonly dark?: boolean }): Promise<readonly string[]> {
  // The page's policy forbids foreign scripts; the judge is one.
  const context = await browser.newContext({ locale: options.locale, viewport: { width: options.width, height: 800 }, colorScheme: options.dark ? 'dark' : 'light', bypassCSP: true })
  for (const [name, value] of options.cookies?.cookies ?? []) await context.addCookies([{ name, value, url: office.origin }])
  const page = await context.newPage()
  const problems: string[] = []
  for (const path of paths) problems.push(...(await problemsOf(page, path)))
  await context.close()
  return problems
}

test('No page of a citizen has a barrier that axe knows: phone and desktop, Indonesian and English, light and dark', async () => {
  assert.deepEqual(await look([...publicPages, '/verify/offline'], { cookies: null, locale: 'id', width: 360 }), [])
  assert.deepEqual(await look([...publicPages, '/verify/offline'], { cookies: null, locale: 'en', width: 1280, dark: true }), [])
  assert.deepEqual(await look(ownPages(), { cookies: citizen, locale: 'id', width: 360 }), [])
  assert.deepEqual(await look(ownPages(), { cookies: citizen, locale: 'en', width: 1280, dark: true }), [])
})

/** A number that an officer gave somebody who stood at the counter. */
async function ticketFromCounter(officer: VisitorClient): Promise<string> {
  await officer.post('/office/counter?/open', { place: 'jakarta-pusat', counter: '1', command: randomUUID() })
  const page = await (await officer.post('/office/counter?/take', { place: 'jakarta-pusat', desk: 'pickup', priority: 'elderly', command: randomUUID() })).text()
  const ticket = /\/kiosk\/([0-9a-f-]{36})/.exec(page)?.[1]
  assert.ok(ticket, 'the counter gives a number')
  return ticket
}

test('The line has no barrier that axe knows: the board, the kiosk, the slip, the ticket on a phone and the counter', async () => {
  const officer = openVisitor(office.origin)
  await officer.be('counter')
  assert.deepEqual(await look(['/office/counter'], { cookies: officer, locale: 'id', width: 1280 }), [], 'where to sit down')
  const ticket = await ticketFromCounter(officer)
  const hall = ['/places/jakarta-pusat/board', `/places/jakarta-pusat/kiosk/${ticket}`, `/tickets/${ticket}`]
  await officer.post('/office/counter?/kiosk', { place: 'jakarta-pusat', screen: 'kiosk' })
  for (const [locale, width, dark] of [['id', 360, false], ['en', 1280, true]] as const) {
    assert.deepEqual(await look(hall, { cookies: null, locale, width, dark }), [])
    assert.deepEqual(await look(['/office/counter', '/places/jakarta-pusat/kiosk'], { cookies: officer, locale, width, dark }), [])
  }
  assert.deepEqual(await tooHeavy(`/tickets/${ticket}`, ''), [])
  await officer.post('/office/counter?/next', { command: randomUUID() })
  assert.deepEqual(await look(['/office/counter', '/places/jakarta-pusat/board', `/tickets/${ticket}`], { cookies: officer, locale: 'id', width: 1280 }), [])
})

test('Enlarged to 400 % (320 pixels wide) no page scrolls sideways', async () => {
  assert.deepEqual((await look([...publicPages, ...ownPages()], { cookies: citizen, locale: 'id', width: 320 })).filter((each) => each.endsWith('sideways')), [])
})

test('No page of the staff has a barrier that axe knows', async () => {
  const [verifier, head] = [openVisitor(office.origin), openVisitor(office.origin)]
  await verifier.be('verifier')
  await head.be('head')
  const counter = openVisitor(office.origin)
  await counter.be('counter')
  const operator = openVisitor(office.origin)
  await operator.be('operator')
  const printed = await head.post('/office/packs?/print', { service: 'izin-penelitian', forms: '2', language: 'id', command: randomUUID() })
  const pack = printed.headers.get('location') ?? ''
  const serial = /P-\d+-\d+-\w{4}/.exec(await (await head.get(pack)).text())?.[0] ?? ''
  const pages = ['/office/queue', '/office/away', `/office/cases/${sent}`]
  const headPages = ['/office/sign', `/office/sign/${sent}`, '/office/overview', '/office/away', `/office/cases/${sent}`, '/office/calendar', '/office/places', '/office/places/jakarta-pusat/rules?desk=pickup', '/office/packs', pack, '/office/alone']
  assert.deepEqual(await look(['/office/sign-in'], { cookies: null, locale: 'id', width: 360 }), [])
  for (const [locale, width, dark] of [['id', 1280, false], ['en', 360, true]] as const) {
    assert.deepEqual(await look(pages, { cookies: verifier, locale, width, dark }), [])
    assert.deepEqual(await look(['/office/deliveries', '/office/paper', `/office/paper/${serial}`, '/office/alone'], { cookies: counter, locale, width, dark }), [])
    assert.deepEqual(await look(['/office/health', '/office/incidents'], { cookies: operator, locale, width, dark }), [])
    assert.deepEqual(await look(headPages, { cookies: head, locale, width, dark }), [])
  }
  await verifier.post('/office/queue?/take', { id: sent, reason: 'language', command: randomUUID() })
  assert.deepEqual(await look([`/office/cases/${sent}`], { cookies: verifier, locale: 'id', width: 1280 }), [])
})
