import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { Opened } from '../../src/adapters/open-office.ts'
import { kioskToken } from '../../src/usecases/tickets/at-the-place.ts'
import { callNext, finishTicket, recallTicket } from '../../src/usecases/tickets/call-ticket.ts'
import { openCounter } from '../../src/usecases/tickets/counter-session.ts'
import { takeTicket } from '../../src/usecases/tickets/take-ticket.ts'
import { openBrowser } from '../support/browser.ts'
import { chances } from '../support/busy-hall.ts'
import { runOffice } from '../support/running-office.ts'
import { serveTestOffice, type ServedOffice } from '../support/served-office.ts'
import { openVisitor } from '../support/visitor-client.ts'

const minute = 60_000
const place = 'jakarta-pusat'
const morning = Date.parse('2026-11-24T01:00:00Z') // Tuesday, 08:00 in Jakarta

let office: ServedOffice
let second: Opened
let browser: Browser
before(async () => {
  ;[office, browser] = await Promise.all([serveTestOffice(morning), openBrowser()])
  second = await office.openNode()
})
after(async () => {
  await browser?.close()
  await office?.close()
})

const command = () => randomUUID()
const forward = (by: number) => office.setNow(office.office.now() + by)
const textOf = async (answer: Response) => (await answer.text()).replace(/<(script|style)[\s\S]*?<\/\1>/g, '').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
const atKiosk = (at = place) => ({ kind: 'kiosk' as const, token: kioskToken(second.office, at) })

async function take(desk: string, at = place): Promise<string> {
  const taken = await takeTicket(second.office, atKiosk(at), { place: at, desks: [desk], priority: null, command: command() })
  assert.ok(taken.ok, JSON.stringify(taken))
  return taken.number
}

/** A browser that is signed in as one of the demo's people. */
async function browserOf(person: string | null, options: { readonly javaScriptEnabled?: boolean; readonly kiosk?: boolean; readonly width?: number } = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: 'id', viewport: { width: options.width ?? 1280, height: 800 }, javaScriptEnabled: options.javaScriptEnabled ?? true })
  const visitor = openVisitor(office.origin)
  if (person) await visitor.be(person)
  for (const [name, value] of visitor.cookies) await context.addCookies([{ name, value, url: office.origin }])
  if (options.kiosk) await context.addCookies([{ name: 'kiosk', value: kioskToken(office.office, place), url: `${office.origin}/places/${place}` }])
  return context
}

const shows = (page: Page, words: string) => page.waitForFunction((text) => document.querySelector('.board-call')?.textContent.replace(/\s+/g, ' ').includes(text), words, { timeout: 60_000 })

test('The board runs through two hours of a day, speaks every call once, and catches up after the line was cut', async () => {
  const chance = chances(7)
  const officers = await Promise.all(['counter', 'counter2'].map((key) => office.staff(key)))
  for (const [index, officer] of officers.entries()) assert.ok((await openCounter(second.office, officer, { place, counter: String(index + 1), takeOver: false, command: command() })).ok)
  const context = await browserOf(null, { kiosk: true, width: 1920 })
  await context.addInitScript(() => {
    const spoken: string[] = []
    Object.assign(globalThis, { spoken })
    Object.defineProperty(globalThis, 'speechSynthesis', { value: { speak: (words: SpeechSynthesisUtterance) => spoken.push(`${words.lang}: ${words.text}`), cancel: () => undefined } })
  })
  const page = await context.newPage()
  await page.goto(`${office.origin}/places/${place}/board`)
  await page.getByRole('button', { name: 'Nyalakan suara' }).click()
  await page.getByRole('button', { name: 'Matikan suara' }).waitFor()
  const spoken = () => page.evaluate(() => (globalThis as unknown as { spoken: readonly string[] }).spoken)

  const calls: string[] = []
  const busy = new Map<number, number>()
  /** Officers work on the second node; the board hears of it on the first. */
  const work = async (index: number) => {
    const officer = officers[index]!
    if ((busy.get(index) ?? 0) > office.office.now()) return
    if (busy.delete(index)) assert.ok((await finishTicket(second.office, officer, { result: { kind: 'served', next: null }, command: command() })).ok)
    const called = await callNext(second.office, officer, { command: command() })
    if (!called.ok) return
    calls.push(called.number)
    busy.set(index, office.office.now() + 2 * minute + Math.floor(chance() * 4 * minute))
    if (!cut) await shows(page, `${called.number} Loket ${index + 1}`)
  }
  let cut = false
  for (let at = 0; at < 120; at += 2) {
    forward(2 * minute)
    if (chance() < 0.8) await take(chance() < 0.7 ? 'pickup' : 'originals')
    if (at === 60) {
      await take('pickup')
      cut = true
      await office.cut()
      await page.getByText('Sambungan terputus').waitFor()
    }
    for (const index of [0, 1]) await work(index)
    if (cut && at >= 68) {
      await office.mend()
      await shows(page, calls.at(-1)!)
      cut = false
      await page.getByText('Sambungan terputus').waitFor({ state: 'detached' })
    }
  }
  assert.ok(calls.length >= 30, `${calls.length} calls in two hours`)
  const heard = (await spoken()).slice(1)
  const digits = ['nol', 'satu', 'dua', 'tiga', 'empat', 'lima', 'enam', 'tujuh', 'delapan', 'sembilan']
  const asSpoken = (number: string) => `id-ID: Nomor ${[...number.replace('-', '')].map((sign) => digits[Number(sign)] ?? sign).join(' ')}, silakan ke loket`
  const numberOf = (words: string) => calls.find((call) => words.startsWith(asSpoken(call)))
  assert.deepEqual(heard.map(numberOf), calls.filter((call) => heard.some((words) => numberOf(words) === call)), 'in order, none twice')
  const silent = calls.filter((call) => !heard.some((words) => numberOf(words) === call))
  assert.ok(silent.length <= 3, `only what was called long before the line was mended stays unspoken: ${silent}`)

  const last = calls.at(-1)!
  const index = busy.has(1) && (busy.get(1) ?? 0) >= (busy.get(0) ?? 0) ? 1 : 0
  for (const each of [0, 1]) if (busy.has(each)) assert.ok((await recallTicket(second.office, officers[each]!, { command: command() })).ok)
  await page.waitForFunction((count) => (globalThis as unknown as { spoken: readonly string[] }).spoken.length > count, heard.length + 1)
  assert.ok((await spoken()).length > heard.length + 1, `a recall of ${last} or its neighbour at ${index + 1} is spoken again`)
  await context.close()
})

