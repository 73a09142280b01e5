import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCodes } from '../codes/read-codes.ts'
import { packWordKeys, renderPack, type PackInput, type PackWords } from './index.ts'
import { readSheets, without } from './pdf-text.ts'
import { sheetOf } from '../../../tests/support/paper.ts'

const field = (label: string, kind: PackInput['groups'][number]['fields'][number]['kind'], more: Partial<PackInput['groups'][number]['fields'][number]> = {}) => ({
  label, hint: `${label}, seperti di KTP`, optional: false, kind, lines: 1, cells: [], options: [], ...more,
})

const sample: PackInput = {
  locale: 'id',
  office: { name: 'DPMPTSP Provinsi DKI Jakarta', unit: 'UP PMPTSP Kota Jakarta Pusat', address: 'Jl. Tanah Abang I No. 1, Jakarta Pusat' },
  service: 'Izin Penelitian',
  printedAt: '24 November 2026',
  groups: [
    { title: 'Tentang Anda', intro: 'Tulis seperti di KTP.', fields: [field('NIK', 'cells', { cells: [6, 6, 4] }), field('Nama', 'lines'), field('Lahir', 'date')] },
    { title: 'Tempat', intro: null, fields: [field('Kota', 'choices', { options: Array.from({ length: 44 }, (_, index) => ({ label: `Kecamatan nomor ${index}`, group: `Kota ${index % 6}` })) })] },
  ],
  documents: [{ name: 'KTP', hint: 'Salinan yang terbaca.' }],
  statement: 'Saya menyatakan bahwa semua ini benar.',
  promise: 'Diputus paling lama 1 hari kerja.',
  forms: ['0007-K4TR', '0008-9QXM'].map((end, index) => ({ serial: `P-3171-${end}`, code: `7K3M-Q9T${index}`, qr: `https://izin.kota.example/office/paper/P-3171-${end}` })),
  track: { address: 'https://izin.kota.example/track' },
  steps: [{ title: 'Selama padam', lines: ['Ambil formulir dengan nomor paling kecil.', 'Sobek tanda terima.'] }],
  words: Object.fromEntries(packWordKeys.map((key) => [key, key])) as PackWords,
  createdAt: new Date('2026-11-24T03:00:00Z'),
}

const long = 'sebuah pertanyaan yang jauh lebih panjang daripada yang pernah ditanyakan oleh kantor mana pun '.repeat(4)
const hard: PackInput = {
  ...sample,
  service: long,
  groups: [
    ...Array.from({ length: 12 }, (_, index) => ({ title: `${index} ${long}`, intro: long, fields: [field(long, 'lines', { lines: 8 }), field(long, 'choices', { options: [{ label: long }, { label: 'Ya' }] })] })),
  ],
  documents: Array.from({ length: 20 }, () => ({ name: long, hint: long })),
  statement: long.repeat(3),
}

test('The same pack is the same to the last byte, so that what was printed can be printed again', async () => {
  assert.ok((await renderPack(sample)).equals(await renderPack(sample)))
})

test('Every word stays on its sheet, however long the questions are', async () => {
  for (const input of [sample, hard])
    for (const sheet of await readSheets(await renderPack(input)))
      for (const piece of sheet.filter(({ text }) => text.trim() !== '')) assert.ok(piece.x >= 41 && piece.right <= 595.28 - 41 && piece.y > 30 && piece.y < 815, JSON.stringify(piece))
})

test('Each sheet of a form says which form it is; the code stands once, on the strip to tear off', async () => {
  const sheets = (await readSheets(await renderPack(hard))).map((sheet) => sheet.map(({ text }) => text).join(' '))
  const [, , ...forms] = sheets
  for (const { serial, code } of sample.forms) {
    const own = forms.filter((text) => text.includes(serial))
    assert.ok(own.length > 2)
    assert.equal(own.filter((text) => text.includes(code)).length, 1)
    assert.ok(own.at(-1)?.includes(code))
  }
  assert.ok(forms.every((text) => sample.forms.some(({ serial }) => text.includes(serial))), 'no sheet is nameless')
  assert.ok(sheets[1]?.includes('0007-K4TR') && sheets[1].includes('0008-9QXM'), 'the ledger has a line for each')
})

test('Each sheet of a form carries its code, as a phone reads it from the paper', { skip: without('pdftoppm') }, async () => {
  const pdf = await renderPack({ ...sample, forms: sample.forms.slice(0, 1) })
  const count = (await readSheets(pdf)).length
  for (let sheet = 3; sheet <= count; sheet++) assert.ok((await readCodes(await sheetOf(pdf, sheet))).includes(sample.forms[0]!.qr), `sheet ${sheet}`)
})
