import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
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

type Phone = { readonly visitor: VisitorClient; readonly id: string; readonly context: BrowserContext; readonly page: Page }

/** A citizen with a draft, and a phone on which it was opened once with a line. */
async function phone(email: string, cookies: Readonly<Record<string, string>> = {}): Promise<Phone> {
  const visitor = await signUp(office.origin, email)
  const id = await begin(visitor)
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 360, height: 740 } })
  await context.addCookies([...visitor.cookies, ...Object.entries(cookies)].map(([name, value]) => ({ name, value, url: office.origin })))
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  await page.goto(`${office.origin}/applications/${id}`)
  return { visitor, id, context, page }
}

/** Until the forms of the draft are on the phone. */
const forms = (page: Page) => until(async () => (await names(page, 'page:')).length >= 8)
const names = (page: Page, start: string) => page.evaluate((start) => eval('line').names(start) as Promise<readonly string[]>, start)

/** What the office has in one field of the draft. */
async function saved({ visitor, id }: Phone, group: string, name: string): Promise<string> {
  const html = await (await visitor.get(`/applications/${id}/${group}`)).text()
  const input = new RegExp(`<(?:input|textarea)[^>]*name="${name}"[^>]*>([^<]*)`).exec(html)
  return /value="([^"]*)"/.exec(input?.[0] ?? '')?.[1] ?? input?.[1] ?? ''
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let wait = 0; wait < 300; wait++) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  assert.fail('It did not come.')
}

const text = (page: Page, name: string, value: string) => page.fill(`[name=${name}]`, value)

test('A draft is written on without a line, page after page, through a restart of the office, and is there when the line is back', async () => {
  const mine = await phone('sawah@warga.example')
  const { page, context, id } = mine
  await forms(page)
  await context.setOffline(true)
  await office.kill()
  await page.click('main .button')
  await page.waitForSelector('text=The line is away')
  await text(page, 'name', 'Dewi Lestari')
  await text(page, 'address', 'Jl. Cikini Raya 12')
  await page.click('text=Save and continue')
  await page.click('text=Go on')
  await page.waitForURL(/institution$/)
  await text(page, 'institution', 'Universitas Indonesia')
  await page.click('text=Save and continue')
  await page.waitForSelector('text=kept on this device')
  await page.reload()
  assert.equal(await page.inputValue('[name=institution]'), 'Universitas Indonesia')
  await office.start()
  await context.setOffline(false)
  await page.waitForSelector('text=has been sent and saved')
  await until(async () => (await saved(mine, 'applicant', 'name')) === 'Dewi Lestari')
  await until(async () => (await saved(mine, 'institution', 'institution')) === 'Universitas Indonesia')
  assert.equal(await saved(mine, 'applicant', 'address'), 'Jl. Cikini Raya 12')
  await page.goto(`${office.origin}/applications/${id}/applicant`)
  assert.deepEqual(await names(page, 'typed:'), [])
  await context.close()
})

test('A page that is sent into a line that has just died comes back with a word, not as an error', async () => {
  const mine = await phone('mati@warga.example')
  const { page, context, id } = mine
  await page.goto(`${office.origin}/applications/${id}/institution`)
  await forms(page)
  await text(page, 'institution', 'Universitas Negeri Jakarta')
  await office.kill()
  await page.click('text=Save and continue')
  await page.waitForSelector('text=kept on this device')
  assert.equal(await page.inputValue('[name=institution]'), 'Universitas Negeri Jakarta')
  await office.start()
  await until(async () => (await saved(mine, 'institution', 'institution')) === 'Universitas Negeri Jakarta')
  await context.close()
})

