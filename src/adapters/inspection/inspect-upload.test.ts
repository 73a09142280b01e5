import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import { inspectUpload, stopInspection } from './index.ts'
import { makePdf } from './sample-pdf.ts'

after(() => stopInspection())

const megabyte = 1024 * 1024

const card = () => sharp({ create: { width: 600, height: 400, channels: 3, background: '#9bc' } })
const grain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#fff', noise: { type: 'gaussian', mean: 128, sigma: 60 } } })
const zip = (comment = '') => Buffer.concat([Buffer.from('PK\u0005\u0006'), Buffer.alloc(16), Buffer.from([comment.length, 0]), Buffer.from(comment)])

const refused = async (bytes: Uint8Array) => {
  const judged = await inspectUpload(bytes)
  return judged.ok ? 'taken' : judged.refusal.kind
}

test('Scans are taken: PDF with its pages, JPEG and PNG with a preview', async () => {
  const pdf = await inspectUpload(await makePdf((each) => each.text('satu').addPage().text('dua')))
  assert.deepEqual(pdf, { ok: true, type: 'pdf', mime: 'application/pdf', pages: 2, preview: null })
  for (const [type, bytes] of [['jpeg', await card().jpeg().toBuffer()], ['png', await card().png().toBuffer()]] as const) {
    const image = await inspectUpload(bytes)
    assert.ok(image.ok && image.preview)
    assert.deepEqual([image.type, image.mime, image.pages], [type, `image/${type}`, null])
    assert.equal((await sharp(image.preview).metadata()).format, 'webp')
  }
})

test('The caller keeps the bytes of what was inspected', async () => {
  const pdf = await makePdf((each) => each.text('satu'))
  const before = Buffer.from(pdf)
  await inspectUpload(pdf)
  assert.ok(before.equals(pdf))
})

test('A preview stays small even of a grainy photo, stands upright, and carries neither place nor camera', async () => {
  const photo = await grain(3000, 2000).withExif({ IFD0: { Make: 'Kamera Dewi' } }).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  const judged = await inspectUpload(photo)
  assert.ok(judged.ok && judged.preview)
  assert.ok(judged.preview.byteLength <= 150_000, `${judged.preview.byteLength} bytes`)
  assert.ok(!Buffer.from(judged.preview).includes('Kamera Dewi'))
  const { width, height, exif } = await sharp(judged.preview).metadata()
  assert.ok(height > width)
  assert.equal(exif, undefined)
})

test('Nothing, too much, and what is neither PDF nor picture is refused, whatever it is called', async () => {
  assert.equal(await refused(new Uint8Array()), 'Empty')
  assert.equal(await refused(new Uint8Array(21 * megabyte)), 'TooLarge')
  const photo = await card().jpeg().toBuffer()
  assert.equal(await refused(Buffer.concat([photo, Buffer.alloc(20 * megabyte - photo.length)])), 'taken')
  assert.equal(await refused(Buffer.concat([photo, Buffer.alloc(20 * megabyte - photo.length + 1)])), 'TooLarge')
  assert.equal(await refused(Buffer.from('MZ this is a program')), 'UnknownType')
  assert.equal(await refused(Buffer.from('<html><script>alert(1)</script></html>')), 'UnknownType')
  assert.equal(await refused(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')), 'UnknownType')
  assert.equal(await refused(await card().webp().toBuffer()), 'UnknownType')
  assert.equal(await refused(zip()), 'UnknownType')
})

test('A picture that is broken behind its first bytes or cut off can not be shown, so it is refused', async () => {
  const photo = await grain(900, 900).jpeg().toBuffer()
  const drawing = await grain(300, 300).png().toBuffer()
  for (const bytes of [photo, drawing]) {
    assert.equal(await refused(bytes), 'taken')
    for (const part of [0.01, 0.5, 0.97]) assert.equal(await refused(bytes.subarray(0, bytes.length * part)), 'Corrupt')
  }
  assert.equal(await refused(Buffer.concat([photo.subarray(0, 4), Buffer.alloc(2000)])), 'Corrupt')
})

test('A picture that claims more pixels than any scan is refused before it costs anything', async () => {
  assert.equal(await refused(await claim(60_000, 60_000)), 'TooManyPixels')
  assert.equal(await refused(await claim(100_000, 1001)), 'TooManyPixels')
  assert.equal(await refused(await claim(9000, 9000)), 'Corrupt')
})

test('One file that is two is refused: a picture that opens as PDF, a picture or PDF that is an archive', async () => {
  const photo = await card().jpeg().toBuffer()
  const remark = Buffer.concat([Buffer.from([0xff, 0xfe, 0, 20]), Buffer.from('%PDF-1.7\n1 0 obj\n  ')])
  assert.equal(await refused(Buffer.concat([photo.subarray(0, 2), remark, photo.subarray(2)])), 'UnknownType')
  assert.equal(await refused(Buffer.concat([photo, zip()])), 'UnknownType')
  assert.equal(await refused(Buffer.concat([await makePdf((pdf) => pdf.text('x')), zip('salam')])), 'UnknownType')
  // Phones write a film or their own marks behind a photo.
  assert.equal(await refused(Buffer.concat([photo, Buffer.from('....ftypmp42 PK\u0005\u0006 film')])), 'taken')
})

test('A script behind the bytes of a picture makes no page of it', async () => {
  const photo = await card().jpeg().toBuffer()
  const judged = await inspectUpload(Buffer.concat([photo, Buffer.from('<script>alert(1)</script>')]))
  assert.ok(judged.ok && judged.mime === 'image/jpeg')
})

/** A PNG whose header says so many pixels, with a checksum that agrees. */
async function claim(width: number, height: number): Promise<Buffer> {
  const png = await card().png().toBuffer()
  png.writeUInt32BE(width, 16)
  png.writeUInt32BE(height, 20)
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29)
  return png
}
