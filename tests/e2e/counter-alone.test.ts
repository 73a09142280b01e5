import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../support/browser.ts'
import { runOffice, type RunningOffice } from '../support/running-office.ts'
import { openVisitor } from '../support/visitor-client.ts'

let office: RunningOffice
let browser: Browser
before(async () => {
  ;[office, browser] = await Promise.all([runOffice(), openBrowser()])
})
after(async () => {
  await browser?.close()
  await office?.stop()
})

async function headsPage(): Promise<Page> {
  const sri = openVisitor(office.origin)
  await sri.be('head')
  const context = await browser.newContext({ locale: 'id-ID', viewport: { width: 1280, height: 800 } })
  for (const [name, value] of sri.cookies) await context.addCookies([{ name, value, url: office.origin }])
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  return page
}

/** Calls the office as the device in this browser does: with the key of its own store. */
const call = (page: Page, purpose: string, path: string, body: string) =>
  page.evaluate(
    async ([purpose, path, body]) => {
      const store = await new Promise<IDBDatabase>((resolve) => (indexedDB.open('satu-pintu-counter').onsuccess = (event) => resolve((event.target as IDBOpenDBRequest).result)))
      const device = await new Promise<{ id: string; key: CryptoKey }>((resolve) => (store.transaction('device').objectStore('device').get('own').onsuccess = (event) => resolve((event.target as IDBRequest).result)))
      store.close()
      const letters = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
      const word = letters(new TextEncoder().encode(JSON.stringify({ v: 1, device: device.id, purpose, about: '', at: Date.now() })))
      const signature = letters(new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, device.key, new TextEncoder().encode(word))))
      const answer = await fetch(`/api/counter/${path}`, { method: 'POST', headers: { authorization: `Counter ${word}.${signature}`, 'content-type': 'application/json' }, body: body ?? '' })
      return { status: answer.status, body: await answer.text(), extractable: device.key.extractable }
    },
    [purpose, path, body] as const,
  )

test('The head makes a browser a counter; what it brings and can not be recorded is put right on the page; revoked, it is told to wipe', async () => {
  const page = await headsPage()
  await page.goto(`${office.origin}/office/alone`, { waitUntil: 'networkidle' })
  await page.fill('#device-name', 'Loket 2')
  await page.click('text=Daftarkan')
  await page.locator('table strong', { hasText: 'Loket 2' }).waitFor()

  const snapshot = await call(page, 'snapshot', 'snapshot', JSON.stringify({ services: {}, cases: {} }))
  assert.equal(snapshot.status, 200, snapshot.body)
  assert.equal(snapshot.extractable, false, 'the key can not leave the browser')
  assert.ok((JSON.parse(snapshot.body) as { services: readonly { files: object | null }[] }).services.every(({ files }) => files !== null))
  assert.equal((await call(page, 'wiped', 'sync', '')).status, 401, 'a word for something else opens nothing')

  const synced = JSON.parse((await call(page, 'sync', 'sync', '{"body":"half a rec\n{"body":"never ended')).body) as { readonly answers: readonly { readonly verdict: string }[]; readonly wipe: boolean }
  assert.deepEqual([synced.answers.map(({ verdict }) => verdict), synced.wipe], [['set-aside'], false], 'the whole line is kept, the unfinished one is not')
  await page.reload({ waitUntil: 'networkidle' })
  assert.match(await page.locator('table').first().innerText(), /Catatan rusak/)
  await page.screenshot({ path: `${process.env['SATU_PINTU_PICTURES'] ?? office.dataDir}/alone-1280-id.png`, fullPage: true })
  await page.click('summary:has-text("Lepaskan")')
  await page.fill('input[name=reason]', 'Pemohon sudah dilayani di loket lain.')
  await page.click('details button:has-text("Lepaskan")')
  assert.match(await page.locator('main').innerText(), /Dilepaskan, dengan alasan Anda/)
  await page.setViewportSize({ width: 360, height: 740 })
  await page.goto(`${office.origin}/office/alone?lang=en`, { waitUntil: 'networkidle' })
  await page.screenshot({ path: `${process.env['SATU_PINTU_PICTURES'] ?? office.dataDir}/alone-360-en.png`, fullPage: true })

  await page.click('summary:has-text("Lost or stolen")')
  await page.click('button:has-text("Revoke now")')
  assert.match(await page.locator('main').innerText(), /told to wipe itself/)
  assert.equal((JSON.parse((await call(page, 'sync', 'sync', '')).body) as { readonly wipe: boolean }).wipe, true)
  assert.equal((await call(page, 'snapshot', 'snapshot', '{}')).status, 410)
  assert.equal((await call(page, 'wiped', 'wiped', '')).status, 204)
  await page.reload({ waitUntil: 'networkidle' })
  assert.match(await page.locator('main').innerText(), /Wiped/)
})
