import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { readSheets, without } from '../../src/adapters/pdf/pdf-text.ts'
import { moment } from '../../src/web/lib/apply/moments.ts'
import { openBrowser } from '../support/browser.ts'
import { sheetOf } from '../support/paper.ts'
import { letter, photo } from '../support/research.ts'
import { runOffice, type RunningOffice } from '../support/running-office.ts'
import { openOfficeDatabase } from '../support/submission.ts'
import { openVisitor, type VisitorClient } from '../support/visitor-client.ts'

let office: RunningOffice
let browser: Browser
before(async () => {
  ;[office, browser] = await Promise.all([runOffice(), openBrowser()])
})
after(async () => {
  await browser?.close()
  await office?.stop()
})

const day = 86_400_000

async function pageOf(visitor: VisitorClient | null, width = 1280, locale = 'id-ID'): Promise<Page> {
  const context = await browser.newContext({ locale, viewport: { width, height: 800 } })
  if (visitor) await context.addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url: office.origin })))
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  return page
}

async function become(person: string): Promise<VisitorClient> {
  const visitor = openVisitor(office.origin)
  await visitor.be(person)
  return visitor
}

type Printed = { readonly serials: readonly string[]; readonly codes: readonly string[]; readonly pdf: Buffer }

/** A head prints a pack by clicking. `daysAgo` is when they did so: the drawer was filled in time. */
async function printPack(person: string, forms: number, daysAgo: number): Promise<Printed> {
  const head = await become(person)
  const page = await pageOf(head)
  await page.goto(`${office.origin}/office/packs`)
  await page.fill('#forms', String(forms))
  await page.click('.pack-print button')
  await page.waitForURL(/\/office\/packs\/[0-9a-f-]{36}$/)
  const pack = page.url().split('/').at(-1) ?? ''
  const database = await openOfficeDatabase(office)
  for (const [table, key] of [['paper_packs', 'id'], ['paper_forms', 'pack']]) await database.query(`update office.${table} set printed_at = printed_at - $2 * interval '1 day' where ${key} = $1`, [pack, daysAgo])
  await database.end()
  const pdf = Buffer.from(await (await head.get(`/office/packs/${pack}/pack.pdf`)).arrayBuffer())
  await page.context().close()
  const sheets = (await readSheets(pdf)).map((sheet) => sheet.map(({ text }) => text).join(' '))
  const codes = sheets.flatMap((text) => /(?<![0-9A-Z-])[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}(?![0-9A-Z-])/.exec(text)?.[0] ?? [])
  return { serials: [...new Set(sheets.slice(2).map((text) => /P-\d+-\d{4,}-[0-9A-Z]{4}/.exec(text)?.[0] ?? ''))], codes, pdf }
}

async function typeIn(page: Page): Promise<void> {
  const year = String(new Date().getUTCFullYear() + 1)
  const words = {
    nik: '3171065203010004', name: 'Dewi Lestari', phone: '0812 3456 7890', address: 'Jl. Cikini Raya 12, Jakarta Pusat', institution: 'Universitas Indonesia',
    research_title: 'Antrean pelayanan terpadu satu pintu di Jakarta Pusat', field_of_study: 'Administrasi publik', method: 'Wawancara dan pengamatan di loket pelayanan.',
    start: '4', 'start-month': '1', 'start-year': year, end: '30', 'end-month': '6', 'end-year': year,
  }
  for (const [id, text] of Object.entries(words)) await page.fill(`#${id}`, text)
  for (const [name, value] of [['position', 'student'], ['purpose', 'undergraduate'], ['cities', '3171']]) await page.check(`[name=${name}][value="${value}"]`)
}

/** A date and time as the two fields take them, in Jakarta. */
const fields = (at: number) => new Date(at + 7 * 3_600_000).toISOString()

async function setTime(page: Page, at: number): Promise<void> {
  await page.fill('#date', fields(at).slice(0, 10))
  await page.fill('#time', fields(at).slice(11, 16))
}

const noRenderer = without('pdftoppm')

