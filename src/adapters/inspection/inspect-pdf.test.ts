import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { inspectPdf, stopInspection } from './inspect-pdf.ts'
import { makePdf, stream, writePdf } from './sample-pdf.ts'

after(() => stopInspection())

const refused = async (bytes: Uint8Array) => {
  const judged = await inspectPdf(bytes)
  return judged.ok ? 'taken' : judged.refusal.kind
}
const script = '<< /S /JavaScript /JS (app.alert\\(1\\)) >>'
const link = (action: string) => `/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A ${action} >>]`

test('A PDF written by hand is taken, so that the refusals below are about what was added', async () => {
  assert.equal(await refused(writePdf({})), 'taken')
  assert.equal(await refused(writePdf({ objects: ['<< /A (x) >>', stream('', 'BT ET')] })), 'taken')
  assert.equal(await refused(writePdf({ objects: [stream('/Type /ObjStm /N 1 /First 4', '9 0 << /A 1 >>')] })), 'taken')
})

test('A PDF that pdfkit wrote with a script, a file inside or a form that sends itself is refused', async () => {
  const opened = await makePdf((pdf) => {
    const action = pdf.ref({ Type: 'Action', S: 'JavaScript', JS: new String('app.alert(1)') })
    ;(pdf as unknown as { _root: { data: Record<string, unknown> } })._root.data['OpenAction'] = action
    action.end('')
  })
  assert.equal(await refused(opened), 'PdfActive')
  assert.equal(await refused(await makePdf((pdf) => pdf.file(Buffer.from('x'), { name: 'x.exe' }))), 'PdfActive')
  const form = await makePdf((pdf) => {
    pdf.annotate(0, 0, 50, 20, { Subtype: 'Link', A: { S: 'SubmitForm', F: new String('https://example.org') } } as object)
  })
  assert.equal(await refused(form), 'PdfActive')
})

for (const [what, parts] of Object.entries({
  'a script when it is opened': { catalog: `/OpenAction ${script}` },
  'a script under a name written in codes': { catalog: '/OpenAction << /S /J#61vaScript /J#53 (x) >>' },
  'a script in the names of the document': { catalog: `/Names << /JavaScript << /Names [(a) ${script}] >> >>` },
  'a script when a page is shown': { page: `/AA << /O ${script} >>` },
  'a script kept elsewhere': { catalog: '/OpenAction 10 0 R', objects: [script] },
  'an action whose kind is kept elsewhere': { page: link('<< /S 10 0 R /F (calc.exe) >>'), objects: ['/Launch'] },
  'a script behind another action': { page: link(`<< /S /URI /URI (https://example.org) /Next [${script}] >>`) },
  'a program to start': { catalog: '/OpenAction << /S /Launch /F (cmd.exe) >>' },
  'a link to a program': { page: link('<< /S /Launch /F (cmd.exe) >>') },
  'a link into a file inside': { page: link('<< /S /GoToE /T << /R /C /N (x) >> >>') },
  'a form that reads other files': { page: link('<< /S /ImportData /F (x.fdf) >>') },
  'a form with scripts of its own (XFA)': { catalog: '/AcroForm << /Fields [] /XFA 10 0 R >>', objects: [stream('', '<xdp/>')] },
  'a file pinned to a page': { page: '/Annots [<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS (x.exe) >>]' },
  'a film': { page: '/Annots [<< /Type /Annot /Subtype /RichMedia /Rect [0 0 9 9] >>]' },
  'a file inside, without a name for its kind': { objects: ['<< /F (x.exe) /EF << /F 11 0 R >> >>', stream('', 'MZ')] },
}))
  test(`A PDF with ${what} is refused`, async () => assert.equal(await refused(writePdf(parts)), 'PdfActive'))

test('A script in a packed stream of objects is found, whatever the stream says that it is', async () => {
  const body = `9 0 ${script}`
  const kinds = ['/Type /ObjStm /N 1 /First 4', '/N 1 /First 4', `/Type /XObject /N 1 /First 4 /Pad (${'x'.repeat(5000)})`]
  for (const kind of kinds) assert.equal(await refused(writePdf({ objects: [stream(kind, body)] })), 'PdfActive', kind)
  const inText = `9 1 (${script})`
  assert.equal(await refused(writePdf({ objects: [stream('/Type /ObjStm /N 1 /First 4', inText)] })), 'PdfActive')
  const plain = `<< /Type /ObjStm /N 1 /First 4 /Length ${body.length} >>\nstream\n${body}\nendstream`
  assert.equal(await refused(writePdf({ objects: [plain] })), 'PdfActive')
})

