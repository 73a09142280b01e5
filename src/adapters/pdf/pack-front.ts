import { writeLetterhead } from './letterhead.ts'
import type { PackInput } from './pack-pdf.ts'
import { body, bottom, edge, heading, left, say, sayLine, small, strong, tick, wide, type Sheets } from './pack-sheets.ts'
import { ink, type Paper } from './paper.ts'

/** The page on top: what to do before, meanwhile and after, for whoever is at the counter when the light goes out. */
export function writeInstruction(sheets: Sheets, input: PackInput): void {
  const { paper } = sheets
  sheets.begin(rangeOf(input))
  writeLetterhead(paper, input.office)
  paper.y += 18
  say(paper, 'H1', input.words.instruction, { size: 19, bold: true, leading: 26 })
  say(paper, 'P', `${input.service} · ${rangeOf(input)} · ${input.words.printed} ${input.printedAt}`, { ...body, color: ink.quiet })
  for (const step of input.steps) {
    paper.y += 12
    say(paper, 'H2', step.title, heading)
    step.lines.forEach((line, index) => {
      paper.y += 2.5
      const top = paper.y
      paper.stamp(`${index + 1}.`, strong, { x: left, width: 18 }, top)
      say(paper, 'P', line, body, { x: left + 20, width: wide - 20 })
    })
  }
}

const columns = [
  { key: 'serial', width: 122 }, { key: 'date', width: 84 }, { key: 'time', width: 58 }, { key: 'officer', width: 72 },
  { key: 'used', width: 40 }, { key: 'spoiled', width: 40 }, { key: 'missing', width: 40 }, { key: 'note', width: wide - 456 },
] as const
const rowHeight = 25

/** The sheet that counts: one line for each form, so that none is lost without somebody seeing it. */
export function writeLedger(sheets: Sheets, input: PackInput): void {
  const { paper } = sheets
  const begin = () => {
    sheets.begin(`${input.words.ledger}  ·  ${rangeOf(input)}`)
    say(paper, 'P', `${input.office.name} · ${input.office.unit}`, small)
    sayLine(paper, 'H1', `${input.words.ledger}: ${input.service}`, { size: 15, bold: true, leading: 22, color: ink.accent }, { x: left, width: wide })
    say(paper, 'P', input.words.ledgerHint, small)
    paper.y += 8
    writeRow(paper, (key) => input.words[key], true)
  }
  begin()
  for (const form of input.forms) {
    if (paper.y + rowHeight > bottom) begin()
    writeRow(paper, (key) => (key === 'serial' ? form.serial : ''), false)
  }
}

function writeRow(paper: Paper, textOf: (key: (typeof columns)[number]['key']) => string, head: boolean): void {
  const top = paper.y
  let x = left
  paper.tag('TR', () => {
    for (const { key, width } of columns) {
      const text = textOf(key)
      paper.decorate((doc) => doc.lineWidth(0.6).rect(x, top, width, rowHeight).stroke(edge))
      if (!head && (key === 'used' || key === 'spoiled' || key === 'missing')) tick(paper, x + width / 2 - 5, top + 7)
      paper.y = top + (head ? 2.5 : 6)
      if (text !== '') say(paper, head ? 'TH' : 'TD', text, head ? { size: 7.4, leading: 10, bold: true, color: ink.quiet } : strong, { x: x + 4, width: width - 6 })
      x += width
    }
  })
  paper.y = top + rowHeight
}

function rangeOf({ forms }: PackInput): string {
  const [first, last] = [forms[0]?.serial ?? '', forms.at(-1)?.serial ?? '']
  return first === last ? first : `${first} – ${last}`
}