test('A form from the drawer: its photo opens the right application, it is typed in once beside its picture, and the applicant follows it with the slip', { skip: noRenderer }, async () => {
  const { serials: [serial = ''], codes: [code = ''], pdf } = await printPack('head', 2, 10)
  const receivedAt = Math.floor((Date.now() - 9 * day) / 60_000) * 60_000
  const slip = await pageOf(null, 360)
  await slip.goto(`${office.origin}/track?number=${serial}`)
  await slip.fill('#code', code)
  await slip.click('form .button')
  assert.match(await slip.innerText('main'), /belum diketik/)

  const page = await pageOf(await become('counter'))
  await page.goto(`${office.origin}/office/paper`)
  await page.setInputFiles('#picture', { name: 'lembar-1.jpg', mimeType: 'image/jpeg', buffer: await sheetOf(pdf, 3) })
  await page.click('form[action="?/picture"] button')
  await page.waitForURL(`**/office/paper/${serial}`)
  assert.match(await page.innerText('h1'), new RegExp(serial))
  await page.setInputFiles('#paper-form-file', await Promise.all([4, 5, 6].map(async (sheet) => ({ name: `lembar-${sheet - 2}.jpg`, mimeType: 'image/jpeg', buffer: await sheetOf(pdf, sheet) }))))
  await page.click('#paper-form button:has-text("Unggah")')
  await page.waitForSelector('text=Gambar 4 dari 4')
  assert.ok(await page.locator('#paper-form img').first().evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 300), 'the picture stands beside')
  await typeIn(page)
  await setTime(page, receivedAt)
  for (const [key, buffer, name] of [['ktp', await photo(), 'ktp.jpg'], ['surat_permohonan', await letter('Surat'), 'surat.pdf'], ['proposal', await letter('Proposal'), 'proposal.pdf']] as const)
    await page.setInputFiles(`#${key}-file`, { name, mimeType: name.endsWith('pdf') ? 'application/pdf' : 'image/jpeg', buffer })

  // A time to come is refused in words, and nothing that was typed is lost.
  await setTime(page, Date.now() + day)
  await page.check('#signed')
  await page.click('button.button:not([formaction]):visible')
  assert.match(await page.innerText('.error-summary'), /masih di masa depan/)
  assert.equal(await page.inputValue('#name'), 'Dewi Lestari')
  await setTime(page, receivedAt - 2 * day)
  await page.check('#signed')
  await page.click('button.button:not([formaction]):visible')
  assert.match(await page.innerText('.error-summary'), /lebih awal daripada saat formulir ini dicetak/)
  await setTime(page, receivedAt)
  await page.check('#signed')
  await page.click('button.button:not([formaction]):visible')
  const said = await page.innerText('.notice-success')
  const number = /IP-\d\d-\d{6}-\d/.exec(said)?.[0] ?? ''
  assert.ok(number, said)

  await slip.goto(`${office.origin}/track?number=${serial}`)
  assert.equal(await slip.inputValue('#number'), serial)
  await slip.fill('#code', code.toLowerCase())
  await slip.click('form .button')
  const followed = await slip.innerText('main')
  assert.match(followed, new RegExp(number))
  assert.ok(followed.includes(moment(receivedAt, 'id')), 'it was sent when the receipt says')
  assert.match(followed, new RegExp(`Formulir kertas ${serial} diterima di loket`))
  assert.ok(await slip.locator('.fact-late').count(), 'one working day from then is over, and the page says so')
  assert.ok(!followed.includes('Dewi'), 'the slip shows no name')

  // The serial once more, typed: the same application, and nothing to type.
  await page.goto(`${office.origin}/office/paper`)
  await page.fill('#serial', serial.toLowerCase())
  await page.press('#serial', 'Enter')
  await page.waitForURL(`**/office/paper/${serial}`)
  assert.match(await page.innerText('.notice-success'), new RegExp(number))
  assert.equal(await page.locator('#name').count(), 0)
  await slip.context().close()
  await page.context().close()
})

