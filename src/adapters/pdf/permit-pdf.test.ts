import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openSigning } from '../signing/index.ts'
import { renderPermit, renderReceipt } from './index.ts'
import { inspect, readSheets, readText, scan, without } from './pdf-text.ts'
import type { Piece } from './pdf-text.ts'
import { hardPermit, samplePermit, sampleQr, sampleReceipt } from './sample-input.ts'

const isWithinMargins = ({ x, right, y }: Piece) => x >= 61 && right <= 595.28 - 61 && y > 30 && y < 800

const papers = [
  ['a usual permit', () => renderPermit(samplePermit)],
  ['a permit with everything too long', () => renderPermit(hardPermit)],
  ['a receipt', () => renderReceipt(sampleReceipt)],
] as const

for (const [name, render] of papers) {
  test(`${name} is the same to the last byte whenever it is made from the same facts`, async () => {
    assert.ok((await render()).equals(await render()))
  })

  test(`${name} stays within its sheet, and within 120 kB`, async () => {
    const pdf = await render()
    assert.ok(pdf.length < 120_000, `${pdf.length} bytes`)
    for (const sheet of await readSheets(pdf))
      for (const piece of sheet.filter(({ text }) => text.trim() !== ''))
        assert.ok(isWithinMargins(piece), JSON.stringify(piece))
  })

  test(`${name} declares itself PDF/A-3b: metadata, colours, identifier, language, tags`, async () => {
    const text = (await render()).toString('latin1')
    assert.match(text, /^%PDF-1\.7\n%[\x80-\xff]{4}/)
    assert.match(text, /<pdfaid:part>3<\/pdfaid:part>\s*<pdfaid:conformance>B<\/pdfaid:conformance>/)
    assert.match(text, /\/S \/GTS_PDFA1/)
    assert.match(text, /\/ID \[<[0-9a-f]{32}> <[0-9a-f]{32}>\]/)
    assert.match(text, /\/Lang \(id-ID\)/)
    assert.match(text, /\/Marked true/)
    assert.match(text, /\/DisplayDocTitle true/)
    assert.doesNotMatch(text, /\/JavaScript|\/Launch|\/URI|\/Encrypt|Helvetica/)
  })

  test(`${name} has all its fonts embedded as subsets`, { skip: without('pdffonts') }, async () => {
    const rows = (await inspect(await render(), 'pdffonts')).split('\n').filter((row) => row.includes('DejaVu'))
    assert.ok(rows.length > 0)
    for (const row of rows) assert.match(row, /Identity-H\s+yes yes yes/)
  })

  test(`${name} is sound in the eyes of qpdf`, { skip: without('qpdf') }, async () => {
    const report = await inspect(await render(), 'qpdf', '--check')
    assert.match(report, /No syntax or stream encoding errors[\s\S]*status 0$/)
  })
}

test('a permit says everything that it is given', async () => {
  const text = await readText(await renderPermit(samplePermit))
  const { office, title, number, intro, facts, terms, legalBasis, validity, signer, verify } = samplePermit
  const all = [...Object.values(office), title, `Nomor: ${number}`, intro, ...facts.map((fact) => fact.value)]
  const rest = [...facts.map((fact) => fact.label), ...terms, ...legalBasis, validity, signer.role, signer.unit, verify.words, verify.address]
  for (const words of [...all, ...rest, 'Jakarta, 24 November 2026', 'Ditandatangani secara elektronik'])
    assert.ok(text.includes(words), words)
})

test('an English permit has English words around its facts', async () => {
  const pdf = await renderPermit({ ...samplePermit, locale: 'en', members: ['Ana'] })
  const text = await readText(pdf)
  for (const words of ['Number:', 'Members', 'Validity', 'Provisions', 'Legal basis', 'Signed electronically'])
    assert.ok(text.includes(words), words)
  assert.match(pdf.toString('latin1'), /\/Lang \(en\)/)
})

test('a deputy signs with the word that says so', async () => {
  const acting = { ...samplePermit, signer: { ...samplePermit.signer, acting: 'Plh.' } }
  assert.match(await readText(await renderPermit(acting)), /Plh\. Kepala Unit Pelayanan/)
})

