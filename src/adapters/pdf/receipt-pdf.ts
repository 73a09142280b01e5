import { drawQr, qrMatrix, qrSize } from './draw-qr.ts'
import { stampFoot, writeLetterhead } from './letterhead.ts'
import type { Office } from './letterhead.ts'
import { column, ink, page, Paper } from './paper.ts'
import type { Box, TextStyle } from './paper.ts'

export type ReceiptPdfInput = {
  readonly locale: 'id' | 'en'
  readonly office: Office
  readonly service: string
  readonly number: string
  /** The tracking code. */
  readonly code: string
  readonly submittedAt: string
  /** When it was sent, where that was before it was received. */
  readonly madeAt: string | null
  readonly deadline: string
  readonly applicant: string
  readonly documents: readonly { readonly label: string; readonly detail: string }[]
  readonly fee: string
  /** `qr` is the whole text of the code, `address` what people type. */
  readonly track: { readonly address: string; readonly qr: string }
  readonly words: ReceiptWords
  readonly createdAt: Date
}

/** What the receipt says, in the reader's language. */
export type ReceiptWords = {
  readonly title: string
  /** One or two sentences under the title. */
  readonly lead: string
  readonly number: string
  readonly code: string
  readonly deadline: string
  readonly service: string
  readonly applicant: string
  readonly submittedAt: string
  readonly madeAt: string
  readonly fee: string
  readonly documents: string
  /** Heading beside the QR code, and the sentence under it. */
  readonly track: string
  readonly trackHint: string
  /** A caution under everything. */
  readonly keep: string
}

const body: TextStyle = { size: 9.6, leading: 14 }
const quiet: TextStyle = { size: 8.6, leading: 14, color: ink.quiet }
const heading: TextStyle = { size: 10.4, bold: true, color: ink.accent, leading: 18 }
const gap = 14

/**
 * The receipt of an application, an unsigned PDF/A-3b of one A4 sheet. The same input gives the same bytes.
 */
export async function renderReceipt(input: ReceiptPdfInput): Promise<Buffer> {
  const { words } = input
  const paper = new Paper({
    locale: input.locale,
    title: `${words.title} ${input.number}`,
    author: input.office.name,
    createdAt: input.createdAt,
  })
  writeLetterhead(paper, input.office)
  paper.y += 26
  paper.tag('H1', () => paper.write(words.title, { size: 19, bold: true, leading: 25 }))
  paper.y += 3
  paper.tag('P', () => paper.write(words.lead, body, { x: page.left, width: column - 60 }))
  paper.y += 14
  writePanel(paper, input)
  paper.y += 14
  paper.tag('Table', () => {
    writeRow(paper, words.service, input.service)
    writeRow(paper, words.applicant, input.applicant)
    if (input.madeAt !== null) writeRow(paper, words.madeAt, input.madeAt)
    writeRow(paper, words.submittedAt, input.submittedAt)
    writeRow(paper, words.fee, input.fee)
  })
  writeDocuments(paper, input)
  writeTracking(paper, input)
  const foot = `${input.number}  ·  ${input.office.name}`
  return paper.finish((sheet, sheets) => stampFoot(paper, foot, sheet, sheets))
}

