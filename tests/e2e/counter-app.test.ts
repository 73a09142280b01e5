import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser } from '../support/browser.ts'
import { photo } from '../support/research.ts'
import { runOffice, type RunningOffice } from '../support/running-office.ts'
import { openOfficeDatabase } from '../support/submission.ts'
import { openVisitor, researchForms } from '../support/visitor-client.ts'

let office: RunningOffice
let browser: Browser
before(async () => {
  ;[office, browser] = await Promise.all([runOffice(), openBrowser()])
})
after(async () => {
  await browser?.close()
  await office?.stop()
})

const axe = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

async function barriers(page: Page): Promise<readonly string[]> {
  const found = (await page.evaluate(`(() => { ${await axe}; return axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((result) => result.violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html.slice(0, 160)).join(' | '))) })()`)) as readonly string[]
  const isSideways = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
  return [...found, ...(isSideways ? ['it scrolls sideways'] : [])]
}

/** Axe at both widths in both languages, with a picture of each. */
async function look(page: Page, name: string): Promise<void> {
  for (const [width, height] of [[360, 740], [1280, 800]] as const)
    for (const language of ['id', 'en']) {
      if ((await page.locator('html').getAttribute('lang')) !== language) await page.click('.desk-who button')
      await page.setViewportSize({ width, height })
      assert.deepEqual(await barriers(page), [], `${name} ${width} ${language}`)
      await page.screenshot({ path: `${process.env['SATU_PINTU_PICTURES'] ?? office.dataDir}/app-${name}-${width}-${language}.png`, fullPage: true })
    }
}

async function be(context: BrowserContext, person: string): Promise<void> {
  const visitor = openVisitor(office.origin)
  await visitor.be(person)
  await context.clearCookies()
  for (const [name, value] of visitor.cookies) await context.addCookies([{ name, value, url: office.origin }])
}

/** Fills in the research permit's form as a walk-in answers it. */
async function fillIn(page: Page): Promise<void> {
  for (const [name, value] of researchForms().flatMap(([, fields]) => Object.entries(fields)))
    for (const each of [value].flat()) {
      if (each === '') continue
      const choice = page.locator(`input[name="${name}"][value="${each}"]`)
      if ((await choice.count()) > 0) await choice.check()
      else await page.fill(`[name="${name}"]`, each)
    }
  for (const requirement of ['ktp', 'surat_permohonan', 'proposal']) await page.setInputFiles(`#scan-${requirement}`, { name: `${requirement}.jpg`, mimeType: 'image/jpeg', buffer: Buffer.concat([await photo(), Buffer.from(requirement)]) })
  await page.check('#declared')
}

async function applications(number: string): Promise<number> {
  const database = await openOfficeDatabase(office)
  const { rows } = await database.query<{ count: string }>('select count(*) from office.cases where number = $1', [number])
  await database.end()
  return Number(rows[0]?.count)
}

const standing = (page: Page) => page.locator('.standing [role=status]')

test('A counter goes on without the office: it opens, takes in an application with its scans, and brings it once when the line is back', async () => {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 }, bypassCSP: false })
  let page = await context.newPage()
  page.setDefaultTimeout(60_000)
  await be(context, 'head')
  await page.goto(`${office.origin}/office/alone`, { waitUntil: 'networkidle' })
  for (const name of ['Loket 2', 'Loket 3']) {
    await page.fill('#device-name', name)
    await page.click('text=Register')
    await page.locator(name === 'Loket 2' ? 'text=is now a counter of the unit' : 'text=is a counter already').waitFor()
  }
  await be(context, 'counter')
  await page.goto(`${office.origin}/office/alone/work`)
  await page.locator('text=it opens without the line').waitFor()
  await page.locator('text=120 numbers left').waitFor({ state: 'attached' })
  await standing(page).filter({ hasText: /Connected\.\s+Nothing to send\.\s+Safe to close\./ }).waitFor()

  await office.kill()
  await context.setOffline(true)
  await page.reload()
  await standing(page).filter({ hasText: /Working alone since \d\d:\d\d\.\s+Nothing to send\.\s+Safe to close\./ }).waitFor()

  await page.click('text=Record and show the receipt')
  await page.locator('.error-summary li').first().waitFor()
  assert.equal(await page.locator('#nik-error').count(), 1, 'the form says what is missing, without the office')
  await fillIn(page)
  assert.match(await standing(page).innerText(), /Not safe to close yet/)
  await page.click('text=Record and show the receipt')
  await page.locator('.slip').waitFor()
  const number = await page.locator('.slip-number dd').first().innerText()
  const code = await page.locator('.slip-number dd').nth(1).innerText()
  assert.match(number, /^IP-\d\d-\d{6}-\d$/)
  await standing(page).filter({ hasText: /4 things to send\.\s+Safe to close\./ }).waitFor()

  await page.close()
  page = await context.newPage()
  page.setDefaultTimeout(60_000)
  await page.goto(`${office.origin}/office/alone/work`)
  await page.locator('td.number', { hasText: number }).waitFor()
  assert.match(await page.locator('tbody').innerText(), /Dewi Lestari[\s\S]*To be sent/)
  const plain = await page.evaluate(async () => {
    const store = await new Promise<IDBDatabase>((resolve) => (indexedDB.open('satu-pintu-counter').onsuccess = (event) => resolve((event.target as IDBOpenDBRequest).result)))
    const rows = (name: string) => new Promise<readonly { readonly sealed: { readonly data: ArrayBuffer } }[]>((resolve) => (store.transaction(name).objectStore(name).getAll().onsuccess = (event) => resolve((event.target as IDBRequest).result)))
    const [entries, scans] = [await rows('journal'), await rows('scans')]
    store.close()
    return { entries: entries.length, scans: scans.length, text: entries.map(({ sealed }) => new TextDecoder('latin1').decode(sealed.data)).join() }
  })
  assert.deepEqual([plain.entries, plain.scans, plain.text.includes('Dewi')], [1, 3, false], 'it lies on the device, and can not be read there')
  await page.locator('td button').click()
  assert.equal(await page.locator('.slip-number dd').nth(1).innerText(), code, 'the receipt can be printed again')
  await page.locator('.slip .button-secondary').click()

  await page.evaluate(() => {
    const real = fetch
    Object.assign(globalThis, {
      cut: 0,
      fetch: async (...given: Parameters<typeof real>) => {
        const answer = await real(...given)
        if (given[0] !== '/api/counter/sync' || !answer.ok) return answer
        Object.assign(globalThis, { fetch: real, cut: 1 })
        throw new TypeError('The line broke.')
      },
    })
  })
  await context.setOffline(false)
  await office.start()
  await page.click('text=Send now')
  while ((await page.evaluate(() => (globalThis as { cut?: number }).cut)) !== 1) await new Promise((resolve) => setTimeout(resolve, 100))
  assert.equal(await applications(number), 1, 'the office has it, and its answer was lost on the way')
  await page.click('text=Send now')
  await page.locator('tbody', { hasText: 'On record' }).waitFor()
  await standing(page).filter({ hasText: /Connected\.\s+Nothing to send\.\s+Safe to close\./ }).waitFor()
  assert.equal(await applications(number), 1)
  await page.reload()
  await page.click('text=Send now')
  await standing(page).filter({ hasText: 'Connected.' }).waitFor()
  assert.equal(await applications(number), 1, 'brought again, it is there once')
  const citizen = openVisitor(office.origin)
  const found = await citizen.post('/track', { number, code })
  assert.ok(found.status === 303 || (await found.text()).includes(number), 'number and code of the receipt open it')
  await context.close()
})