test('A forged number, one of another unit and a picture without a code are refused in plain words', async () => {
  const { serials: [elsewhere = ''] } = await printPack('head-province', 1, 0)
  const page = await pageOf(await become('counter2'))
  const ask = async (typed: string) => {
    await page.goto(`${office.origin}/office/paper?serial=${encodeURIComponent(typed)}`)
    return page.innerText('.notice-error')
  }
  assert.match(await ask(elsewhere), /milik UP PMPTSP Provinsi DKI Jakarta/)
  assert.match(await ask(elsewhere.slice(0, -4) + (elsewhere.endsWith('0000') ? '1111' : '0000')), /bukan cetakan kantor/)
  assert.match(await ask('IP-26-000123-4'), /bukan nomor formulir/)
  await page.goto(`${office.origin}/office/paper/${elsewhere}`)
  assert.match(await page.innerText('.notice-error'), /milik UP PMPTSP Provinsi/)
  await page.setInputFiles('#picture', { name: 'kartu.jpg', mimeType: 'image/jpeg', buffer: await photo() })
  await page.click('form[action="?/picture"] button')
  assert.match(await page.innerText('.notice-error'), /Tidak ada kode formulir/)
  await page.context().close()
})

test('The head sees what is not accounted for, says what became of it, and the history tells', async () => {
  const { serials: [first = '', second = ''] } = await printPack('head', 2, 0)
  const page = await pageOf(await become('head'), 360)
  await page.goto(`${office.origin}/office/packs`)
  const row = page.locator('tr', { has: page.locator('td.number', { hasText: first }) }).last()
  await row.locator('select').selectOption('miswritten')
  await row.locator('button').click()
  await page.waitForFunction((serials) => {
    const text = document.querySelector('main')?.textContent ?? ''
    return text.includes(`Catat ${serials[1]}`) && !text.includes(`Catat ${serials[0]}`)
  }, [first, second])
  await page.locator('td.number a', { hasText: first }).click()
  await page.waitForURL(/packs\/[0-9a-f-]{36}$/)
  assert.match(await page.innerText('.history'), new RegExp(`${first}: Rusak: salah tulis`))
  await page.click(`button:has-text("Ditemukan ${first}")`)
  await page.waitForFunction((serial) => document.querySelector('.history')?.textContent.includes(`${serial} ditemukan`), first)
  await page.context().close()
  const counter = await become('counter')
  assert.equal((await counter.get('/office/packs')).status, 404)
  assert.equal((await (await become('verifier')).get('/office/paper')).status, 404)
})

test('One command prints a pack beside the running office, and its forms open at the counter', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pack-'))
  try {
    const said = await satuPintu('paper-pack', '--unit', '3171', '--service', 'izin-penelitian', '--forms', '2', '--lang', 'en', '--out', join(folder, 'pack.pdf'), '--json')
    const { packs } = JSON.parse(said) as { packs: { first: string; forms: number; file: string }[] }
    assert.deepEqual(packs.map(({ forms, file }) => [forms, file]), [[2, join(folder, 'pack.pdf')]])
    const serial = packs[0]?.first ?? ''
    const sheets = await readSheets(await readFile(join(folder, 'pack.pdf')))
    assert.ok(sheets.slice(2).some((sheet) => sheet.some(({ text }) => text.includes(serial))))
    const opened = await (await become('counter')).get(`/office/paper/${serial}`)
    assert.equal(opened.status, 200)
    assert.match(await (await (await become('head')).get('/office/packs')).text(), new RegExp(serial))
  } finally {
    await rm(folder, { recursive: true })
  }
})

/** Runs a command in the environment of the office, as its operator does. Gives what it printed. */
async function satuPintu(...args: readonly string[]): Promise<string> {
  const program = fileURLToPath(new URL('../../src/cli/satu-pintu.ts', import.meta.url))
  const environment = { ...process.env, DATA_DIR: office.dataDir, ORIGIN: office.origin, DEMO: '1' }
  return (await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...args], { env: environment })).stdout
}
