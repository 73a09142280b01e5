import { qrMatrix } from '#adapters/pdf/draw-qr.ts'

export type QrPath = { readonly size: number; readonly path: string }

/** A QR code as one path of an SVG picture, with its quiet zone of four modules. */
export function qrPath(text: string): QrPath {
  const matrix = qrMatrix(text)
  let path = ''
  for (let row = 0; row < matrix.size; row++)
    for (let column = 0; column < matrix.size; column++) {
      if (!matrix.isDark(row, column)) continue
      const start = column
      while (column + 1 < matrix.size && matrix.isDark(row, column + 1)) column++
      path += `M${start + 4} ${row + 4}h${column - start + 1}v1h-${column - start + 1}z`
    }
  return { size: matrix.size + 8, path }
}
