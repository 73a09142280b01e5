import type { PackField, PackInput } from './pack-pdf.ts'
import {
  body, bottom, cell, cells, dateAndTimeCells, edge, heading, left, placeQr, say, sayLine, serialStyle, small, strong, tick, wide, writingBox, type Sheets,
} from './pack-sheets.ts'
import { ink, type Paper } from './paper.ts'
import { receiptHeight, writePackReceipt } from './pack-receipt.ts'

export type PackForm = PackInput['forms'][number]

const lineHeight = 24
const side = 66

/** One numbered form: the service's own questions with room for a pen, what belongs to it, the signature, and the receipt to tear off. */
export function writeForm(sheets: Sheets, input: PackInput, form: PackForm): void {
  const { paper } = sheets
  const begin = () => {
    sheets.begin(`${form.serial}  ·  ${input.service}  ·  ${input.office.unit}`)
    writeHead(paper, input, form)
  }
  const room = (height: number) => {
    if (paper.y + height > bottom) begin()
  }
  begin()
  writeOfficeUse(paper, input)
  for (const group of input.groups) {
    const intro = group.intro ? paper.heightOf(group.intro, small, wide) : 0
    room(17 + paper.heightOf(group.title, heading, wide) + intro + (group.fields[0] ? heightOf(paper, group.fields[0], input.words.optional) : 0))
    paper.y += 9
    say(paper, 'H2', group.title, heading)
    if (group.intro) say(paper, 'P', group.intro, small)
    for (const field of group.fields) writeField(paper, input, field, room)
  }
  writeDocuments(paper, input, room)
  writeSignature(paper, input, room)
  if (paper.y + 14 + receiptHeight > bottom) begin()
  writePackReceipt(paper, input, form)
}

/** On every sheet: any one of them, photographed alone, leads to its application. */
function writeHead(paper: Paper, input: PackInput, form: PackForm): void {
  const top = paper.y
  const text = { x: left, width: wide - side - 20 }
  say(paper, 'P', `${input.office.name} · ${input.office.unit}`, small, text)
  sayLine(paper, 'H1', input.service, { size: 14.5, bold: true, leading: 20, color: ink.accent }, text)
  say(paper, 'P', form.serial, serialStyle, text)
  placeQr(paper, form.qr, `${input.words.serial} ${form.serial}`, left + wide - side - 8, top, side)
  paper.y = top + side + 8
  paper.decorate((doc) => doc.rect(left, paper.y, wide, 1.2).fill(ink.accent))
  paper.y += 8
}

function writeOfficeUse(paper: Paper, { words }: PackInput): void {
  const top = paper.y
  paper.decorate((doc) => doc.rect(left, top, wide, 62).fill(ink.tint))
  paper.y = top + 5
  say(paper, 'P', words.officeUse, { ...small, bold: true }, { x: left + 8, width: wide - 16 })
  const end = dateAndTimeCells(paper, left + 8, top + 19, words)
  paper.stamp(words.officer, small, { x: end + 22, width: 140 }, top + 19)
  writingBox(paper, { x: end + 22, width: left + wide - 8 - end - 22 }, top + 31, 1, cell.height)
  paper.y = top + 68
  say(paper, 'P', words.howToFill, small)
}

const labelOf = (field: PackField, optional: string): string => (field.optional ? `${field.label} (${optional})` : field.label)

function heightOf(paper: Paper, field: PackField, optional: string): number {
  const words = paper.heightOf(labelOf(field, optional), strong, wide) + (field.hint ? paper.heightOf(field.hint, small, wide) : 0) + 12
  if (field.kind === 'cells' || field.kind === 'date') return words + cell.height
  if (field.kind === 'choices') return words + (field.options.some(({ group }) => group !== undefined) ? 60 : sum(rowsOf(paper, field.options).map(({ height }) => height)))
  return words + field.lines * lineHeight
}