test('The page has no barrier that axe knows, and what does not fit on the device is said before anything is lost; revoked, it wipes itself', async () => {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 }, bypassCSP: true })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  await be(context, 'head')
  await page.goto(`${office.origin}/office/alone`, { waitUntil: 'networkidle' })
  await page.fill('#device-name', 'Loket 9')
  await page.click('text=Register')
  await page.locator('text=is now a counter of the unit').waitFor()
  await be(context, 'counter')
  await page.goto(`${office.origin}/office/alone/work`)
  await page.locator('text=it opens without the line').waitFor()
  await page.locator('text=120 numbers left').waitFor({ state: 'attached' })
  await look(page, 'form')

  await fillIn(page)
  await page.evaluate(() => {
    const put = IDBObjectStore.prototype.put
    Object.assign(globalThis, { room: () => (IDBObjectStore.prototype.put = put) })
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given: Parameters<typeof put>) {
      if (this.name === 'scans') throw new DOMException('No room.', 'QuotaExceededError')
      return put.apply(this, given)
    }
  })
  await page.click('text=Record and show the receipt')
  await page.locator('[role=alert]', { hasText: 'NOT recorded' }).waitFor()
  assert.equal(await page.locator('.slip').count(), 0, 'nothing to print')
  assert.equal(await page.locator('td.number').count(), 0, 'nothing of it is kept')
  assert.equal(await page.locator('text=120 numbers left').count(), 1, 'no number is used')
  await look(page, 'full')
  await page.evaluate('globalThis.room()')
  await page.click('text=Record and show the receipt')
  await page.locator('.slip').waitFor()
  await page.locator('tbody', { hasText: 'On record' }).waitFor()
  await look(page, 'receipt')
  await page.emulateMedia({ media: 'print' })
  const printed = (path: string) => page.locator(path).isVisible()
  assert.deepEqual([await printed('.slip dl'), await printed('.slip .actions'), await printed('.standing'), await printed('.desk-top'), await printed('.list')], [true, false, false, false, false], 'the receipt alone is printed')
  await page.emulateMedia({ media: null })
  const shelf = await page.evaluate(async () => (await (await caches.open('counter-page')).keys()).map(({ url }) => new URL(url).pathname))
  assert.deepEqual(shelf.filter((path) => !path.startsWith('/_app/immutable/')).sort(), ['/counter.webmanifest', '/favicon.svg', '/office/alone/work'], 'no other page is kept')

  const head = openVisitor(office.origin)
  await head.be('head')
  const html = await (await head.get('/office/alone')).text()
  for (const [, id] of html.matchAll(/name="id" value="([\da-f-]{36})"/g)) await head.post('/office/alone?/revoke', { id: id ?? '' })
  await page.click('text=Next applicant')
  await page.fill('[name=name]', 'Budi')
  await page.locator('td button').click()
  await page.click('text=Next applicant')
  assert.equal(await page.inputValue('[name=name]'), 'Budi', 'what is half typed stays while a receipt is looked at')
  await page.click('text=Send now')
  await page.locator('text=This device was revoked').waitFor()
  const left = await page.evaluate(async () => {
    const store = await new Promise<IDBDatabase>((resolve) => (indexedDB.open('satu-pintu-counter').onsuccess = (event) => resolve((event.target as IDBOpenDBRequest).result)))
    const count = (name: string) => new Promise<number>((resolve) => (store.transaction(name).objectStore(name).count().onsuccess = (event) => resolve((event.target as IDBRequest).result)))
    const counts = await Promise.all(['device', 'keys', 'kept', 'journal', 'scans'].map(count))
    store.close()
    return counts
  })
  assert.deepEqual(left, [0, 0, 0, 0, 0], 'no key and no person is left on it')
  await page.reload()
  await page.locator('text=This device was revoked').waitFor()
  assert.deepEqual(await barriers(page), [])
  await context.close()
})