test('A stream that comes back with what it has is sent nothing; one with something else is sent the board; too many are turned away', async () => {
  const address = `${office.origin}/places/${place}/board/events`
  const first = await readSome(address, {})
  const id = /^id: (.+)$/m.exec(first)?.[1]
  assert.ok(id && first.includes('event: board'))
  assert.ok(!(await readSome(address, { 'last-event-id': id })).includes('event: board'))
  assert.ok((await readSome(address, { 'last-event-id': 'something-older' })).includes(`id: ${id}`))
  assert.ok(!first.includes('event: pin'), 'the digits of the place are for screens there')
  const aborts = Array.from({ length: 30 }, () => new AbortController())
  const open = await Promise.all(aborts.map((abort) => fetch(address, { signal: abort.signal })))
  const listening = open.filter((answer) => answer.status === 200).length
  assert.ok(listening > 0 && listening <= 24, `${listening} boards of one address`)
  assert.deepEqual(new Set(open.map((answer) => answer.status)), new Set([200, 429]))
  for (const abort of aborts) abort.abort()
  await Promise.all(open.map((answer) => answer.text().catch(() => '')))
})

/** The first moments of a stream, as text. */
async function readSome(address: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const abort = new AbortController()
  const answer = await fetch(address, { headers, signal: abort.signal })
  let text = ''
  const timer = setTimeout(() => abort.abort(), 1_500)
  try {
    for await (const chunk of answer.body!) text += new TextDecoder().decode(chunk)
  } catch {
    // Cut by the timer.
  }
  clearTimeout(timer)
  return text
}

test('The kiosk gives numbers without JavaScript, knows forged codes, and takes nobody in twice', async () => {
  const context = await browserOf(null, { javaScriptEnabled: false, kiosk: true, width: 360 })
  const page = await context.newPage()
  await page.goto(`${office.origin}/places/${place}/kiosk`)
  await page.getByLabel('Lansia').check()
  await page.getByRole('button', { name: /Ambil izin/ }).click()
  const number = await page.locator('.slip-number').textContent()
  assert.match(number ?? '', /^A-\d{3}$/)
  const ticket = page.url().split('/').at(-1)!
  assert.equal(await page.locator('.slip .qr svg').count(), 1, 'with a QR code to follow it by')

  const show = async (code: string) => {
    await page.goto(`${office.origin}/places/${place}/kiosk`)
    await page.getByLabel('Kode', { exact: true }).fill(code)
    await page.getByRole('button', { name: 'Saya sudah datang' }).click()
    return (await page.locator('main').innerText()).replace(/\s+/g, ' ')
  }
  assert.match(await show(`${office.origin}/tickets/${ticket}`), new RegExp(`Anda sudah terdaftar dengan nomor ${number}`))
  for (const forged of [`${office.origin}/tickets/${randomUUID()}`, 'ABCD-EFGH', "'; drop table office.tickets; --", '<script>alert(1)</script>', 'https://evil.example/tickets/1'])
    assert.match(await show(forged), /Kode ini bukan dari kami/, forged)
  const elsewhere = await takeTicket(office.office, atKiosk('mpp-jakarta'), { place: 'mpp-jakarta', desks: ['pickup'], priority: null, command: command() })
  assert.ok(elsewhere.ok)
  assert.match(await show(elsewhere.id), /Kode ini untuk Mal Pelayanan Publik Jakarta/)
  await context.close()

  const stranger = openVisitor(office.origin)
  const refused = await stranger.post(`/places/${place}/kiosk?/take`, { desk: 'pickup', command: command() })
  assert.equal(refused.status, 403)
  assert.match(await textOf(refused), /bukan mesin antrean tempat ini/)
})