function writeField(paper: Paper, input: PackInput, field: PackField, room: (height: number) => void): void {
  room(heightOf(paper, field, input.words.optional))
  paper.y += 6
  say(paper, 'P', labelOf(field, input.words.optional), strong)
  if (field.hint) say(paper, 'P', field.hint, small)
  paper.y += 3
  if (field.kind === 'choices') return writeChoices(paper, field, room)
  if (field.kind === 'cells') cells(paper, left, paper.y, field.cells)
  else if (field.kind === 'date') {
    const end = cells(paper, left, paper.y, [2, 2, 4])
    paper.stamp(input.words.dateParts, small, { x: end + 10, width: 200 }, paper.y + 7)
  } else writingBox(paper, { x: left, width: wide }, paper.y, field.lines, lineHeight)
  paper.y += field.kind === 'cells' || field.kind === 'date' ? cell.height : field.lines * lineHeight
}

const optionStyle = { ...body, size: 8.8, leading: 15 }
const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)

function columnsOf(options: PackField['options']): number {
  const longest = Math.max(...options.map(({ label }) => label.length))
  return longest <= 16 ? 4 : longest <= 26 ? 3 : longest <= 44 ? 2 : 1
}

/** Options side by side, as many as find room, and how high each row is. */
function rowsOf(paper: Paper, options: PackField['options']): readonly { readonly options: PackField['options']; readonly height: number }[] {
  const columns = columnsOf(options)
  return Array.from({ length: Math.ceil(options.length / columns) }, (_, row) => {
    const own = options.slice(row * columns, (row + 1) * columns)
    return { options: own, height: Math.max(...own.map(({ label }) => paper.heightOf(label, optionStyle, wide / columns - 19))) + 2 }
  })
}

/** Squares to tick, filled row by row; the parts of a long list under the names that they belong to. */
function writeChoices(paper: Paper, field: PackField, room: (height: number) => void): void {
  for (const [group, options] of Map.groupBy(field.options, (option) => option.group ?? '')) {
    const width = wide / columnsOf(options)
    const rows = rowsOf(paper, options)
    room((group === '' ? 0 : paper.heightOf(group, small, wide)) + (rows[0]?.height ?? 0))
    if (group !== '') say(paper, 'P', group, { ...small, bold: true })
    for (const row of rows) {
      room(row.height)
      const top = paper.y
      row.options.forEach(({ label }, index) => {
        tick(paper, left + index * width + 1, top + 2.5)
        paper.y = top
        say(paper, 'P', label, optionStyle, { x: left + index * width + 17, width: width - 19 })
      })
      paper.y = top + row.height
    }
  }
}

function writeDocuments(paper: Paper, input: PackInput, room: (height: number) => void): void {
  if (input.documents.length === 0) return
  const text = { x: left + 18, width: wide - 18 }
  const needs = (document: PackInput['documents'][number]) => paper.heightOf(document.name, strong, text.width) + paper.heightOf(document.hint, small, text.width) + 4
  room(44 + needs(input.documents[0]!))
  paper.y += 11
  say(paper, 'H2', input.words.documents, heading)
  say(paper, 'P', input.words.documentsHint, small)
  for (const document of input.documents) {
    room(needs(document))
    paper.y += 4
    tick(paper, left + 1, paper.y + 1.5)
    say(paper, 'P', document.name, strong, text)
    say(paper, 'P', document.hint, small, text)
  }
}

function writeSignature(paper: Paper, input: PackInput, room: (height: number) => void): void {
  room(paper.heightOf(input.statement, body, wide) + 118)
  paper.y += 11
  say(paper, 'H2', input.words.statement, heading)
  say(paper, 'P', input.statement, body)
  paper.y += 6
  const top = paper.y
  const half = wide / 2 - 10
  paper.stamp(input.words.placeAndDate, small, { x: left, width: half }, top)
  writingBox(paper, { x: left, width: half }, top + 13, 1, 52)
  paper.stamp(input.words.signature, small, { x: left + half + 20, width: half }, top)
  paper.decorate((doc) => doc.lineWidth(0.8).rect(left + half + 20, top + 13, half, 52).stroke(edge))
  paper.y = top + 70
}