test('A stream of objects that is packed in a way that only hides them is refused', async () => {
  const hex = Buffer.from(`9 0 ${script}`).toString('hex')
  for (const entries of ['/Filter /ASCIIHexDecode', '/Filter [/ASCIIHexDecode]', '/Filter 11 0 R', '/Filter /FlateDecode'])
    assert.equal(await refused(writePdf({ objects: [stream(`/Type /ObjStm /N 1 /First 4 ${entries}`, hex)] })), 'Corrupt', entries)
  const body = deflateSync(`9 0 << /A 1 >>`)
  const predicted = stream('/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 4 >>', body)
  assert.equal(await refused(writePdf({ objects: [predicted] })), 'Corrupt')
  assert.equal(await refused(writePdf({ objects: [stream('/Type /ObjStm /N 1 /First 11 0 R', '9 0 << /A 1 >>')] })), 'Corrupt')
})

test('A script is found behind an open bracket that would make a text of the rest, and inside of another stream', async () => {
  const whole = writePdf({ catalog: '/OpenAction 10 0 R', objects: [script] }).toString('latin1')
  assert.equal(await refused(Buffer.from(whole.replace('10 0 obj', '( 10 0 obj'), 'latin1')), 'PdfActive')
  assert.equal(await refused(writePdf({ objects: [stream('/Filter []', `\n20 0 obj ${script} endobj\n`)] })), 'PdfActive')
})

test('A proposal may speak of scripts, link to a site, and open at a page', async () => {
  const title = 'Belajar HTML/JavaScript dan /JS /Launch (XFA)'
  assert.equal(await refused(await makePdf((pdf) => pdf.text(title), { info: { Title: title }, compress: false })), 'taken')
  assert.equal(await refused(await makePdf((pdf) => pdf.text('situs', { link: 'https://example.org/JavaScript' }))), 'taken')
  const page = link('<< /S /URI /URI (https://example.org) >>')
  assert.equal(await refused(writePdf({ catalog: '/OpenAction [3 0 R /Fit] /AcroForm << /Fields [] /XFA null >>', page })), 'taken')
  const emptied = '/Names << /JavaScript << /Names [] >> /EmbeddedFiles << /Names [] >> >>'
  assert.equal(await refused(writePdf({ catalog: emptied })), 'taken')
})

test('A PDF under a password can not be read by the officer, so it is refused', async () => {
  for (const pdfVersion of ['1.3', '1.7', '1.7ext3'] as const)
    for (const passwords of [{ userPassword: 'x', ownerPassword: 'y' }, { ownerPassword: 'y' }])
      assert.equal(await refused(await makePdf((pdf) => pdf.text('rahasia'), { ...passwords, pdfVersion })), 'PdfEncrypted', pdfVersion)
})

test('A PDF that is cut off or broken is refused', async () => {
  const pdf = await makePdf((each) => each.text('satu').addPage().text('dua'))
  for (const part of [0.1, 0.5, 0.8]) assert.equal(await refused(pdf.subarray(0, pdf.length * part)), 'Corrupt')
  assert.equal(await refused(Buffer.from('%PDF-1.7\n\u0000\u0001broken')), 'Corrupt')
  assert.equal(await refused(Buffer.from('%PDF-1.7 trailer <<')), 'Corrupt')
  assert.equal(await refused(writePdf({ objects: ['<< /Length 90000 >>\nstream\nx'] })), 'Corrupt')
})

test('A PDF with more pages than anyone reads is refused', async () => {
  const pages = (count: number) =>
    makePdf((pdf) => {
      for (let page = 1; page < count; page++) pdf.addPage()
    })
  assert.equal(await refused(await pages(200)), 'taken')
  assert.equal(await refused(await pages(201)), 'TooManyPages')
})

test('A PDF made to eat memory or time is refused, and the next one is read', async () => {
  const zeros = deflateSync(Buffer.alloc(120 * 1024 * 1024))
  for (const kind of ['/Type /XRef /W [1 2 1] /Size 9', '/Type /ObjStm /N 1 /First 4'])
    assert.equal(await refused(writePdf({ objects: [stream(`${kind} /Filter /FlateDecode`, zeros)] })), 'Corrupt', kind)
  assert.equal(await refused(writePdf({ catalog: `/OpenAction ${'['.repeat(100_000)}` })), 'Corrupt')
  assert.equal(await refused(writePdf({ objects: ['obj('.repeat(500_000)] })), 'Corrupt')
  assert.equal(await refused(writePdf({})), 'taken')
})
