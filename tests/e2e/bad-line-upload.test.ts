import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import jsQR from 'jsqr'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { toBuffer } from 'qrcode'
import sharp from 'sharp'
import { openBrowser } from '../support/browser.ts'
import { runOffice, type RunningOffice } from '../support/running-office.ts'
import { begin, signUp, type VisitorClient } from '../support/visitor-client.ts'

let office: RunningOffice
let browser: Browser
before(async () => {
  ;[office, browser] = await Promise.all([runOffice(), openBrowser()])
})
after(async () => {
  await browser?.close()
  await office?.stop()
})

/** A citizen with a draft, and a phone on a village line that shows its documents page. */
async function phone(email: string): Promise<{ readonly visitor: VisitorClient; readonly context: BrowserContext; readonly page: Page; readonly begun: () => number }> {
  const visitor = await signUp(office.origin, email)
  const id = await begin(visitor)
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 360, height: 740 } })
  await context.addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url: office.origin })))
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  let begun = 0
  page.on('request', (request) => request.method() === 'POST' && request.url().endsWith('/uploads') && begun++)
  await page.goto(`${office.origin}/applications/${id}/documents`)
  const line = await context.newCDPSession(page)
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: 50, downloadThroughput: -1, uploadThroughput: 64 * 1024 })
  return { visitor, context, page, begun: () => begun }
}

async function choose(page: Page, buffer: Buffer, name = 'ktp.png'): Promise<void> {
  await page.locator('#ktp-file').setInputFiles({ name, mimeType: name.endsWith('png') ? 'image/png' : 'image/jpeg', buffer })
  await page.locator('form:has(#ktp-file) button').first().click()
}

const arrived = (page: Page) => page.waitForFunction(() => (document.querySelector('progress')?.value ?? 0) > 0)

/** The document as the office has it. */
async function kept(visitor: VisitorClient, page: Page): Promise<Buffer> {
  const address = await page.locator('#ktp .file a').getAttribute('href')
  return Buffer.from(await (await visitor.get(address!)).arrayBuffer())
}

const scan = () => sharp(randomBytes(520 * 520 * 3), { raw: { width: 520, height: 520, channels: 3 } }).png().toBuffer()

test('An upload goes on by itself after the line was cut, and after the office died in its middle and came back', async () => {
  const { visitor, context, page, begun } = await phone('putus@warga.example')
  const bytes = await scan()
  await choose(page, bytes)
  await arrived(page)
  await office.kill()
  await page.waitForSelector('text=The line is away')
  await office.start()
  await page.waitForSelector('text=The line is away', { state: 'hidden' })
  await context.setOffline(true)
  await page.waitForSelector('text=The line is away')
  await context.setOffline(false)
  await page.waitForSelector('#ktp .file')
  assert.ok((await kept(visitor, page)).equals(bytes))
  assert.equal(begun(), 1)
  await context.close()
})

test('After a reload the page says how much has come, and the same file goes on from there', async () => {
  const { visitor, context, page, begun } = await phone('ulang@warga.example')
  const bytes = await scan()
  await choose(page, bytes)
  await arrived(page)
  assert.match((await page.locator('#ktp form .upload p').first().textContent()) ?? '', /\d+ kB of 8\d\d kB sent, \d+ kB to go/)
  await page.reload()
  await page.waitForSelector('text=Choose the same file again')
  await choose(page, bytes)
  await page.waitForSelector('#ktp .file')
  assert.ok((await kept(visitor, page)).equals(bytes))
  assert.equal(begun(), 1)
  await context.close()
})

test('An upload that was stopped leaves nothing', async () => {
  const { context, page } = await phone('batal@warga.example')
  await choose(page, await scan())
  await arrived(page)
  const gone = page.waitForResponse((response) => response.request().method() === 'DELETE')
  await page.click('text=Stop this upload')
  assert.equal((await gone).status(), 204)
  await page.reload()
  assert.equal(await page.locator('text=Choose the same file again').count(), 0)
  assert.equal(await page.locator('#ktp .file').count(), 0)
  await context.close()
})

test('A photo of twelve megapixels is made smaller on the phone, and its small print can still be read', async () => {
  const { visitor, context, page } = await phone('foto@warga.example')
  const print = await toBuffer('3171065203010004', { width: 120, margin: 2 })
  const paper = sharp({ create: { width: 4000, height: 3000, channels: 3, background: '#ddd', noise: { type: 'gaussian', mean: 200, sigma: 12 } } })
  const photo = await paper.composite([{ input: print, left: 2000, top: 1500 }]).jpeg({ quality: 92 }).toBuffer()
  await choose(page, photo, 'foto.jpg')
  await page.waitForSelector('#ktp .file')
  const small = await kept(visitor, page)
  const { width, height } = await sharp(small).metadata()
  assert.deepEqual([width, height], [2400, 1800])
  assert.ok(small.byteLength < photo.byteLength / 2, `${small.byteLength} of ${photo.byteLength} bytes`)
  const { data, info } = await sharp(small).extract({ left: 1150, top: 850, width: 180, height: 180 }).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  assert.equal(jsQR(new Uint8ClampedArray(data), info.width, info.height)?.data, '3171065203010004')
  await context.close()
})
