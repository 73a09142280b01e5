import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { openBrowser } from '../support/browser.ts'
import { runOffice, type RunningOffice } from '../support/running-office.ts'
import { openVisitor } from '../support/visitor-client.ts'
import { weighPage } from '../support/weigh.ts'

let office: RunningOffice
let browser: Browser
before(async () => {
  ;[office, browser] = await Promise.all([runOffice(), openBrowser()])
})
after(async () => {
  await browser?.close()
  await office?.stop()
})

const textOf = async (path: string, lang = 'id') => {
  const answer = await fetch(office.origin + path, { headers: { 'accept-language': lang, accept: 'text/html' } })
  return { status: answer.status, text: (await answer.text()).replace(/<(script|style)[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ') }
}

test('An operator writes, in a browser, and every page of a citizen says what still works until it is over', async () => {
  const context = await browser.newContext({ locale: 'en-GB' })
  const page = await context.newPage()
  await page.goto(`${office.origin}/demo`)
  await page.getByRole('button', { name: /Tono Prasetyo/ }).click()
  await page.goto(`${office.origin}/office`)
  assert.match(page.url(), /\/office\/health$/, 'the operator begins with how the system is')
  await page.getByRole('link', { name: 'Incidents' }).click()
  await page.getByLabel('e-mails and sign-in codes').check()
  await page.getByLabel('In Indonesian').fill('Surel terlambat. Kami menulis lagi pukul 10.')
  await page.getByLabel('In English').fill('E-mail is late. We write again at 10.')
  await page.getByRole('button', { name: 'Tell the public' }).click()
  await page.getByText('It was told.').waitFor()
  assert.match((await textOf('/', 'en')).text, /Not working right now: e-mails and sign-in codes\. Still working: new applications, tracking/)
  assert.match((await textOf('/services/izin-penelitian')).text, /Sedang tidak berfungsi: surel dan kode masuk\. Tetap berfungsi: permohonan baru/)
  assert.match((await textOf('/status', 'en')).text, /E-mail is late\. We write again at 10\./)
  assert.match((await textOf('/status', 'id')).text, /Surel terlambat\./)
  for (const path of ['/', '/status', '/services/izin-penelitian']) assert.ok((await weighPage(office.origin, path, '')).total <= 14_000, path)
  await page.getByLabel('In Indonesian').first().fill('Sudah pulih.')
  await page.getByRole('button', { name: 'It is over' }).click()
  await page.getByText('It was told.').waitFor()
  assert.doesNotMatch((await textOf('/', 'en')).text, /Not working right now/)
  assert.match((await textOf('/status', 'en')).text, /Everything works .* It is over/)
  await context.close()
})

test('Nobody but an operator finds the pages of the system', async () => {
  const head = openVisitor(office.origin)
  await head.be('head')
  for (const path of ['/office/health', '/office/incidents']) assert.equal((await head.get(path)).status, 404, path)
  assert.equal((await head.post('/office/incidents?/open', { words: 'Rusak', down: 'apply', command: randomUUID() })).status, 404)
  assert.match((await textOf('/status', 'en')).text, /Everything works/)
})

test('While the database is down the status page comes and says so, and other pages lead to it', async () => {
  const cluster = join(office.dataDir, 'postgres/cluster')
  const pid = Number((await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[0])
  // It would be started again at once; without this file it can't be.
  await rename(join(cluster, 'global/pg_control'), join(cluster, 'global/pg_control.away'))
  process.kill(pid, 'SIGQUIT')
  for (let wait = 0; wait < 600 && !/not working/.test((await textOf('/status', 'en')).text); wait++) await sleep(100)
  const status = await textOf('/status', 'en')
  assert.equal(status.status, 200)
  assert.match(status.text, /Our system is not working right now/)
  assert.match(status.text, /Sudah pulih\./, 'the log as it was last read is still there')
  const home = await textOf('/', 'en')
  assert.match(home.text, /What you sent is kept/)
  assert.match(home.text, /What works and what does not/)
})