test('Two places that wrote in the same draft are put together field by field, and the page says what was displaced', async () => {
  const mine = await phone('dua@warga.example')
  const { page, context, visitor, id } = mine
  await page.goto(`${office.origin}/applications/${id}/applicant`)
  await forms(page)
  await context.setOffline(true)
  await visitor.post(`/applications/${id}/applicant`, { name: 'Dewi L.', phone: '0812 3456 7890', _then: 'later' })
  await text(page, 'name', 'Dewi Lestari')
  await page.click('text=Save and continue')
  await page.waitForSelector('text=What you typed is kept on this device')
  await context.setOffline(false)
  const merged = page.locator('.merged')
  await merged.waitFor()
  assert.match((await merged.textContent()) ?? '', /Not kept: Dewi L\./)
  assert.equal(await saved(mine, 'applicant', 'name'), 'Dewi Lestari')
  assert.equal(await saved(mine, 'applicant', 'phone'), '0812 3456 7890')
  await context.close()
})

test('What is kept on the device is sealed with a key that nobody can read, and is forgotten at sign-out', async () => {
  const { page, context, id } = await phone('rahasia@warga.example')
  await page.goto(`${office.origin}/applications/${id}/applicant`)
  await forms(page)
  await text(page, 'name', 'Rahasia Sekali')
  await until(async () => (await names(page, 'typed:')).length === 1)
  const [all, extractable] = await page.evaluate(async () => {
    const database = await eval('line').database
    const store = database.transaction('kept').objectStore('kept')
    const ask = (request: IDBRequest) => new Promise<unknown>((resolve) => (request.onsuccess = () => resolve(request.result)))
    const boxes = (await ask(store.getAll())) as { data?: ArrayBuffer }[]
    const key = (await ask(store.get('key'))) as CryptoKey
    return [boxes.map((box) => (box.data ? new TextDecoder('latin1').decode(box.data) : '')).join(''), key.extractable]
  })
  assert.equal(extractable, false)
  assert.ok(all.length > 10_000)
  assert.ok(!all.includes('Rahasia') && !all.includes('form'))
  await page.goto(`${office.origin}/account`)
  await page.click('form[action="/sign-out"] button')
  await page.waitForURL(`${office.origin}/`)
  assert.deepEqual(await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name)), [])
  await context.setOffline(true)
  await assert.rejects(page.goto(`${office.origin}/applications/${id}/applicant`))
  await context.close()
})

test('On a shared computer what was typed lives in its tab alone', async () => {
  const { page, context, id } = await phone('warnet@warga.example', { shared: '1' })
  await page.goto(`${office.origin}/applications/${id}/applicant`)
  await text(page, 'name', 'Dewi Lestari')
  await until(async () => (await names(page, 'typed:')).length === 1)
  await page.reload()
  assert.equal(await page.inputValue('[name=name]'), 'Dewi Lestari')
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0)
  const later = await context.newPage()
  await later.goto(`${office.origin}/applications/${id}/applicant`)
  await until(async () => (await names(later, 'typed:')).length === 0)
  assert.equal(await later.inputValue('[name=name]'), '')
  await context.close()
})

test('"This is a shared computer" at sign-in leaves no cookie that outlives the browser', async () => {
  const context = await browser.newContext({ locale: 'en-GB' })
  const page = await context.newPage()
  await page.goto(`${office.origin}/sign-in`)
  await page.fill('#email', 'bersama@warga.example')
  await page.click('main .button')
  let code: string | undefined
  await until(async () => {
    const list = await (await fetch(`${office.origin}/demo/mail`)).text()
    for (const [, mail] of list.matchAll(/href="\/demo\/mail\/([\w-]+)"/g)) {
      const words = (await (await fetch(`${office.origin}/demo/mail/${mail}`)).text()).replace(/<[^>]+>/g, ' ')
      if (words.includes('bersama@warga.example')) code = /\b(\d{6})\b/.exec(words)?.[1]
    }
    return code !== undefined
  })
  await page.fill('#code', code!)
  await page.check('#shared')
  await page.click('main .button')
  await page.waitForURL(/applications/)
  const lasting = (await context.cookies()).filter(({ expires, name }) => expires !== -1 && name !== 'lang')
  assert.deepEqual(lasting.map(({ name }) => name), [])
  assert.ok((await context.cookies()).some(({ name }) => name.includes('session')))
  await context.close()
})
