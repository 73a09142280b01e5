import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import jsqr from 'jsqr'
import type { BrowserContext, Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { openBrowser } from '../support/browser.ts'
import { runOffice, type RunningOffice } from '../support/running-office.ts'
import { fillIn, openOfficeDatabase, send } from '../support/submission.ts'
import { openVisitor, signUp, type VisitorClient } from '../support/visitor-client.ts'

const jsQR = (jsqr as typeof jsqr & { readonly default?: typeof jsqr }).default ?? jsqr

let office: RunningOffice
let browser: Browser
before(async () => {
  ;[office, browser] = await Promise.all([runOffice(), openBrowser()])
})
after(async () => {
  await browser?.close()
  await office?.stop()
})

const newcomer = () => signUp(office.origin, `${randomUUID().slice(0, 8)}@warga.example`)
const textOf = async (answer: Response) => (await answer.text()).replace(/<(script|style)[\s\S]*?<\/\1>/g, '').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

/** A phone without JavaScript, in the hands of a visitor. */
async function phone(visitor: VisitorClient): Promise<{ readonly page: Page; readonly context: BrowserContext }> {
  const context = await browser.newContext({ locale: 'id-ID', viewport: { width: 360, height: 740 }, javaScriptEnabled: false })
  await context.addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url: office.origin })))
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  return { page, context }
}

/** Nothing of the page lies outside the phone's width. Without script the page can't be asked, so its whole picture is measured. */
async function fits(page: Page): Promise<void> {
  const { width } = await sharp(await page.screenshot({ fullPage: true })).metadata()
  assert.equal(width, 360, page.url())
}

async function sentBy(visitor: VisitorClient): Promise<string> {
  const id = await fillIn(visitor)
  assert.equal(await send(visitor, id, randomUUID()), 303)
  return id
}

const calendarOf = async (context: BrowserContext, booking: string) => (await context.request.get(`${office.origin}/bookings/${booking}/booking.ics`)).text()

test('With JavaScript off, on 360 pixels: from the application to a pickup that is held, confirmed, moved and cancelled', async () => {
  const dewi = await newcomer()
  const id = await sentBy(dewi)
  const { page, context } = await phone(dewi)
  await page.goto(`${office.origin}/applications/${id}`)
  await fits(page)
  await page.click('text=Pilih tempat dan waktu')
  assert.match(await page.innerText('main'), /tidak wajib/)
  await page.selectOption('#near', '3174')
  await page.click('text=Tampilkan')
  assert.match(await page.innerText('.place-list li >> nth=0'), /Jakarta Selatan[\s\S]*km/)
  await fits(page)
  await page.click('.place-list .button >> nth=0')
  assert.equal(await page.locator('.chip-first').count(), 1)
  assert.match(await page.innerText('.chip-first'), /\d+ sisa/)
  assert.match(await page.innerText('main'), /dijanjikan paling lambat/)
  await fits(page)

  const days = page.locator('a.chip:not(.chip-full)')
  const day = await days.nth(5).innerText()
  await days.nth(5).click()
  await fits(page)
  await page.click('button.chip >> nth=2')
  assert.match(await page.innerText('h1'), /Periksa dan konfirmasi/)
  assert.match(await page.innerText('.notice >> nth=0'), /sampai \d\d\.\d\d WIB \((?:9|10) menit lagi\)/)
  const booking = /\/bookings\/([0-9a-f-]{36})/.exec(page.url())?.[1]
  assert.ok(booking)

  await page.click('button:text("Konfirmasi")')
  assert.match(await page.innerText('h1'), /sementara/i)
  assert.match(await page.innerText('main'), /Jangan berangkat sebelum kami kabari/)
  const code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await page.innerText('.pass'))?.[0]
  assert.ok(code)
  assert.equal(await qrOf(page), code)
  await fits(page)
  const before = await calendarOf(context, booking)
  assert.match(before, /BEGIN:VEVENT[\s\S]*SEQUENCE:0[\s\S]*STATUS:TENTATIVE/)

  await page.click('text=Pindah waktu')
  assert.match(await page.innerText('.lead'), /tetap milik Anda/)
  await page.locator('a.chip:not(.chip-full)').nth(6).click()
  await page.click('button.chip >> nth=0')
  assert.match(await page.innerText('.notice-success'), /sudah pindah/)
  assert.ok(!(await page.innerText('.pass')).includes(day.split('\n')[1] ?? '?'), 'another day')
  const moved = await calendarOf(context, booking)
  assert.match(moved, /SEQUENCE:1/)
  assert.equal(/^UID:(.*)$/m.exec(moved)?.[1], /^UID:(.*)$/m.exec(before)?.[1], 'the calendar sees the same visit')

  await page.goto(`${office.origin}/applications/${id}`)
  assert.match(await page.innerText('.ways'), /Sementara/)
  await page.click('text=Lihat, pindahkan, atau batalkan')
  await page.click('.actions >> text=Batalkan')
  await page.click('text=Ya, batalkan')
  assert.match(await page.innerText('h1'), /dibatalkan/)
  assert.match(await calendarOf(context, booking), /METHOD:CANCEL[\s\S]*STATUS:CANCELLED/)
  await page.goto(`${office.origin}/applications/${id}`)
  assert.match(await page.innerText('.ways'), /Pilih tempat dan waktu/)
  await context.close()
})

