import { drawQr, qrMatrix, qrSize } from './draw-qr.ts'
import { stampFoot, writeLetterhead } from './letterhead.ts'
import type { Office } from './letterhead.ts'
import { column, ink, page, Paper } from './paper.ts'
import type { TextStyle } from './paper.ts'

export type PermitPdfInput = {
  readonly locale: 'id' | 'en'
  readonly office: Office
  readonly title: string
  readonly number: string
  readonly intro: string
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly members?: readonly string[]
  /** Numbered provisions. */
  readonly terms: readonly string[]
  readonly legalBasis: readonly string[]
  readonly validity: string
  /** `acting` is the whole word that stands above the role, such as "Plh." or "Acting for". */
  readonly signer: { readonly role: string; readonly unit: string; readonly acting?: string }
  /** Approved by silence: the law's words, and what stands in place of `Signed electronically`. */
  readonly deemed?: { readonly words: string; readonly mark: string }
  readonly place: string
  /** The date in words. */
  readonly signedOn: string
  /**
   * `qr` is the whole text of the code, `address` the short address that people type, `words` what to do with
   * them.
   */
  readonly verify: { readonly address: string; readonly qr: string; readonly words: string }
  readonly createdAt: Date
}

const millimetre = 72 / 25.4
const smallestQr = 42 * millimetre
const labelWidth = 128
const gap = 14
const body = { size: 9.4, leading: 13.6 } as const
const label: TextStyle = { size: 8.6, leading: 13.6, color: ink.quiet }

const words = {
  id: {
    number: 'Nomor',
    members: 'Anggota',
    validity: 'Masa berlaku',
    terms: 'Ketentuan',
    legalBasis: 'Dasar hukum',
    signed: 'Ditandatangani secara elektronik',
  },
  en: {
    number: 'Number',
    members: 'Members',
    validity: 'Validity',
    terms: 'Provisions',
    legalBasis: 'Legal basis',
    signed: 'Signed electronically',
  },
} as const

/**
 * The permit as an unsigned PDF/A-3b. The same input gives the same bytes. Throws when the QR text is beyond
 * a QR code.
 */
export async function renderPermit(input: PermitPdfInput): Promise<Buffer> {
  const paper = new Paper({
    locale: input.locale,
    title: `${input.title} ${input.number}`,
    author: input.office.name,
    createdAt: input.createdAt,
  })
  writeLetterhead(paper, input.office)
  writeTitle(paper, input)
  writeFacts(paper, input)
  writeList(paper, words[input.locale].terms, input.terms)
  writeList(paper, words[input.locale].legalBasis, input.legalBasis)
  writeSignature(paper, input)
  const foot = `${input.number}  ·  ${input.office.name}`
  return paper.finish((sheet, sheets) => stampFoot(paper, foot, sheet, sheets))
}

function writeTitle(paper: Paper, input: PermitPdfInput): void {
  const size = input.title.length <= 90 ? 14.5 : input.title.length <= 220 ? 12 : 10
  paper.y += 26
  paper.tag('H1', () => paper.write(input.title, { size, bold: true, align: 'center', leading: size * 1.32 }))
  paper.y += 3
  const number = `${words[input.locale].number}: ${input.number}`
  paper.tag('P', () => paper.write(number, { ...body, size: 10, align: 'center' }))
  paper.y += 18
  const { deemed } = input
  if (deemed) {
    paper.tag('P', () => paper.write(deemed.words, { ...body, bold: true }))
    paper.y += 6
  }
  paper.tag('P', () => paper.write(input.intro, body))
  paper.y += 8
}

function writeFacts(paper: Paper, input: PermitPdfInput): void {
  const value = { x: page.left + labelWidth + gap, width: column - labelWidth - gap }
  paper.tag('Table', () => {
    rule(paper)
    for (const fact of input.facts) {
      const height = paper.heightOf(fact.value, body, value.width)
      writeRow(paper, fact.label, height, () => paper.write(fact.value, body, value))
    }
    const members = input.members ?? []
    if (members.length > 0)
      writeRow(paper, words[input.locale].members, body.leading, () => writeMembers(paper, members, value))
    const strong = { ...body, bold: true }
    const height = paper.heightOf(input.validity, strong, value.width)
    writeRow(paper, words[input.locale].validity, height, () => paper.write(input.validity, strong, value), true)
  })
}

/**
 * A label on the left, what it says on the right, a fine rule below. A short row is never parted by the end
 * of a sheet.
 */
