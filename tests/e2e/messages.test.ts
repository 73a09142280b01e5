import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../support/browser.ts'
import { photo } from '../support/research.ts'
import { runOffice, type RunningOffice } from '../support/running-office.ts'
import { begin, openVisitor, researchForms, signUp, upload } from '../support/visitor-client.ts'

let office: RunningOffice
let browser: Browser
before(async () => {
  ;[office, browser] = await Promise.all([runOffice(), openBrowser()])
})
after(async () => {
  await browser?.close()
  await office?.stop()
})

/** What the demo's phones show, as a person reads it there. */
async function seen(page: Page, what: RegExp): Promise<string> {
  for (let wait = 0; wait < 200; wait++) {
    await page.goto(`${office.origin}/demo/mail`)
    const lines = await page.locator('#texts ~ ul li').allInnerTexts()
    const found = lines.find((line) => what.test(line))
    if (found) return found
    await sleep(100)
  }
  throw new Error(`No text said ${what}.`)
}

test('Somebody adds a phone, gets a code, chooses texts, applies, gets the receipt by text, sends the number and gets the answer', async () => {
  const visitor = await signUp(office.origin, 'dewi.pesan@warga.example')
  const context = await browser.newContext({ locale: 'en-GB' })
  for (const [name, value] of visitor.cookies) await context.addCookies([{ name, value, url: office.origin }])
  const page = await context.newPage()

  await page.goto(`${office.origin}/account`)
  await page.getByLabel('Mobile number').fill('021 5550')
  await page.getByRole('button', { name: 'Send the code' }).click()
  await page.getByRole('alert').getByText('Write a mobile number').waitFor()
  await page.getByLabel('Mobile number').fill('0812-9000-4567')
  await page.getByRole('button', { name: 'Send the code' }).click()
  await page.getByText('A code is on its way to your phone.').waitFor()
  const code = /(\d{6}) (?:is your code|kode Anda)/.exec(await seen(page, /is your code|kode Anda/))?.[1] ?? ''
  await page.goto(`${office.origin}/account`)
  await page.getByLabel('Code from the text message').fill(code)
  await page.getByRole('button', { name: 'This is my number' }).click()
  await page.getByText('The number is yours.').waitFor()
  await page.getByLabel('Text message (SMS)').check()
  await page.getByRole('radio', { name: 'English' }).check()
  // At whatever hour this runs: never quiet.
  await page.getByLabel('From').fill('00:00')
  await page.getByLabel('Until').fill('00:00')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()
  assert.equal(await page.getByLabel('Text message (SMS)').isChecked(), true)

  const id = await begin(visitor)
  for (const [group, fields] of researchForms()) await visitor.post(`/applications/${id}/${group}`, { ...fields, _then: 'next' })
  for (const requirement of ['ktp', 'surat_permohonan', 'proposal']) await upload(visitor, id, requirement, await photo(), 'foto.jpg')
  assert.equal((await visitor.post(`/applications/${id}/check`, { declared: 'yes', command: randomUUID() })).status, 303)
  await page.goto(`${office.origin}/applications/${id}/receipt`)
  const number = (await page.locator('.big-number').first().innerText()).trim()
  assert.match(await seen(page, /received\. Code/), new RegExp(`^${number} received\\. Code: [0-9A-Z-]{9}\\. Decided by`))

  await page.goto(`${office.origin}/applications/${id}`)
  const messages = page.locator('section[aria-labelledby=messages]')
  assert.match((await messages.innerText()).replace(/\s+/g, ' '), /Receipt .+ Text message \(SMS\): arrived/i)

  await page.goto(`${office.origin}/demo/mail`)
  await page.getByLabel('From the phone').fill('+6281290004567')
  await page.getByLabel('What is written').fill(`status ${number.toLowerCase().replaceAll('-', ' ')}`)
  await page.getByRole('button', { name: /Text it to/ }).click()
  assert.match(await seen(page, /papers are being checked/), new RegExp(`^${number}: papers are being checked\\. Decided by .+\\. Nothing to do now\\.`))
  await context.close()
})

test('The track and service pages tell how to ask by text, in both languages', async () => {
  const visitor = openVisitor(office.origin)
  for (const path of ['/track', '/services/izin-penelitian']) {
    const texts = await Promise.all(['id', 'en'].map((lang) => fetch(office.origin + path, { headers: { 'accept-language': lang } }).then((answer) => answer.text())))
    assert.match(texts[0] ?? '', /Kirim nomor permohonan dan kode di tanda terima ke \+62\s811\s0000\s999/)
    assert.match(texts[1] ?? '', /Text the application number and the code of the receipt to \+62\s811\s0000\s999/)
  }
  assert.equal((await visitor.get('/account')).status, 303)
})

test('An office without a provider says nothing of texts on any page, and has no door for them', async () => {
  const plain = await runOffice({ DEMO: '0' })
  try {
    for (const path of ['/', '/services', '/services/izin-penelitian', '/track', '/status', '/sign-in', '/verify'])
      for (const lang of ['id', 'en']) assert.doesNotMatch(await fetch(plain.origin + path, { headers: { 'accept-language': lang } }).then((answer) => answer.text()), /pesan teks|text message|SMS|WhatsApp/i, `${path} ${lang}`)
    for (const path of ['incoming', 'reports']) assert.equal((await fetch(`${plain.origin}/api/texts/${path}`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })).status, 404)
  } finally {
    await plain.stop()
  }
})