/** What a scanner reads from the QR code on the page. */
async function qrOf(page: Page): Promise<string | undefined> {
  const { data, info } = await sharp(await page.locator('.qr').screenshot()).ensureAlpha().resize({ width: 800 }).raw().toBuffer({ resolveWithObject: true })
  return jsQR(new Uint8ClampedArray(data), info.width, info.height)?.data
}

test('A full day offers its waiting list; what another gives back is offered and held, and one tap takes it', async () => {
  const [first, second] = [await newcomer(), await newcomer()]
  const [one, two] = [await phone(first), await phone(second)]
  const address = `${office.origin}/book/jakarta-selatan/consultation`
  await one.page.goto(address)
  const dates = await one.page.locator('a.chip').evaluateAll((links) => links.map((link) => new URL((link as unknown as { href: string }).href).searchParams.get('date')!)).catch(() => [])
  const date = dates[3] ?? /date=([\d-]+)/.exec((await one.page.locator('a.chip').nth(3).getAttribute('href')) ?? '')?.[1]
  assert.ok(date)
  // One place is left that day, so that two people can want it.
  const database = await openOfficeDatabase(office)
  await database.query(
    `update office.slots set capacity = (id = (select min(id) from office.slots where place = 'jakarta-selatan' and desk = 'consultation' and (starts_at at time zone 'Asia/Jakarta')::date = $1))::int
     where place = 'jakarta-selatan' and desk = 'consultation' and (starts_at at time zone 'Asia/Jakarta')::date = $1`,
    [date],
  )
  await one.page.goto(`${address}?date=${date}`)
  await one.page.click('button.chip')
  await one.page.click('button:text("Konfirmasi")')
  const booking = one.page.url()

  await two.page.goto(address)
  await two.page.click('a.chip-full')
  assert.match(await two.page.innerText('main'), /ditahan 2 jam/)
  await fits(two.page)
  await two.page.click('text=Masuk daftar tunggu')
  assert.match(await two.page.innerText('.lead'), /Urutan Anda: 1/)
  const waiting = two.page.url()

  await one.page.goto(booking)
  await one.page.click('.actions >> text=Batalkan')
  await one.page.click('text=Ya, batalkan')
  await two.page.goto(waiting)
  assert.match(await two.page.innerText('h1'), /Ada tempat untuk Anda/)
  assert.match(await two.page.innerText('.notice'), /sampai \d\d\.\d\d WIB/)
  await fits(two.page)
  await one.page.goto(`${address}?date=${date}`)
  assert.match(await one.page.innerText('main'), /Hari ini penuh/, 'nobody else gets what is held')
  await two.page.click('text=Ambil tempat ini')
  assert.match(await two.page.innerText('.pass'), /[0-9A-Z]{4}-[0-9A-Z]{4}/)
  await database.end()
  await one.context.close()
  await two.context.close()
})

test('Who is not signed in may look, signs in to take a time, and comes back to the same day', async () => {
  const nobody = openVisitor(office.origin)
  for (const path of ['/places', '/places/jakarta-pusat', '/book/jakarta-pusat/pickup']) assert.equal((await nobody.get(path)).status, 200, path)
  const answer = await nobody.post('/book/jakarta-pusat/pickup?/hold&date=2030-01-02', { slot: '1', command: randomUUID() })
  assert.equal(answer.status, 303)
  assert.equal(answer.headers.get('location'), `/sign-in?next=${encodeURIComponent('/book/jakarta-pusat/pickup?date=2030-01-02')}`)
})

