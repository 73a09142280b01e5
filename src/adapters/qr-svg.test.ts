import assert from 'node:assert/strict'
import { test } from 'node:test'
import jsqr from 'jsqr'
import sharp from 'sharp'
import { qrSvg } from './qr-svg.ts'

const jsQR = (jsqr as typeof jsqr & { readonly default?: typeof jsqr }).default ?? jsqr

test('What a phone reads on the page is the text that was put there', async () => {
  const text = 'http://office.example/bookings/check?code=7K3M-Q9TA'
  const { data, info } = await sharp(Buffer.from(qrSvg(text).replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"'))).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  const read = jsQR(new Uint8ClampedArray(data), info.width, info.height)
  assert.equal(read?.data, text)
})
