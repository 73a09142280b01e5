import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contentDisposition, documentHeaders, sendDocument } from './document-headers.ts'

test('a file name can neither end the header nor leave its folder', () => {
  const header = contentDisposition('inline', 'a"; x=\r\nSet-Cookie: y=1/../../b.pdf')
  assert.doesNotMatch(header, /[\r\n]/)
  assert.equal(header.match(/"/g)?.length, 2)
  assert.doesNotMatch(header, /\//)
})

test('names in any script survive, and broken ones do not break the answer', () => {
  assert.match(contentDisposition('inline', 'ktp بطاقة.jpg'), /filename\*=UTF-8''ktp%20%D8%A8/)
  assert.match(contentDisposition('attachment', '\ud800.pdf'), /^attachment; filename="_\.pdf"/)
  assert.match(contentDisposition('inline', ''), /filename="file"/)
  assert.doesNotThrow(() => new Headers({ 'content-disposition': contentDisposition('inline', 'ktp بطاقة 😀.jpg') }))
})

test('a picture is shown in a sandbox, a PDF where its viewer can start, and neither in a stranger\'s frame', () => {
  const policyOf = (mime: string) =>
    documentHeaders({ mime, fileName: 'x', size: 1, disposition: 'inline' })['content-security-policy'] ?? ''
  assert.match(policyOf('image/jpeg'), /default-src 'none'.*sandbox/)
  assert.doesNotMatch(policyOf('application/pdf'), /sandbox|default-src|object-src/)
  for (const mime of ['image/webp', 'application/pdf']) assert.match(policyOf(mime), /frame-ancestors 'self'/)
})

test('personal documents stay in no cache and are never taken for another kind', async () => {
  const pooled = new Uint8Array([0, 1, 2, 3, 4]).subarray(1, 3)
  const response = sendDocument({ bytes: pooled, mime: 'image/png', fileName: 'x.png', disposition: 'inline' })
  assert.equal(response.headers.get('cache-control'), 'private, no-store')
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
  assert.equal(response.headers.get('content-length'), '2')
  assert.deepEqual(new Uint8Array(await response.arrayBuffer()), new Uint8Array([1, 2]))
})
