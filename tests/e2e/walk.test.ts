import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { compactVerify, createLocalJWKSet } from 'jose'
import jsqr from 'jsqr'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { openBrowser } from '../support/browser.ts'
import { letter, photo } from '../support/research.ts'
import { runOffice, type RunningOffice } from '../support/running-office.ts'

let office: RunningOffice
let browser: Browser
let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'walk-'))
  ;[office, browser] = await Promise.all([runOffice(), openBrowser()])
})
after(async () => {
  await browser?.close()
  await office?.stop()
})

// Its types tell of a plain function; the CommonJS module holds it one level deeper.
const jsQR = (jsqr as typeof jsqr & { readonly default?: typeof jsqr }).default ?? jsqr

const email = 'dewi.walk@warga.example'
let number = ''
let code = ''
let permitNumber = ''
let permitPdf: Buffer

/** A page as a citizen without script sees it, in Indonesian, on a small phone. */
async function plainPage(): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'id-ID', viewport: { width: 360, height: 740 }, acceptDownloads: true })
  return open(await context.newPage())
}

function open(page: Page): Page {
  page.setDefaultTimeout(15_000)
  return page
}

async function mailTo(address: string, containing: string): Promise<string> {
  for (let wait = 0; wait < 100; wait++) {
    const list = await (await fetch(`${office.origin}/demo/mail`)).text()
    for (const [, id] of list.matchAll(/href="\/demo\/mail\/([\w-]+)"/g)) {
      const mail = await (await fetch(`${office.origin}/demo/mail/${id}`)).text()
      if (mail.includes(address) && mail.includes(containing)) return mail
    }
    await sleep(200)
  }
  throw new Error(`No mail to ${address} with "${containing}".`)
}

