import type { PackInput } from './pack-pdf.ts'
import { body, bottom, cell, dateAndTimeCells, edge, left, placeQr, say, sayLine, small, strong, wide, writingBox } from './pack-sheets.ts'
import { ink, type Paper } from './paper.ts'

/** Of the strip, its cutting line included. */
export const receiptHeight = 196

/** The strip at the foot of the last sheet, for the applicant: the only place where the code stands. */
export function writePackReceipt(paper: Paper, input: PackInput, form: PackInput['forms'][number]): void {
  const { words } = input
  const cut = bottom - receiptHeight + 6
  paper.stamp(words.tear, { ...small, align: 'center' }, { x: left, width: wide }, cut - 12)
  paper.decorate((doc) => doc.lineWidth(0.9).dash(5, { space: 4 }).moveTo(0, cut + 2).lineTo(left * 2 + wide, cut + 2).stroke(edge).undash())
  const top = cut + 12
  const side = 68
  const text = { x: left, width: wide - side - 24 }
  paper.y = top
  say(paper, 'P', `${input.office.name} · ${input.office.unit}`, small, text)
  sayLine(paper, 'H2', `${words.receipt}: ${input.service}`, { size: 12, bold: true, leading: 17, color: ink.accent }, text)
  const number = paper.y + 3
  const column = text.width / 2 - 6
  for (const [index, [name, value]] of ([[words.serial, form.serial], [words.code, form.code]] as const).entries()) {
    const box = { x: left + index * (column + 12), width: column }
    paper.y = number
    say(paper, 'P', name, small, box)
    say(paper, 'P', value, { size: 14, bold: true, leading: 19 }, box)
  }
  placeQr(paper, `${input.track.address}?number=${form.serial}`, words.track, left + wide - side - 8, top, side)
  const cells = number + 34
  const end = dateAndTimeCells(paper, left, cells, words)
  paper.stamp(words.officer, small, { x: end + 22, width: 140 }, cells)
  writingBox(paper, { x: end + 22, width: left + wide - end - 22 }, cells + 12, 1, cell.height)
  paper.y = cells + 12 + cell.height + 6
  say(paper, 'P', input.promise, strong)
  say(paper, 'P', words.track, { ...body, size: 8.8, leading: 12.4 })
  say(paper, 'P', words.keep, small)
}
