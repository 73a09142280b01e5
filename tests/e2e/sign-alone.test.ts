import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser } from '../support/browser.ts'
import { readyToSign } from '../support/ready-to-sign.ts'
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

async function headsBrowser(): Promise<BrowserContext> {
  const sri = openVisitor(office.origin)
  await sri.be('head')
  const context = await browser.newContext({ locale: 'id-ID', viewport: { width: 1280, height: 800 } })
  for (const [name, value] of sri.cookies) await context.addCookies([{ name, value, url: office.origin }])
  return context
}

const picture = (page: Page, name: string) => page.screenshot({ path: `${process.env['SATU_PINTU_PICTURES'] ?? office.dataDir}/${name}.png`, fullPage: true })

/** Signs the first case that waits; gives the permit's number. */
async function signOne(page: Page): Promise<string> {
  await page.locator('button:has-text("Tandatangani")').first().click()
  await page.locator('.permit-slip, [role=alert]').first().waitFor()
  assert.deepEqual(await page.locator('[role=alert]').allInnerTexts(), [])
  return (await page.locator('.permit-slip .code').first().innerText()).replace(/^Nomor /, '')
}

test('With the network cut the head signs, the paper is checked by the kept page, and after the sync it is in the register', async () => {
  await readyToSign(office)
  await readyToSign(office)
  const context = await headsBrowser()
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(String(error)))
  page.setDefaultTimeout(20_000)
  await page.goto(`${office.origin}/office/alone`, { waitUntil: 'networkidle' })
  await page.fill('#device-name', 'Meja kepala')
  await page.click('text=Daftarkan')
  await page.locator('table strong', { hasText: 'Meja kepala' }).waitFor()
  await page.goto(`${office.origin}/office/alone/work`, { waitUntil: 'networkidle' })
  await page.locator('.standing-met').waitFor()
  await page.click('.signing summary')
  await page.click('text=Minta kuasa')
  await page.locator('button:has-text("Tandatangani")').first().waitFor()
  const checker = await (await browser.newContext({ locale: 'id-ID', viewport: { width: 360, height: 740 } })).newPage()
  checker.setDefaultTimeout(60_000)
  await checker.goto(`${office.origin}/verify/offline`, { waitUntil: 'networkidle' })
  await checker.getByText('Tersimpan di peramban ini').waitFor()

  await context.setOffline(true)
  await checker.context().setOffline(true)
  await page.evaluate(() => dispatchEvent(new Event('offline')))
  const number = await signOne(page).catch((error: unknown) => assert.fail(`${String(error)} ${faults.join()}`))
  await picture(page, 'sign-slip-1280-id')
  const address = await codeOf(page)
  assert.ok(address.startsWith(`${office.origin}/verify/${number}#`))
  await checker.goto(address)
  await checker.getByText('Segelnya asli').waitFor()
  assert.match(await checker.locator('main').innerText(), new RegExp(`${number.replaceAll('.', '\\.')}[\\s\\S]*kunci yang diberi kuasa`))
  await picture(checker, 'verify-offline-360-id')
  await checker.fill('#jws', address.replace(/\.([^.~]+)~/, (_, end: string) => `.${end.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))}~`))
  await checker.click('button:has-text("Periksa segel")')
  await checker.getByText('Segelnya tidak sah').waitFor()

  await context.setOffline(false)
  await checker.context().setOffline(false)
  await page.click('.slip .button-secondary')
  await page.locator('.standing button').click()
  await page.locator('.verdict.tag-done').first().waitFor()
  await checker.goto(address)
  await checker.getByText('Segel di kode QR asli').waitFor()
  assert.match(await checker.locator('main').innerText(), /Asli/)
})

/** The address in the QR code of the permit that was signed last, from the device's own store. */
async function codeOf(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const ask = <T>(request: IDBRequest<T>) => new Promise<T>((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }))
    const store = await ask(indexedDB.open('satu-pintu-counter'))
    const tx = store.transaction(['keys', 'journal'])
    const [box, rows] = await Promise.all([ask<CryptoKey>(tx.objectStore('keys').get('box')), ask<{ sequence: number; sealed: { iv: BufferSource; data: BufferSource } }[]>(tx.objectStore('journal').getAll())])
    store.close()
    const last = rows.at(-1)!
    const open = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: last.sealed.iv, additionalData: new TextEncoder().encode(`journal ${last.sequence}`) }, box, last.sealed.data)
    return (JSON.parse(new TextDecoder().decode(open)) as { receipt: { permit: { code: string } } }).receipt.permit.code
  })
}