test('A citizen without script asks for a research permit, from the start page to the receipt', async () => {
  const page = await plainPage()
  await page.goto(office.origin)
  await page.fill('#q', 'skripsi')
  await page.click('main button:has-text("Cari")')
  await page.click('main a:has-text("Izin Penelitian")')
  assert.match(await page.textContent('main') ?? '', /Pergub DKI Jakarta 47\/2011/)
  await page.click('text=Ajukan sekarang >> nth=0')

  assert.equal(await page.locator('[data-passkey]').isVisible(), false, 'what needs script is not offered without it')
  await page.fill('#email', email)
  await page.click('text=Kirim kode')
  const codes = /\b(\d{6})\b/.exec((await mailTo(email, 'kode')).replace(/<[^>]+>/g, ' '))
  assert.ok(codes, 'the code arrives by mail')
  await page.fill('#code', codes[1]!)
  await page.click('main button.button')
  assert.match(page.url(), /\/applications\/[0-9a-f-]{36}$/)
  const id = page.url().split('/').at(-1)!

  await page.click('main a.button')
  await page.fill('#nik', '1234')
  await page.click('text=Simpan dan lanjutkan')
  assert.match(await page.textContent('.error-summary') ?? '', /NIK/)
  await page.fill('#nik', '3171065203010004')
  await page.fill('#name', 'Dewi Lestari')
  await page.fill('#phone', '0812 3456 7890')
  await page.fill('#address', 'Jl. Cikini Raya 12, Jakarta Pusat')
  await page.click('text=Simpan dan lanjutkan')
  await page.fill('#institution', 'Universitas Indonesia')
  await page.check('text=Mahasiswa')
  await page.click('text=Simpan dan lanjutkan')
  await page.fill('#research_title', 'Antrean pelayanan terpadu satu pintu di Jakarta Pusat')
  await page.fill('#field_of_study', 'Administrasi publik')
  await page.check('text=Skripsi atau tugas akhir')
  await page.fill('#method', 'Wawancara dan pengamatan di loket pelayanan.')
  await page.click('text=Simpan dan lanjutkan')
  await page.check('input[name=cities][value="3171"]')
  const year = new Date().getUTCFullYear() + 1
  for (const [field, day, month] of [['start', '4', '1'], ['end', '30', '6']] as const) {
    await page.fill(`#${field}`, day)
    await page.fill(`#${field}-month`, month)
    await page.fill(`#${field}-year`, String(year))
  }
  await page.click('text=Simpan dan lanjutkan')
  await page.fill('#members', 'Siti Rahma\nAgus Salim')
  await page.click('text=Simpan dan lanjutkan')

  await writeFile(join(folder, 'ktp.jpg'), await photo())
  await writeFile(join(folder, 'surat.pdf'), await letter('Surat pengantar'))
  for (const [requirement, file] of [['ktp', 'ktp.jpg'], ['surat_permohonan', 'surat.pdf'], ['proposal', 'surat.pdf']] as const) {
    const form = page.locator(`form:has(#${requirement}-file)`)
    await form.locator(`#${requirement}-file`).setInputFiles(join(folder, file))
    await form.locator('button').first().click()
  }
  await page.click('text=Lanjutkan >> nth=0')
  assert.match(page.url(), new RegExp(`/applications/${id}/check$`))
  assert.match(await page.locator('main').innerText(), /Siti Rahma\nAgus Salim/, 'each name on a line of its own')
  await page.check('#declared')
  await page.click('main form button.button')
  assert.match(page.url(), new RegExp(`/applications/${id}/receipt$`))
  const receipt = await page.textContent('main') ?? ''
  number = /IP-\d\d-\d{6}-\d/.exec(receipt)?.[0] ?? ''
  code = /lacak\s*([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(receipt)?.[1] ?? ''
  assert.ok(number && code, receipt)
  assert.match(await mailTo(email, number), /\.pdf/)
  await page.context().close()
})

test('An officer takes the case, sees every document in the page, and approves it', async () => {
  const context = await browser.newContext({ locale: 'id-ID', viewport: { width: 1280, height: 900 } })
  const page = open(await context.newPage())
  await page.goto(`${office.origin}/demo`)
  const shown = await page.locator('li:has(input[value="verifier"])').textContent() ?? ''
  await page.goto(`${office.origin}/office`)
  await page.fill('#email', 'rina@demo.satupintu.example')
  await page.fill('#password', 'satu-pintu-demo')
  await page.click('text=Lanjut')
  await page.fill('#code', /: (\d{6})/.exec(shown.replace(/\s+/g, ' '))?.[1] ?? '')
  await page.click('main button.button')
  await page.click('text=Ambil berikutnya')
  await page.waitForURL(/\/office\/cases\//)
  assert.match(await page.textContent('h1') ?? '', new RegExp(number))
  assert.equal(await page.locator('h2:text-is("Pemohon")').count(), 1)
  assert.equal(await page.locator('text=Tentang Anda').count(), 0, 'an officer reads about the applicant')
  assert.equal(await page.locator('.paper').count(), 3)
  assert.ok((await page.locator('.paper img').first().evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))) > 100)
  for (const radio of await page.locator('.paper input[value=accepted]').all()) await radio.check()
  await page.click('text=Setujui untuk ditandatangani')
  await page.waitForURL(/done=/)
  await context.close()
})

test('The head of unit signs it', async () => {
  const context = await browser.newContext({ locale: 'id-ID', viewport: { width: 1280, height: 900 } })
  const page = open(await context.newPage())
  await page.goto(`${office.origin}/demo`)
  await page.locator('li:has(input[value="head"]) button').click()
  await page.waitForURL(/\/office\/sign$/)
  await page.check(`[aria-label="Pilih ${number}"]`)
  await page.click('text=Tanda tangani yang dipilih')
  await page.click('button:has-text("Tanda tangani 1 izin")')
  await page.waitForSelector('text=1 izin ditandatangani')
  permitNumber = /\d{4}\.IP\.3171\.\d{4}/.exec(await page.textContent('.notice') ?? '')?.[0] ?? ''
  assert.ok(permitNumber)
  await context.close()
})

test('With number and code anyone who has them follows it and gets the PDF; the mail brings it too', async () => {
  const page = await plainPage()
  await page.goto(`${office.origin}/track`)
  await page.fill('#number', number)
  await page.fill('#code', code.toLowerCase())
  await page.click('main button.button')
  assert.match(await page.textContent('h1') ?? '', /[Ii]zin Anda/)
  assert.ok(!(await page.textContent('main') ?? '').includes('3171065203010004'))
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('main button:has-text("Unduh")')])
  permitPdf = await readFile(await download.path())
  await mailTo(email, permitNumber)
  await page.context().close()
})

