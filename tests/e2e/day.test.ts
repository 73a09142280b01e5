import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../support/browser.ts'
import { runOffice, type RunningOffice } from '../support/running-office.ts'
import { fillIn, openOfficeDatabase, send } from '../support/submission.ts'
import { openVisitor, signUp, type VisitorClient } from '../support/visitor-client.ts'

let office: RunningOffice
let browser: Browser
let database: pg.Client
before(async () => {
  ;[office, browser] = await Promise.all([runOffice(), openBrowser()])
  database = await openOfficeDatabase(office)
})
after(async () => {
  await database?.end()
  await browser?.close()
  await office?.stop()
})

async function pageOf(visitor: VisitorClient, options: { readonly script: boolean; readonly width: number }): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: options.script, locale: 'id-ID', viewport: { width: options.width, height: 800 } })
  for (const [name, value] of visitor.cookies) await context.addCookies([{ name, value, url: office.origin }])
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  return page
}

const textOf = async (page: Page, selector = 'main') => (await page.locator(selector).innerText()).replace(/\s+/g, ' ')
/** `Kamis, 26 November 2026` out of a sentence. */
const dayIn = (text: string) => /[A-Z][a-z]+, \d+ [A-Z][a-z]+ \d{4}/.exec(text)?.[0]

test('The page says which day is honest before anything is sent; when it changed meanwhile, the person is told, asked again, and loses nothing', async () => {
  const visitor = await signUp(office.origin, 'tempat@warga.example')
  const id = await fillIn(visitor)
  const page = await pageOf(visitor, { script: false, width: 360 })
  await page.goto(`${office.origin}/applications/${id}/check`)
  const usual = /Bila dikirim sekarang, permohonan Anda diputus paling lambat [^.]+/.exec(await textOf(page))?.[0]
  assert.ok(usual && dayIn(usual), 'the day stands there')
  await page.check('#declared')

  // While the page lies open, others are promised all that the next days hold.
  await database.query(`insert into office.day_loads (unit, service, day, to_check) select '3171', 'izin-penelitian', current_date + 1, 450`)
  await page.click('main form button.button')
  assert.match(page.url(), /\/check$/)
  const told = await textOf(page, '.error-summary')
  assert.match(told, /Permohonan belum dikirim/)
  const later = dayIn(told)
  assert.ok(later && later !== dayIn(usual))
  assert.match(await textOf(page, '.notice-warning'), new RegExp(later))
  assert.ok(await page.isChecked('#declared'), 'nothing has to be given twice')
  await page.click('main form button.button')
  assert.match(page.url(), new RegExp(`/applications/${id}/receipt$`))
  assert.match(await textOf(page), new RegExp(later), 'the receipt promises that day')

  await page.goto(`${office.origin}/services/izin-penelitian`)
  assert.match(await textOf(page, '.door'), /Tempat hari ini sudah penuh/)
  await page.context().close()
  await database.query('delete from office.day_loads where to_check >= 400')
})

test('The head sees whose work will be late, and one press on the keyboard moves it to who has time; an officer who says they are away is handed nothing and keeps nothing', async () => {
  const [rina, bayu, sri] = [openVisitor(office.origin), openVisitor(office.origin), openVisitor(office.origin)]
  for (const [visitor, person] of [[rina, 'verifier'], [bayu, 'verifier2'], [sri, 'head']] as const) await visitor.be(person)
  const ids: string[] = []
  for (let count = 0; count < 3; count++) {
    const citizen = await signUp(office.origin, `hari-${count}@warga.example`)
    ids.push(await fillIn(citizen))
    assert.equal(await send(citizen, ids[count]!, randomUUID()), 303)
    await rina.post('/office/queue?/take', { id: ids[count]!, reason: 'urgent-by-head', command: randomUUID() })
  }
  const page = await pageOf(sri, { script: true, width: 1280 })
  const rinaId = (await database.query<{ holder: string }>('select holder from office.cases where id = $1', [ids[0]])).rows[0]!.holder
  await database.query(`insert into office.absences (id, person, unit, first_day, last_day, starts_at, ends_at, kind, recorded_by, recorded_at)
    values (gen_random_uuid(), $1, '3171', current_date, current_date + 1, now(), now() + interval '1 day', 'leave', $1, now())`, [rinaId])
  await page.goto(`${office.origin}/office/overview`)
  assert.match(await textOf(page, '.suggestions'), /Rina Kartika tidak di tempat dan memegang 3\. Pindahkan 3 ke Bayu Saputra/)
  await page.focus('.suggestions button')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.notice-success')
  assert.match(await textOf(page, '.notice-success'), /3 permohonan dipindahkan/)
  assert.equal((await (await bayu.get('/office/queue')).text()).match(/Diserahkan kepada Anda/g)?.length, 3 * 2, 'marked on Bayu\'s own list and in the line')

  const own = await pageOf(bayu, { script: true, width: 360 })
  await own.goto(`${office.origin}/office/away`)
  await own.click('form.absence button')
  await own.waitForSelector('.notice-success')
  for (let wait = 0; wait < 100; wait++) {
    const { rows } = await database.query<{ holder: string | null }>('select distinct holder from office.cases where id = any($1::uuid[])', [ids])
    if (rows.length === 1 && rows[0]!.holder === null) break
    if (wait === 99) assert.fail('his cases did not go back to the line')
    await sleep(200)
  }
  await page.goto(`${office.origin}/office/cases/${ids[0]}`)
  assert.match(await textOf(page, '.history'), /diserahkan karena petugas tidak di tempat: Bayu Saputra → antrean/)
})