function writeRow(paper: Paper, name: string, height: number, writeValue: () => void, tinted = false): void {
  const labelHeight = paper.heightOf(name, label, labelWidth)
  const row = Math.max(height, labelHeight)
  paper.ensureRoom(Math.min(row, 8 * body.leading) + 9)
  if (tinted) paper.decorate((doc) => doc.rect(page.left - 8, paper.y, column + 16, row + 9).fill(ink.tint))
  paper.y += 4.5
  paper.tag('TR', () => {
    const top = paper.y
    paper.tag('TH', () => paper.write(name, label, { x: page.left, width: labelWidth }), { scope: 'Row' })
    const afterLabel = paper.y
    paper.y = top
    const sheets = paper.doc.bufferedPageRange().count
    paper.tag('TD', writeValue)
    if (paper.doc.bufferedPageRange().count === sheets) paper.y = Math.max(paper.y, afterLabel)
  })
  paper.y += 4.5
  if (!tinted) rule(paper)
}

/** In two columns when there are many, numbered line by line. */
function writeMembers(paper: Paper, members: readonly string[], box: { x: number; width: number }): void {
  const columns = members.length > 6 ? 2 : 1
  const room = (box.width - (columns - 1) * gap) / columns
  const indent = 19
  for (let first = 0; first < members.length; first += columns) {
    const names = members.slice(first, first + columns)
    const height = Math.max(...names.map((name) => paper.heightOf(name, body, room - indent)))
    paper.ensureRoom(height)
    const top = paper.y
    names.forEach((name, i) => {
      const x = box.x + i * (room + gap)
      paper.y = top
      paper.write(`${first + i + 1}.`, body, { x, width: indent })
      paper.y = top
      paper.write(name, body, { x: x + indent, width: room - indent })
    })
    paper.y = top + height
  }
}

function writeList(paper: Paper, heading: string, items: readonly string[]): void {
  if (items.length === 0) return
  const style = { size: 9, leading: 13 } as const
  paper.y += 12
  paper.ensureRoom(17 + 2 * style.leading)
  paper.tag('H2', () => paper.write(heading, { size: 9.6, bold: true, color: ink.accent, leading: 17 }))
  paper.tag('L', () => {
    items.forEach((item, i) => {
      const box = { x: page.left + 20, width: column - 20 }
      paper.ensureRoom(Math.min(paper.heightOf(item, style, box.width), 4 * style.leading))
      paper.tag('LI', () => {
        const top = paper.y
        paper.tag('Lbl', () => paper.write(`${i + 1}.`, style, { x: page.left, width: 20 }))
        paper.y = top
        paper.tag('LBody', () => paper.write(item, style, box))
      })
      paper.y += 1.5
    })
  })
}

/**
 * The QR code on the left; who signed, and how to check it, on the right. Never parted by the end of a sheet.
 */
function writeSignature(paper: Paper, input: PermitPdfInput): void {
  const qr = qrMatrix(input.verify.qr)
  const { side } = qrSize(qr, smallestQr)
  const right = { x: page.left + side + 28, width: column - side - 28 }
  const small = { size: 8.2, leading: 11.8, color: ink.quiet } as const
  const address = { size: 8.8, leading: 13, bold: true, color: ink.accent } as const
  const heightOf = (text: string, style: TextStyle) => paper.heightOf(text, style, right.width)
  const { acting = '', role, unit } = input.signer
  const strong = { ...body, bold: true }
  const place = `${input.place}, ${input.signedOn}`
  const block = [place, acting, role, unit].reduce((sum, line) => sum + heightOf(line, strong), 0)
  const check = heightOf(input.verify.words, small) + heightOf(input.verify.address, address)
  const height = Math.max(side, block + 44 + check)
  paper.y += 22
  paper.ensureRoom(height)
  const top = paper.y

  paper.tag('Figure', () => paper.draw('Figure', (doc) => drawQr(doc, qr, page.left, top, side)), {
    alt: `${input.verify.words} ${input.verify.address}`,
  })
  paper.y = top - 2.5
  paper.tag('P', () => {
    paper.write(place, body, right)
    paper.write(acting, body, right)
    paper.write(role, strong, right)
    paper.write(unit, body, right)
  })
  paper.y += 10
  paper.decorate((doc) => doc.rect(right.x, paper.y, 2, 14).fill(ink.accent))
  const signed = { x: right.x + 9, width: right.width - 9 }
  const mark = { size: 8.8, color: ink.accent, leading: 14 }
  paper.tag('P', () => paper.write(input.deemed?.mark ?? words[input.locale].signed, mark, signed))

  paper.y = top + height - check + 2
  paper.tag('P', () => {
    paper.write(input.verify.words, small, right)
    paper.write(input.verify.address, address, right)
  })
}

function rule(paper: Paper): void {
  paper.decorate((doc) => doc.rect(page.left, paper.y, column, 0.5).fill(ink.line))
}
