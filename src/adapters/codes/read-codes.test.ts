import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { qrSvg } from '../qr-svg.ts'
import { readCodes } from './read-codes.ts'

const text = 'https://izin.kota.example/office/paper/P-3171-0007-K4TR'

/** A sheet with a code in its corner, photographed askew in poor light. */
function photographed(degrees: number): Promise<Buffer> {
  const sheet = `<svg xmlns="http://www.w3.org/2000/svg" width="1800" height="2500"><rect width="1800" height="2500" fill="#f4f1e8"/>
    <svg x="1350" y="120" width="330" height="330" ${qrSvg(text).slice(4)}<path d="M150 600h1500M150 720h1500M150 840h1500" stroke="#555" stroke-width="4"/></svg>`
  return sharp(Buffer.from(sheet)).rotate(degrees, { background: '#6b5a45' }).blur(1.5).modulate({ brightness: 0.6 }).jpeg({ quality: 60 }).toBuffer()
}

test('the code of a form is read from a photo, straight, askew or upside down', async () => {
  for (const degrees of [0, 7, -23, 90, 180]) assert.deepEqual(await readCodes(await photographed(degrees)), [text], `${degrees} degrees`)
})

test('a picture without a code, and bytes that are no picture, give none', async () => {
  const blank = await sharp({ create: { width: 600, height: 800, channels: 3, background: '#fff' } }).png().toBuffer()
  assert.deepEqual(await readCodes(blank), [])
  assert.deepEqual(await readCodes(new TextEncoder().encode('no picture')), [])
})
