import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser } from '../support/browser.ts'
import { runOffice, type RunningOffice } from '../support/running-office.ts'
import { fillIn, numbersOf } from '../support/submission.ts'
import { signUp, type VisitorClient } from '../support/visitor-client.ts'

let office: RunningOffice
let browser: Browser
before(async () => {
  ;[office, browser] = await Promise.all([runOffice(), openBrowser()])
})
after(async () => {
  await browser?.close()
  await office?.stop()
})

/** A phone with all forms of a draft that is filled in, but for what is taken out again. */
async function phone(email: string, without: Readonly<Record<string, string>> = {}): Promise<{ readonly visitor: VisitorClient; readonly context: BrowserContext; readonly page: Page; readonly address: string }> {
  const visitor = await signUp(office.origin, email)
  const id = await fillIn(visitor)
  for (const [group, field] of Object.entries(without)) await visitor.post(`/applications/${id}/${group}`, { [field]: '', _then: 'later', _base: String(Date.now()), _edited: JSON.stringify({ [field]: 0 }) })
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 360, height: 740 } })
  await context.addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url: office.origin })))
  const page = await context.newPage()
  page.setDefaultTimeout(90_000)
  const address = `${office.origin}/applications/${id}`
  await page.goto(address)
  while ((await page.evaluate(() => eval('line').names('page:') as Promise<readonly string[]>)).length < 8) await page.waitForTimeout(200)
  return { visitor, context, page, address }
}

async function press(page: Page): Promise<void> {
  await page.check('#declared')
  await page.click('form[data-send] .button')
}

test('An application that was sent without a line goes out once when it is back, and the receipt tells both times', async () => {
  const { visitor, context, page, address } = await phone('kirim@warga.example')
  await page.goto(`${address}/check`)
  await context.setOffline(true)
  await office.kill()
  await press(page)
  await page.waitForSelector('text=It waits on this device')
  await office.start()
  await context.setOffline(false)
  await page.waitForURL(/receipt$/)
  const facts = await page.locator('.receipt-facts').textContent()
  assert.match(facts ?? '', /Sent without a line.*Received/)
  assert.equal((await numbersOf(visitor)).size, 1)
  await page.goto(address)
  assert.deepEqual(await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => (Object.assign(indexedDB.open('line'), { onsuccess: (event: { target: IDBOpenDBRequest }) => resolve(event.target.result) })))
    return new Promise((resolve) => (database.transaction('kept').objectStore('kept').getAllKeys(IDBKeyRange.bound('send:', 'send:\uffff')).onsuccess = (event) => resolve((event.target as IDBRequest).result)))
  }), [])
  await context.close()
})

test('What was typed and sent without a line, one after the other, arrives in that order', async () => {
  const { visitor, context, page, address } = await phone('akhir@warga.example', { institution: 'institution' })
  await context.setOffline(true)
  await office.kill()
  await page.goto(`${address}/institution`)
  await page.fill('[name=institution]', 'Universitas Indonesia')
  await page.click('text=Save and continue')
  await page.waitForSelector('text=What you typed is kept on this device')
  await page.goto(`${address}/check`)
  await page.waitForSelector('#line-send')
  await press(page)
  await page.waitForSelector('text=It waits on this device')
  await office.start()
  await context.setOffline(false)
  await page.waitForURL(/receipt$/)
  assert.equal((await numbersOf(visitor)).size, 1)
  await context.close()
})

test('What the office can not take is not sent again and again: the page says what is missing', async () => {
  const { visitor, context, page, address } = await phone('kurang@warga.example', { institution: 'institution', applicant: 'name' })
  await context.setOffline(true)
  await page.goto(`${address}/institution`)
  await page.fill('[name=institution]', 'Universitas Indonesia')
  await office.kill()
  await page.click('text=Save and continue')
  await page.waitForSelector('text=What you typed is kept on this device')
  await page.goto(`${address}/check`)
  await press(page)
  await page.waitForSelector('text=It waits on this device')
  await office.start()
  await context.setOffline(false)
  await page.waitForSelector('.error-summary')
  assert.deepEqual(await page.evaluate(() => eval('line').names('send:')), [])
  assert.equal((await numbersOf(visitor)).size, 0)
  await context.close()
})