const run = promisify(execFile)
const noPoppler = (() => {
  try {
    execFileSync('pdfsig', ['-v'], { stdio: 'ignore' })
    return false
  } catch {
    return 'pdfsig and pdftoppm (poppler-utils) are not installed'
  }
})()

test("Another maker's program calls the signature valid, and no longer so after one changed byte", { skip: noPoppler }, async () => {
  const check = async (bytes: Buffer) => {
    const path = join(folder, 'permit.pdf')
    await writeFile(path, bytes)
    return (await run('pdfsig', [path]).catch((error: { stdout: string }) => error)).stdout
  }
  assert.match(await check(permitPdf), /Signature Validation: Signature is Valid/)
  const changed = Buffer.from(permitPdf)
  const place = changed.indexOf('/Type') + 1
  changed[place] = changed[place]! ^ 1
  assert.doesNotMatch(await check(changed), /Signature is Valid/)
})

test('Anyone sees that the permit is genuine by its number, and nothing that is not theirs to see', async () => {
  const page = await plainPage()
  await page.goto(`${office.origin}/verify/${permitNumber}?lang=en`)
  const shown = await page.textContent('main') ?? ''
  assert.match(shown, /Genuine/)
  assert.match(shown, /Dewi Lestari/)
  assert.ok(!shown.includes('3171065203010004'))
  await page.goto(`${office.origin}/verify/0000.IP.0000.0000`)
  assert.match(await page.textContent('h1') ?? '', /[Nn]ot in the register|[Uu]nknown/)
  await page.context().close()
})

test('Who scans the QR code learns that its seal is genuine; a JOSE library says the same, until one letter is changed', { skip: noPoppler }, async () => {
  const scanned = await scanQrCode(permitPdf)
  const [address = '', jws = ''] = scanned.split('#')
  assert.equal(address, `${office.origin}/verify/${permitNumber}`)
  const keys = (await (await fetch(`${office.origin}/.well-known/jwks.json`)).json()) as Parameters<typeof createLocalJWKSet>[0]
  const { payload } = await compactVerify(jws, createLocalJWKSet(keys))
  assert.equal((JSON.parse(new TextDecoder().decode(payload)) as { sub: string }).sub, permitNumber)
  const place = jws.length - 20
  const forged = `${jws.slice(0, place)}${jws[place] === 'A' ? 'B' : 'A'}${jws.slice(place + 1)}`
  await assert.rejects(compactVerify(forged, createLocalJWKSet(keys)))

  const context = await browser.newContext({ locale: 'en-GB' })
  const page = open(await context.newPage())
  for (const [code, words] of [[jws, /genuine/], [forged, /not made by this office|changed/]] as const) {
    await page.goto(`${office.origin}/verify/${permitNumber}#${code}`)
    assert.match(await page.locator('main [role=status]').first().textContent() ?? '', words)
    await page.goto('about:blank')
  }
  await context.close()
})

/** Renders the permit as a printer would, and reads the QR code off the picture. */
async function scanQrCode(pdf: Buffer): Promise<string> {
  await writeFile(join(folder, 'scan.pdf'), pdf)
  await run('pdftoppm', ['-r', '200', '-png', '-singlefile', join(folder, 'scan.pdf'), join(folder, 'scan')])
  const { data, info } = await sharp(join(folder, 'scan.png')).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  const found = jsQR(new Uint8ClampedArray(data), info.width, info.height)
  assert.ok(found, 'the QR code can be read off the paper')
  return found.data
}