test('A phone holds one number, gets into the line by the digits of the place, and a flood is refused in plain words', async () => {
  const phone = openVisitor(office.origin)
  const taken = await phone.post(`/places/${place}/queue`, { desk: ['pickup', 'consultation'], priority: '', command: command() })
  assert.equal(taken.status, 303)
  const mine = taken.headers.get('location')!
  for (let more = 0; more < 5; more++) {
    const again = await phone.post(`/places/${place}/queue`, { desk: 'pickup', priority: '', command: command() })
    assert.equal(again.status, 422)
    assert.match(await textOf(again), /Satu ponsel, satu nomor/)
  }
  const wrong = await phone.post(`${mine}?/arrive`, { pin: '000000', command: command() })
  assert.match(await textOf(wrong), /Kode tempat ini salah/)
  const kiosk = await browserOf(null, { kiosk: true })
  const board = await kiosk.newPage()
  await board.goto(`${office.origin}/places/${place}/kiosk`)
  const pin = await board.locator('.kiosk-foot strong').innerText()
  await kiosk.close()
  assert.match(await textOf(await phone.post(`${mine}?/arrive`, { pin, command: command() })), /orang sebelum Anda|Anda berikutnya/)
  assert.match(await textOf(await phone.post(`${mine}?/arrive`, { pin, command: command() })), /Anda sudah terdaftar dengan nomor/)

  const answers = []
  for (let each = 0; each < 45; each++) answers.push(await openVisitor(office.origin).post(`/places/${place}/queue`, { desk: 'pickup', priority: '', command: command() }))
  const turned = answers.filter((answer) => answer.status === 429)
  assert.ok(turned.length > 0)
  assert.match(await textOf(turned[0]!), /Terlalu banyak permintaan dari alamat ini/)
})

test('An officer works by keyboard: call, call again, send on with the same number, serve, and say why not', async () => {
  const at = 'puskesmas-tanah-abang'
  const agus = await browserOf('counter2')
  const page = await agus.newPage()
  await page.goto(`${office.origin}/office/counter`)
  const sitting = page.getByRole('button', { name: 'Tutup loket' })
  if (await sitting.count()) {
    if (await page.locator('.here-called').count()) await page.locator('button[data-key="f"]').click()
    await page.locator('.here-called').waitFor({ state: 'detached' })
    await sitting.click()
  }
  const first = await take('registration', at)
  const next = await take('registration', at)
  await page.getByRole('heading', { name: 'Puskesmas Tanah Abang' }).waitFor()
  await page.getByRole('button', { name: /Loket 1 Pendaftaran rawat jalan/ }).click()
  await page.getByText(first).first().waitFor()
  await page.keyboard.press('n')
  await page.locator('.here-called').filter({ hasText: first }).waitFor()
  await page.keyboard.press('r')
  await page.getByText('Dipanggil 2 kali').waitFor()
  await page.keyboard.press('f')
  await page.locator('.choices[open]').waitFor()
  await page.keyboard.press('2')
  await page.locator('.here').filter({ hasText: next }).waitFor()
  await page.keyboard.press('n')
  await page.locator('.here-called').filter({ hasText: next }).waitFor()
  await page.keyboard.press('x')
  await page.locator('.choices[open]').waitFor()
  await page.keyboard.press('2')
  await page.locator('.here-called').waitFor({ state: 'detached' })
  const line = await textOf(await openVisitor(office.origin).get(`/places/${at}/board`))
  assert.match(line, /Poli gigi 1 menunggu/, 'from registration into the clinic without a new number')
  const figures = await textOf(await openVisitor(office.origin).get('/figures/queue'))
  assert.match(figures, /Puskesmas Tanah Abang November 2026 1 1 \(100%\) 1 · Dokumen kurang/)
  await agus.close()
})

test('A node that stops ends the streams of its boards, and waits for none of them', async () => {
  const node = await runOffice()
  const answer = await fetch(`${node.origin}/places/${place}/board/events`)
  const reader = answer.body!.getReader()
  assert.match(new TextDecoder().decode((await reader.read()).value), /retry/)
  const ended = (async () => {
    // Were it cut off instead of ended, reading would fail.
    while (!(await reader.read()).done) continue
  })()
  await node.stop()
  await ended
  assert.match(node.said(), /Stopped\./)
})
