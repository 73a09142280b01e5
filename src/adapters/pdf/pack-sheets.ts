import { drawQr, qrMatrix, qrSize } from './draw-qr.ts'
import { ink, page, type Box, type Paper, type TextStyle } from './paper.ts'

/** The office's own sheets are wide: handwriting needs room. */
export const left = 42
export const wide = page.width - 2 * left
export const bottom = page.height - 58
export const edge = '#7d8a96'

export const body: TextStyle = { size: 9.6, leading: 13.6 }
export const small: TextStyle = { size: 8, leading: 11, color: ink.quiet }
export const strong: TextStyle = { ...body, bold: true }
export const heading: TextStyle = { size: 11.5, bold: true, leading: 17, color: ink.accent }
export const serialStyle: TextStyle = { size: 15, bold: true, leading: 20 }

/** What stands at the foot of each sheet: filled in as the sheets are begun, stamped when all of them are there. */
export type Sheets = {
  readonly paper: Paper
  /** Begins a sheet; what it belongs to stands at its foot. The very first one is there already. */
  begin(foot: string): void
  readonly feet: readonly string[]
}

export function openSheets(paper: Paper): Sheets {
  const feet: string[] = []
  return {
    paper,
    feet,
    begin: (foot) => {
      if (feet.length > 0) paper.doc.addPage()
      feet.push(foot)
      paper.y = 40
    },
  }
}

export function say(paper: Paper, tag: string, text: string, style: TextStyle, box: Box = { x: left, width: wide }): void {
  paper.tag(tag, () => paper.write(text, style, box))
}

/** A text cut to one line, where there is room for no more. */
export function sayLine(paper: Paper, tag: string, text: string, style: TextStyle, box: Box): void {
  const [first = '', ...more] = paper.lines(text, style, box.width - style.size)
  say(paper, tag, more.length === 0 ? first : `${first}…`, style, box)
}

/** A code with its corner at x, y; gives its side. */
export function placeQr(paper: Paper, text: string, alt: string, x: number, y: number, side: number): number {
  const matrix = qrMatrix(text)
  const size = qrSize(matrix, side)
  paper.tag('Figure', () => paper.draw('Figure', (doc) => drawQr(doc, matrix, x, y, size.side)), { alt })
  return size.side
}

/** A box to write in, with a rule for each line of handwriting but the last. */
export function writingBox(paper: Paper, box: Box, y: number, lines: number, lineHeight: number): void {
  paper.decorate((doc) => {
    doc.lineWidth(0.8).rect(box.x, y, box.width, lines * lineHeight).stroke(edge)
    for (let line = 1; line < lines; line++)
      doc.lineWidth(0.5).dash(1.5, { space: 2.5 }).moveTo(box.x + 4, y + line * lineHeight).lineTo(box.x + box.width - 4, y + line * lineHeight).stroke(ink.line).undash()
  })
}

export const cell = { width: 19, height: 24 } as const

/** A box for each character, in groups with a little room between them. Gives where they end. */
export function cells(paper: Paper, x: number, y: number, groups: readonly number[]): number {
  let at = x
  paper.decorate((doc) => {
    for (const count of groups) {
      for (let index = 0; index < count; index++) doc.lineWidth(0.8).rect(at + index * cell.width, y, cell.width, cell.height).stroke(edge)
      at += count * cell.width + 9
    }
  })
  return at - 9
}

/** A small square to tick. */
export function tick(paper: Paper, x: number, y: number): void {
  paper.decorate((doc) => doc.lineWidth(0.9).rect(x, y, 10.5, 10.5).stroke(edge))
}

/** Date and time to be filled in by hand: eight cells and four. Gives where they end. */
export function dateAndTimeCells(paper: Paper, x: number, y: number, words: { readonly date: string; readonly time: string }): number {
  paper.stamp(words.date, small, { x, width: 150 }, y)
  const after = cells(paper, x, y + 12, [2, 2, 4])
  const time = after + 22
  paper.stamp(words.time, small, { x: time, width: 120 }, y)
  return cells(paper, time, y + 12, [2, 2])
}
