import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../support/browser.ts'
import { letter, photo } from '../support/research.ts'
import { runOffice, type RunningOffice } from '../support/running-office.ts'
import { begin, openVisitor, researchForms, signUp, upload, type VisitorClient } from '../support/visitor-client.ts'

let office: RunningOffice
let browser: Browser
let newProposal: string
before(async () => {
  newProposal = join(await mkdtemp(join(tmpdir(), 'correction-')), 'new.pdf')
  await writeFile(newProposal, await letter('Proposal baru'))
  ;[office, browser] = await Promise.all([runOffice(), openBrowser()])
})
after(async () => {
  await browser?.close()
  await office?.stop()
})

/** An application that the office sent back for its proposal and its supervisor; gives its id. */
async function sentBack(visitor: VisitorClient): Promise<string> {
  const id = await begin(visitor)
  for (const [group, fields] of researchForms()) await visitor.post(`/applications/${id}/${group}`, { ...fields, _then: 'next' })
  for (const requirement of ['ktp', 'surat_permohonan', 'proposal']) await upload(visitor, id, requirement, await photo(), 'foto.jpg')
  await visitor.post(`/applications/${id}/check`, { declared: 'yes', command: randomUUID() })
  const verifier = openVisitor(office.origin)
  await verifier.be('verifier')
  await verifier.post('/office/queue?/take', { id, reason: 'language', command: randomUUID() })
  const marked = { 'document:proposal': 'refused', 'field:supervisor': 'refused', shown: 'supervisor' }
  const sent = await verifier.post(`/office/cases/${id}?/sendBack`, { ...marked, message: 'Tulis pembimbing, unggah proposal lengkap.', command: randomUUID() })
  assert.equal(sent.status, 303)
  return id
}

/** The page on which the applicant corrects, with or without script, in their language. */
async function correctionPage(javaScriptEnabled: boolean, locale = 'id-ID'): Promise<{ readonly page: Page; readonly visitor: VisitorClient; readonly id: string }> {
  const visitor = await signUp(office.origin, `${randomUUID().slice(0, 8)}@warga.example`)
  const id = await sentBack(visitor)
  const context = await browser.newContext({ javaScriptEnabled, locale, viewport: { width: 360, height: 740 } })
  await context.addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url: office.origin })))
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  await page.goto(`${office.origin}/applications/${id}/correct`)
  return { page, visitor, id }
}

test('A correction sent back as it was is refused in both languages, and says which parts are still the same', async () => {
  for (const [locale, answer, document] of [
    ['id-ID', /Pembimbing: Jawaban ini masih sama/, /Proposal penelitian: Berkas ini belum diganti/],
    ['en-GB', /Supervisor: This answer is still as you sent it/, /Research proposal: This document has not been replaced/],
  ] as const) {
    const { page, id } = await correctionPage(false, locale)
    await page.click('button[value=send]:visible')
    const summary = await page.innerText('.error-summary')
    assert.match(summary, answer)
    assert.match(summary, document)
    assert.equal(await page.getAttribute('#supervisor', 'aria-invalid'), 'true')
    assert.equal(await page.getAttribute('#proposal-file', 'aria-invalid'), 'true')
    assert.match(page.url(), new RegExp(`${id}/correct`))
    await page.context().close()
  }
})

for (const script of [false, true])
  test(`Words typed before a document is uploaded are still there afterwards, ${script ? 'with' : 'without'} script, and all goes back with one button`, async () => {
    const { page, visitor, id } = await correctionPage(script)
    await page.fill('#supervisor', 'Prof. Siti Aminah')
    await page.setInputFiles('#proposal-file', newProposal)
    await page.click('#proposal button')
    await page.waitForSelector('#proposal >> text=new.pdf')
    assert.equal(await page.inputValue('#supervisor'), 'Prof. Siti Aminah')
    await page.click('button[value=send]:visible')
    await page.waitForURL(/\?corrected$/)
    assert.match(await (await visitor.get(`/applications/${id}`)).text(), /Prof\. Siti Aminah/)
    await page.context().close()
  })

test('Who presses Enter, or forgets to upload what they chose, sends words and file all the same', async () => {
  const { page } = await correctionPage(false)
  await page.setInputFiles('#proposal-file', newProposal)
  await page.fill('#supervisor', 'Prof. Siti Aminah')
  await page.press('#supervisor', 'Enter')
  await page.waitForURL(/\?corrected$/)
  await page.context().close()
})

test('An upload without a file is refused beside its button, and the words typed are kept', async () => {
  const { page } = await correctionPage(false)
  await page.fill('#supervisor', 'Prof. Siti Aminah')
  await page.click('#proposal button')
  assert.match(await page.innerText('#proposal .error'), /Pilih berkasnya dulu/)
  assert.equal(await page.inputValue('#supervisor'), 'Prof. Siti Aminah')
  await page.context().close()
})