test('sheets are numbered, and the number of the permit stands on each', async () => {
  const sheets = await readSheets(await renderPermit(hardPermit))
  assert.equal(sheets.length, 2)
  sheets.forEach((sheet, i) => {
    const words = sheet.map((piece) => piece.text)
    assert.ok(words.includes(`${i + 1}/2`))
    assert.ok(words.some((text) => text.startsWith(hardPermit.number)))
  })
})

test('twenty members, 500 characters of title and every script arrive', async () => {
  const text = await readText(await renderPermit(hardPermit))
  for (const words of ['20.', 'Đặng Thị Ý Nhi', 'Ñoño Müller-Łukasiewicz', 'Ωμέγα Кириллица', 'ḥadīṯ', 'ثقة', 'שלום'])
    assert.ok(text.includes(words), words)
  assert.ok(!text.includes('\u202e'))
})

test('a title of 5,000 characters and a hundred provisions only make more sheets', async () => {
  const terms = Array.from({ length: 100 }, (_, i) => `Ketentuan ${i + 1} ${'yang panjang '.repeat(i % 30)}`)
  const facts = [{ label: 'Judul', value: 'Ω judul '.repeat(625) }]
  const long = { ...samplePermit, title: 'Rekomendasi '.repeat(400), facts, terms }
  const sheets = await readSheets(await renderPermit(long))
  assert.ok(sheets.length > 4)
  const text = sheets.flat().map((piece) => piece.text)
  assert.ok(text.includes('100.') && text.includes(`${sheets.length}/${sheets.length}`))
})

test('an empty permit is still a sound file', async () => {
  const nothing = { title: '', intro: '', facts: [], terms: [], legalBasis: [], validity: '', place: '' }
  const empty = { ...samplePermit, ...nothing }
  assert.equal((await readSheets(await renderPermit(empty))).length, 1)
})

test('a text too long for a QR code is refused, not cut', async () => {
  const verify = { ...samplePermit.verify, qr: 'x'.repeat(3000) }
  await assert.rejects(renderPermit({ ...samplePermit, verify }))
})

const scanner = without('pdftoppm', 'zbarimg')
test('a scanner reads the whole code from the printed permit', { skip: scanner }, async () => {
  assert.equal(await scan(await renderPermit(samplePermit)), sampleQr)
  const longest = `https://izin.example.go.id/v/X#${'aZ0_-'.repeat(190)}`
  const verify = { ...samplePermit.verify, qr: longest }
  assert.equal(await scan(await renderPermit({ ...hardPermit, verify })), longest)
  assert.equal(await scan(await renderReceipt(sampleReceipt)), sampleReceipt.track.qr)
})

const readers = without('pdfsig', 'qpdf')
test('a signed permit is valid, sound and reads as before', { skip: readers }, async () => {
  const dir = await mkdtemp(join(tmpdir(), 'permit-'))
  try {
    const signing = await openSigning(dir, { officeName: samplePermit.office.name })
    const pdf = await renderPermit(hardPermit)
    const info = { reason: 'Penerbitan izin', location: 'Jakarta', name: 'Kepala Unit', at: samplePermit.createdAt }
    const signed = await signing.signPdf(pdf, info)
    const report = await inspect(signed, 'pdfsig')
    assert.match(report, /Signature is Valid\./)
    assert.match(report, /Total document signed/)
    assert.match(await inspect(signed, 'qpdf', '--check'), /status 0$/)
    assert.equal(await readText(signed), await readText(pdf))
  } finally {
    await rm(dir, { recursive: true })
  }
})

test('a receipt is one sheet and shows number, code and promised day', async () => {
  const sheets = await readSheets(await renderReceipt(sampleReceipt))
  assert.equal(sheets.length, 1)
  const words = sheets.flat().map((piece) => piece.text)
  const { number, code, deadline, track } = sampleReceipt
  for (const text of [number, code, deadline, track.address, '1/1'])
    assert.ok(words.includes(text), text)
})
