import { column, ink, page } from './paper.ts'
import type { Paper } from './paper.ts'

export type Office = { readonly name: string; readonly unit: string; readonly address: string }

/** The office's name, unit and address over the double rule that people here know from official letters. */
export function writeLetterhead(paper: Paper, office: Office): void {
  paper.tag('P', () => {
    paper.write(office.name, { size: 13, bold: true, color: ink.accent, align: 'center', leading: 18 })
    paper.write(office.unit, { size: 10, bold: true, align: 'center', leading: 15 })
    paper.write(office.address, { size: 8, color: ink.quiet, align: 'center', leading: 12 })
  })
  paper.y += 7
  paper.decorate((doc) => {
    doc.rect(page.left, paper.y, column, 1.6).fill(ink.accent)
    doc.rect(page.left, paper.y + 3.2, column, 0.5).fill(ink.accent)
  })
  paper.y += 4
}

/** At the foot of each sheet: what it belongs to on the left, which sheet of how many on the right. */
export function stampFoot(paper: Paper, words: string, sheet: number, sheets: number): void {
  const y = page.height - 44
  const style = { size: 7.5, color: ink.quiet, leading: 11 }
  paper.doc.rect(page.left, y - 5, column, 0.4).fill(ink.line)
  paper.stamp(words, style, { x: page.left, width: column - 50 }, y)
  const corner = { x: page.width - page.right - 50, width: 50 }
  paper.stamp(`${sheet}/${sheets}`, { ...style, align: 'right' }, corner, y)
}