/** The three things that people look for: their number, their code, and the promised day. */
function writePanel(paper: Paper, input: ReceiptPdfInput): void {
  const { words } = input
  const strong: TextStyle = { size: 15, bold: true, leading: 21 }
  const caption: TextStyle = { size: 8.2, leading: 12, color: ink.quiet }
  const inner = column - 36
  const left: Box = { x: page.left + 18, width: inner * 0.5 }
  const right: Box = { x: left.x + left.width + gap, width: inner - left.width - gap }
  const numberHeight = paper.heightOf(input.number, strong, left.width)
  const upper = Math.max(numberHeight, paper.heightOf(input.code, strong, right.width))
  const day: TextStyle = { ...strong, color: ink.accent }
  const lower = paper.heightOf(input.deadline, day, inner)
  const height = 16 + 12 + upper + 25 + 12 + lower + 14
  paper.ensureRoom(height)
  const top = paper.y
  paper.decorate((doc) => {
    doc.rect(page.left, top, column, height).fill(ink.tint)
    doc.rect(page.left, top, 3, height).fill(ink.accent)
    doc.rect(left.x, top + 16 + 12 + upper + 12, inner, 0.5).fill(ink.line)
  })
  const entry = (name: string, value: string, style: TextStyle, box: Box, y: number) => {
    paper.y = y
    paper.tag('P', () => {
      paper.write(name, caption, box)
      paper.write(value, style, box)
    })
  }
  entry(words.number, input.number, strong, left, top + 16)
  entry(words.code, input.code, strong, right, top + 16)
  entry(words.deadline, input.deadline, day, { x: left.x, width: inner }, top + 16 + 12 + upper + 25)
  paper.y = top + height
}

function writeRow(paper: Paper, name: string, value: string): void {
  const label: Box = { x: page.left, width: 128 }
  const box: Box = { x: page.left + 128 + gap, width: column - 128 - gap }
  const height = Math.max(paper.heightOf(name, quiet, label.width), paper.heightOf(value, body, box.width))
  paper.ensureRoom(Math.min(height, 120) + 9)
  const top = paper.y + 4.5
  paper.tag('TR', () => {
    paper.y = top
    paper.tag('TH', () => paper.write(name, quiet, label), { scope: 'Row' })
    paper.y = top
    paper.tag('TD', () => paper.write(value, body, box))
  })
  if (paper.y <= top + height) paper.y = top + height
  paper.y += 4.5
  rule(paper)
}

function writeDocuments(paper: Paper, input: ReceiptPdfInput): void {
  if (input.documents.length === 0) return
  paper.y += 16
  paper.ensureRoom(60)
  paper.tag('H2', () => paper.write(input.words.documents, heading))
  rule(paper)
  const detail: Box = { x: page.left + column - 150, width: 150 }
  const label: Box = { x: page.left, width: column - 150 - gap }
  paper.tag('Table', () => {
    for (const document of input.documents) {
      const style: TextStyle = { ...quiet, align: 'right' }
      const labelHeight = paper.heightOf(document.label, body, label.width)
      const height = Math.max(labelHeight, paper.heightOf(document.detail, style, detail.width))
      paper.ensureRoom(height + 8)
      const top = paper.y + 4
      paper.tag('TR', () => {
        paper.y = top
        paper.tag('TH', () => paper.write(document.label, body, label), { scope: 'Row' })
        paper.y = top
        paper.tag('TD', () => paper.write(document.detail, style, detail))
      })
      paper.y = top + height + 4
      rule(paper)
    }
  })
}

function writeTracking(paper: Paper, input: ReceiptPdfInput): void {
  const { words, track } = input
  const qr = qrMatrix(track.qr)
  const { side, quiet: white } = qrSize(qr, 84)
  const box: Box = { x: page.left + side + white + 6, width: column - side - white - 6 }
  paper.y += 12 + white
  paper.ensureRoom(side)
  const top = paper.y
  paper.tag('Figure', () => paper.draw('Figure', (doc) => drawQr(doc, qr, page.left, top, side)), {
    alt: `${words.track} ${track.address}`,
  })
  paper.y = top - 3
  paper.tag('H2', () => paper.write(words.track, heading, box))
  paper.tag('P', () => {
    paper.write(words.trackHint, body, box)
    paper.write(track.address, { ...body, bold: true }, box)
    paper.y += 6
    paper.write(words.keep, { ...quiet, leading: 12.4 }, box)
  })
  paper.y = Math.max(paper.y, top + side)
}

function rule(paper: Paper): void {
  paper.decorate((doc) => doc.rect(page.left, paper.y, column, 0.5).fill(ink.line))
}
