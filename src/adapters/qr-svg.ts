import { darkRuns, qrMatrix } from './pdf/draw-qr.ts'

const quiet = 4

/** The QR code of a text as an SVG of one path, with its quiet zone; black on white, so that it is read in the dark too. */
export function qrSvg(text: string): string {
  const matrix = qrMatrix(text)
  const side = matrix.size + 2 * quiet
  const path = [...darkRuns(matrix)].map(({ row, column, length }) => `M${column + quiet} ${row + quiet}h${length}v1h-${length}z`).join('')
  return `<svg viewBox="0 0 ${side} ${side}" aria-hidden="true" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${path}"/></svg>`
}
