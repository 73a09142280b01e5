import assert from 'node:assert/strict'
import { test } from 'node:test'
import QRCode from 'qrcode'
import { drawQr, qrMatrix, qrSize } from './draw-qr.ts'
import { sampleQr } from './sample-input.ts'

const millimetre = 72 / 25.4

/** Draws on a grid instead of paper, and counts how often each module is covered. */
function drawnModules(text: string): { readonly size: number; readonly covered: readonly number[][] } {
  const matrix = qrMatrix(text)
  const covered = Array.from({ length: matrix.size }, () => Array<number>(matrix.size).fill(0))
  const doc = {
    rect(x: number, y: number, width: number, height: number) {
      assert.ok(Math.abs(height - 2) < 1e-9)
      for (let i = 0; i < Math.round(width / 2); i++) {
        const row = covered[Math.round((y - 20) / 2)] ?? []
        const at = Math.round((x - 10) / 2) + i
        row[at] = (row[at] ?? 0) + 1
      }
      return doc
    },
    fill: (color: string) => assert.equal(color, '#000000'),
  }
  drawQr(doc as unknown as PDFKit.PDFDocument, matrix, 10, 20, matrix.size * 2)
  return { size: matrix.size, covered }
}

test('each dark module of the code is drawn once, and no light one', () => {
  const segment = { data: new TextEncoder().encode(sampleQr), mode: 'byte' } as const
  const { modules } = QRCode.create([segment], { errorCorrectionLevel: 'M' })
  const { size, covered } = drawnModules(sampleQr)
  assert.equal(size, modules.size)
  covered.forEach((row, r) => {
    assert.equal(row.length, size)
    row.forEach((times, c) => assert.equal(times, modules.get(r, c) ? 1 : 0, `${r},${c}`))
  })
})

test('a permit code can be read from paper: 38 mm wide or more, modules of 0.33 mm or more, white around', () => {
  for (const length of [40, 300, 560, 760, 960, 1125, 1300, 2000]) {
    const matrix = qrMatrix('x'.repeat(length))
    const { side, quiet } = qrSize(matrix, 42 * millimetre)
    assert.ok(side >= 38 * millimetre)
    assert.ok(side / matrix.size >= 0.33 * millimetre)
    assert.ok(quiet >= (3.999 * side) / matrix.size)
  }
  const usual = qrMatrix(sampleQr)
  assert.ok(qrSize(usual, 42 * millimetre).side <= 48 * millimetre, 'a usual permit code stays a decent size')
})

test('a text beyond any QR code is refused', () => {
  assert.throws(() => qrMatrix('x'.repeat(3000)))
})
