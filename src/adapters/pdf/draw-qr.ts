import QRCode from 'qrcode'

const millimetre = 72 / 25.4
const quietModules = 4
const smallestModule = 0.36 * millimetre
/** Bytes of version 27 (125 modules a side) at level M, ISO/IEC 18004 table 7. */
const mostAtLevelM = 1125

/** A QR code as rows of dark (true) and light modules, without the quiet zone. */
export type QrMatrix = { readonly size: number; isDark(row: number, column: number): boolean }

/**
 * The QR code of a text, in byte mode. Level M mends 15 % of damage, which a folded, stamped, copied paper
 * needs; a text so long that the modules would get too fine for a phone gets level L, which needs fewer.
 * Throws when the text is longer than a QR code can hold (2,953 bytes).
 */
export function qrMatrix(text: string): QrMatrix {
  const bytes = new TextEncoder().encode(text)
  return create(bytes, bytes.length <= mostAtLevelM ? 'M' : 'L')
}

/**
 * How large the code is printed, in points: its side, and the white that must stay around it (4 modules,
 * ISO/IEC 18004).
 */
export type QrSize = { readonly side: number; readonly quiet: number }

/** A side of at least `atLeast` points, and no module under 0.36 mm. */
export function qrSize(matrix: QrMatrix, atLeast: number): QrSize {
  const side = Math.max(atLeast, matrix.size * smallestModule)
  return { side, quiet: (quietModules * side) / matrix.size }
}

/**
 * Draws the code with its corner at x, y as one vector path: sharp at any size, no seams between the modules.
 */
export function drawQr(doc: PDFKit.PDFDocument, matrix: QrMatrix, x: number, y: number, side: number): void {
  const module = side / matrix.size
  for (const { row, column, length } of darkRuns(matrix))
    doc.rect(x + column * module, y + row * module, length * module, module)
  doc.fill('#000000')
}

/** The dark modules of each row, neighbours in one piece. */
export function* darkRuns(matrix: QrMatrix): Generator<{ row: number; column: number; length: number }> {
  for (let row = 0; row < matrix.size; row++) {
    for (let column = 0; column < matrix.size; column++) {
      if (!matrix.isDark(row, column)) continue
      const start = column
      while (column + 1 < matrix.size && matrix.isDark(row, column + 1)) column++
      yield { row, column: start, length: column - start + 1 }
    }
  }
}

function create(data: Uint8Array, errorCorrectionLevel: 'L' | 'M'): QrMatrix {
  const { modules } = QRCode.create([{ data, mode: 'byte' }], { errorCorrectionLevel })
  return { size: modules.size, isDark: (row, column) => Boolean(modules.get(row, column)) }
}