test('Past dates, no dates and made-up times are refused in plain words', async () => {
  const dewi = await newcomer()
  for (const date of ['2020-01-01', '2031-01-01', '2026-02-30', 'besok', "'); drop table office.slots; --"]) {
    const answer = await dewi.get(`/book/jakarta-pusat/pickup?date=${encodeURIComponent(date)}`)
    assert.equal(answer.status, 200, date)
    assert.match(await textOf(answer), /tidak dapat dipesan/, date)
  }
  for (const slot of ['0', '-1', '999999999', '1e400', 'x', '']) {
    const answer = await dewi.post('/book/jakarta-pusat/pickup?/hold', { slot, command: randomUUID() })
    assert.equal(answer.status, 409, slot)
    assert.match(await textOf(answer), /tidak ada di tempat ini/, slot)
  }
  const database = await openOfficeDatabase(office)
  const { rows } = await database.query<{ id: string }>(`insert into office.slots (unit, place, desk, starts_at, ends_at, capacity, opens_at, closes_at)
    values ('3171', 'jakarta-pusat', 'pickup', '2026-01-05T02:00:00Z', '2026-01-05T02:30:00Z', 5, '2025-12-01', '2026-01-05T01:00:00Z') returning id`)
  const past = await dewi.post('/book/jakarta-pusat/pickup?/hold', { slot: rows[0]!.id, command: randomUUID() })
  assert.equal(past.status, 409)
  assert.match(await textOf(past), /sudah lewat/)
  await database.end()
  assert.equal((await dewi.get('/book/jakarta-pusat/nonsense')).status, 404)
  assert.equal((await dewi.get('/book/puskesmas-tanah-abang/general')).status, 404, 'a room that registration leads to is not booked')
  assert.equal((await dewi.get('/places/nowhere')).status, 404)
})

test("Somebody else's visit is not there to be seen, confirmed, moved or cancelled; nor can it be booked for their application", async () => {
  const [dewi, other] = [await newcomer(), await newcomer()]
  const id = await sentBy(dewi)
  const days = await (await dewi.get(`/book/jakarta-pusat/pickup?application=${id}`)).text()
  const date = [...days.matchAll(/href="[^"]*date=([\d-]+)/g)].at(4)?.[1]
  const times = await (await dewi.get(`/book/jakarta-pusat/pickup?date=${date}&application=${id}`)).text()
  const slot = /name="slot" value="(\d+)"/.exec(times)?.[1] ?? ''
  const held = await dewi.post(`/book/jakarta-pusat/pickup?/hold&application=${id}`, { slot, command: randomUUID() })
  const address = held.headers.get('location') ?? ''
  assert.match(address, /^\/bookings\/[0-9a-f-]{36}$/)
  const booking = address.split('/').at(-1) ?? ''

  const refused = await other.post(`/book/jakarta-pusat/pickup?/hold&application=${id}`, { slot, command: randomUUID() })
  assert.equal(refused.status, 409)
  assert.match(await textOf(refused), /bukan milik Anda/)
  for (const path of [address, `${address}/cancel`, `${address}/booking.ics`]) assert.equal((await other.get(path)).status, 404, path)
  assert.equal((await other.post(`${address}?/confirm`, { command: randomUUID() })).status, 404)
  assert.equal((await other.post(`${address}?/answer`, { answer: 'cancel', command: randomUUID() })).status, 404)
  assert.equal((await other.post(`${address}/cancel`, { command: randomUUID() })).status, 404)
  assert.equal((await other.post(`/book/jakarta-pusat/pickup?/move&move=${booking}`, { slot, command: randomUUID() })).status, 404)
  const officer = openVisitor(office.origin)
  await officer.be('counter')
  assert.equal((await officer.get(address)).status, 404)
  assert.equal((await dewi.post(`${address}?/confirm`, { command: randomUUID() })).status, 303, 'after all that it is hers')
  assert.match(await textOf(await dewi.get(address)), /Sementara/)
})

test('A permit that is not signed is not handed to the courier, whatever the counter sends', async () => {
  const dewi = await newcomer()
  const id = await sentBy(dewi)
  const bad = await dewi.post(`/applications/${id}/courier?/ask`, { recipient: '', phone: 'abc', address: 'x', command: randomUUID() })
  assert.equal(bad.status, 422)
  assert.match(await textOf(bad), /Isi nama penerima[\s\S]*8 sampai 15 angka[\s\S]*cukup jelas/)
  assert.equal((await dewi.post(`/applications/${id}/courier?/ask`, { recipient: 'Dewi', phone: '081234567890', address: 'Jl. Cikini Raya 12, Jakarta', command: randomUUID() })).status, 303)
  const own = await (await dewi.get(`/applications/${id}/courier`)).text()
  const delivery = /name="id" value="([0-9a-f-]{36})"/.exec(own)?.[1] ?? ''
  assert.match(own, /\d{3} \d{3}/)
  const lina = openVisitor(office.origin)
  await lina.be('counter')
  const list = await textOf(await lina.get('/office/deliveries?unit=3171'))
  assert.match(list, /Alamat terlihat setelah izin ditandatangani/)
  assert.ok(!list.includes('Cikini'))
  const answer = await lina.post('/office/deliveries?/handOver&unit=3171', { id: delivery, command: randomUUID() })
  assert.equal(answer.status, 409)
  assert.match(await textOf(answer), /belum ditandatangani/)
})
