import { setImmediate as nextTurn } from 'node:timers/promises'
import { stampFoot, type Office } from './letterhead.ts'
import { writeForm } from './pack-form.ts'
import { writeInstruction, writeLedger } from './pack-front.ts'
import { openSheets } from './pack-sheets.ts'
import { Paper } from './paper.ts'

export type PackInput = {
  readonly locale: 'id' | 'en'
  readonly office: Office
  readonly service: string
  readonly printedAt: string
  readonly groups: readonly { readonly title: string; readonly intro: string | null; readonly fields: readonly PackField[] }[]
  readonly documents: readonly { readonly name: string; readonly hint: string }[]
  readonly statement: string
  /** By when it is decided, counted from the time on the receipt. */
  readonly promise: string
  /** `qr` is the whole text of a form's code. */
  readonly forms: readonly { readonly serial: string; readonly code: string; readonly qr: string }[]
  readonly track: { readonly address: string }
  /** How it is used, step by step, for who has never seen it. */
  readonly steps: readonly { readonly title: string; readonly lines: readonly string[] }[]
  readonly words: PackWords
  readonly createdAt: Date
}

/** A question as it is written by hand. */
export type PackField = {
  readonly label: string
  readonly hint: string | null
  readonly optional: boolean
  readonly kind: 'lines' | 'cells' | 'date' | 'choices'
  /** Lines of handwriting. */
  readonly lines: number
  /** How many boxes for single characters, in groups. */
  readonly cells: readonly number[]
  readonly options: readonly { readonly label: string; readonly group?: string }[]
}

const wordKeys = [
  'serial', 'code', 'officeUse', 'date', 'time', 'dateParts', 'officer', 'howToFill', 'optional', 'documents', 'documentsHint', 'statement', 'placeAndDate', 'signature',
  'tear', 'receipt', 'track', 'keep', 'title', 'ledger', 'ledgerHint', 'used', 'spoiled', 'missing', 'note', 'instruction', 'printed',
] as const
export const packWordKeys: readonly (typeof wordKeys)[number][] = wordKeys
export type PackWords = Readonly<Record<(typeof wordKeys)[number], string>>

/** A pack of numbered forms with the page that says how and the ledger on top, PDF/A-3b. The same input gives the same bytes. */
export async function renderPack(input: PackInput): Promise<Buffer> {
  const first = input.forms[0]?.serial ?? ''
  const paper = new Paper({ locale: input.locale, title: `${input.words.title} ${first}`, author: input.office.name, createdAt: input.createdAt })
  const sheets = openSheets(paper)
  writeInstruction(sheets, input)
  writeLedger(sheets, input)
  for (const form of input.forms) {
    writeForm(sheets, input, form)
    // Hundreds of sheets: whoever else wants something of the office meanwhile comes in between.
    await nextTurn()
  }
  const sheetsOf = Map.groupBy(sheets.feet.keys(), (sheet) => sheets.feet[sheet] ?? '')
  return paper.finish((sheet) => {
    const foot = sheets.feet[sheet - 1] ?? ''
    const own = sheetsOf.get(foot) ?? []
    stampFoot(paper, foot, own.indexOf(sheet - 1) + 1, own.length)
  })
}
