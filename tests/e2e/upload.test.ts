import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { openBrowser } from '../support/browser.ts'
import { photo } from '../support/research.ts'
import { runOffice, type RunningOffice } from '../support/running-office.ts'
import { begin, openVisitor } from '../support/visitor-client.ts'

let office: RunningOffice
let browser: Browser
const folder = mkdtempSync(join(tmpdir(), 'satu-pintu-scan-'))
before(async () => {
  ;[office, browser] = await Promise.all([runOffice(), openBrowser()])
})
after(async () => {
  await browser?.close()
  await office?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('With script a scan is uploaded without leaving the page, and what is too large is said before it is sent', async () => {
  const dewi = openVisitor(office.origin)
  await dewi.be('citizen')
  const id = await begin(dewi)
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 360, height: 740 } })
  await context.addCookies([...dewi.cookies].map(([name, value]) => ({ name, value, url: office.origin })))
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const sent: number[] = []
  page.on('response', (response) => response.request().method() === 'POST' && sent.push(response.status()))
  await page.goto(`${office.origin}/applications/${id}/documents`)
  const form = page.locator('form:has(#ktp-file)')
  const large = fileOfMegabytes(21)
  await form.locator('#ktp-file').setInputFiles(large)
  await form.locator('button').first().click()
  await page.waitForSelector('#ktp [role=alert]')
  assert.equal(sent.length, 0)
  await form.locator('#ktp-file').setInputFiles({ name: 'ktp.jpg', mimeType: 'image/jpeg', buffer: await photo() })
  await form.locator('button').first().click()
  await page.waitForSelector('#ktp >> text=ktp.jpg')
  assert.ok(sent.length > 0 && sent.every((status) => status < 400), String(sent))
  assert.match(page.url(), /\/documents$/)
  await context.close()
})

/** A file on disk, as a visitor has it: bytes told to the browser one by one took longer than a slow machine would wait. */
function fileOfMegabytes(megabytes: number): string {
  const path = join(folder, 'large.jpg')
  writeFileSync(path, '')
  truncateSync(path, megabytes * 1024 * 1024)
  return path
}
