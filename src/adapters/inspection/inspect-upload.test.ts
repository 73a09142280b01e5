import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { deflateSync } from 'node:zlib'
import PDFDocument from 'pdfkit'
import sharp from 'sharp'
import { inspectUpload, stopInspection } from './index.ts'

after(() => stopInspection())

const megabyte = 1024 * 1024

function makePdf(write: (pdf: PDFKit.PDFDocument) => void, options: PDFKit.PDFDocumentOptions = {}): Promise<Buffer> {
  return new Promise((resolve) => {
    const pdf = new PDFDocument(options)
    const chunks: Buffer[] = []
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks)))
    write(pdf)
    pdf.end()
  })
}

const card = () => sharp({ create: { width: 600, height: 400, channels: 3, background: '#9bc' } })
const refused = async (bytes: Uint8Array) => {
  const judged = await inspectUpload(bytes)
  return judged.ok ? 'taken' : judged.refusal.kind
}

test('Scans are taken: PDF with its pages, JPEG and PNG with a preview', async () => {
  const pdf = await inspectUpload(await makePdf((each) => each.text('satu').addPage().text('dua')))
  assert.ok(pdf.ok)
  assert.deepEqual([pdf.type, pdf.pages], ['pdf', 2])
  for (const [type, bytes] of [['jpeg', await card().jpeg().toBuffer()], ['png', await card().png().toBuffer()]] as const) {
    const image = await inspectUpload(bytes)
    assert.ok(image.ok && image.type === type && image.preview)
    assert.equal((await sharp(image.preview).metadata()).format, 'webp')
  }
})

test('A preview carries neither place nor camera of the photo', async () => {
  const photo = await card().withExif({ IFD0: { Make: 'Kamera Dewi' } }).jpeg().toBuffer()
  const judged = await inspectUpload(photo)
  assert.ok(judged.ok && judged.preview)
  assert.ok(!Buffer.from(judged.preview).includes('Kamera Dewi'))
})

test('Nothing, too much, and what is neither PDF nor picture is refused, whatever it is called', async () => {
  assert.equal(await refused(new Uint8Array()), 'Empty')
  assert.equal(await refused(new Uint8Array(21 * megabyte)), 'TooLarge')
  assert.equal(await refused(Buffer.from('MZ this is a program')), 'UnknownType')
  assert.equal(await refused(Buffer.from('<html><script>alert(1)</script></html>')), 'UnknownType')
  assert.equal(await refused(await card().webp().toBuffer()), 'UnknownType')
})

test('A picture or PDF that is cut off can not be shown, so it is refused', async () => {
  const photo = await sharp({ create: { width: 900, height: 900, channels: 3, background: '#fff', noise: { type: 'gaussian', mean: 128, sigma: 40 } } }).jpeg().toBuffer()
  assert.equal(await refused(photo.subarray(0, photo.length / 2)), 'Corrupt')
  const pdf = await makePdf((each) => each.text('satu'))
  assert.equal(await refused(pdf.subarray(0, 200)), 'Corrupt')
})

test('A PDF with a script, a program to start, a hidden file or a form that sends itself is refused', async () => {
  const script = await makePdf((pdf) => {
    const action = pdf.ref({ Type: 'Action', S: 'JavaScript', JS: new String('app.alert(1)') })
    ;(pdf as unknown as { _root: { data: Record<string, unknown> } })._root.data['OpenAction'] = action
    action.end('')
  })
  assert.equal(await refused(script), 'PdfActive')
  const plain = (await makePdf((pdf) => pdf.text('x'))).toString('latin1')
  const withCatalog = (entry: string) => Buffer.from(plain.replace('/Type /Catalog', `/Type /Catalog ${entry}`), 'latin1')
  assert.equal(await refused(withCatalog('/OpenAction << /S /Launch /F (cmd.exe) >>')), 'PdfActive')
  assert.equal(await refused(withCatalog('/OpenAction << /S /J#61vaScript /J#53 (app.alert) >>')), 'PdfActive')
  assert.equal(await refused(withCatalog('/AcroForm << /XFA [] >>')), 'PdfActive')
  assert.equal(await refused(await makePdf((pdf) => pdf.file(Buffer.from('x'), { name: 'x.exe' }))), 'PdfActive')
})

test('A script inside a compressed object stream is found', async () => {
  const body = deflateSync(Buffer.from('9 0 << /S /JavaScript /JS (app.alert(1)) >>')).toString('latin1')
  const hidden = `9 0 obj << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${body.length} >> stream\n${body}\nendstream endobj\n`
  const plain = (await makePdf((pdf) => pdf.text('x'))).toString('latin1')
  assert.equal(await refused(Buffer.from(plain.replace('%PDF-1.3\n', `%PDF-1.5\n${hidden}`), 'latin1')), 'PdfActive')
})

test('A PDF under a password can not be read by the officer, so it is refused', async () => {
  assert.equal(await refused(await makePdf((pdf) => pdf.text('rahasia'), { userPassword: 'x', ownerPassword: 'y' })), 'PdfEncrypted')
  assert.equal(await refused(await makePdf((pdf) => pdf.text('rahasia'), { ownerPassword: 'y' })), 'PdfEncrypted')
})

test('A picture that claims a gigapixel, or a PDF with thousands of pages, is refused before it costs anything', async () => {
  const png = await card().png().toBuffer()
  png.writeUInt32BE(60_000, 16)
  png.writeUInt32BE(60_000, 20)
  assert.match(await refused(png), /TooManyPixels|Corrupt/)
  const long = await makePdf((pdf) => {
    for (let page = 0; page < 320; page++) pdf.addPage()
  })
  assert.equal(await refused(long), 'TooManyPages')
})

test('After a file that broke the reader the next one is read', async () => {
  await Promise.all([refused(Buffer.from('%PDF-1.7\n\u0000\u0001broken')), refused(Buffer.from('%PDF-1.7 trailer <<'))])
  assert.equal(await refused(await makePdf((pdf) => pdf.text('x'))), 'taken')
})
