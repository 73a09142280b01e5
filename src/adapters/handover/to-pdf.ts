import { column, ink, page, Paper, type Box, type TextStyle } from '../pdf/paper.ts'
import type { Block, Book } from './book.ts'

const body: TextStyle = { size: 9.6, leading: 14 }
const small: TextStyle = { size: 8.6, leading: 12.4 }
const gap = 10

/** The book on A4 sheets, tagged, with its fonts in it: for a printer and the safe. */
export async function toPdf(book: Book): Promise<Buffer> {
  const paper = new Paper({ locale: book.locale, title: book.title, author: 'Satu Pintu', createdAt: new Date(book.madeAt) })
  paper.tag('H1', () => paper.write(book.title, { size: 19, bold: true, leading: 25 }))
  paper.tag('P', () => paper.write(book.lead, body))
  for (const [index, section] of book.sections.entries()) {
    paper.y += 18
    paper.ensureRoom(70)
    paper.tag('H2', () => paper.write(`${index + 1}. ${section.title}`, { size: 13, bold: true, color: ink.accent, leading: 22 }))
    for (const block of section.blocks) write(paper, block)
  }
  return paper.finish((sheet, sheets) => paper.stamp(`${book.title}  ·  ${sheet}/${sheets}`, { ...small, color: ink.quiet }, { x: page.left, width: column }, page.height - 40))
}

function write(paper: Paper, block: Block): void {
  switch (block.kind) {
    case 'text':
      return paragraph(paper, block.text, body)
    case 'heading':
      paper.y += 6
      paper.ensureRoom(50)
      return paper.tag('H3', () => paper.write(block.text, { ...body, bold: true }))
    case 'steps':
      return block.items.forEach((item, index) => paragraph(paper, `${index + 1}.  ${item}`, body))
    case 'command':
      for (const line of block.text.split('\n')) paper.tag('P', () => paper.write(line, { ...small, color: ink.accent }, { x: page.left + 14, width: column - 14 }))
      paper.y += 4
      return
    case 'table':
      return paper.tag('Table', () => [block.head, ...block.rows].forEach((cells, index) => row(paper, cells, index === 0)))
  }
}

function paragraph(paper: Paper, text: string, style: TextStyle): void {
  paper.tag('P', () => paper.write(text, style))
  paper.y += 4
}

function row(paper: Paper, cells: readonly string[], head: boolean): void {
  const style: TextStyle = { ...small, bold: head }
  const boxes = boxesFor(cells.length)
  const height = Math.max(...cells.map((cell, index) => paper.heightOf(cell, style, boxes[index]!.width)))
  paper.ensureRoom(height + 6)
  const top = paper.y + 3
  paper.tag('TR', () =>
    cells.forEach((cell, index) => {
      paper.y = top
      paper.tag(head ? 'TH' : 'TD', () => paper.write(cell, style, boxes[index]!))
    }),
  )
  paper.y = top + height + 3
  paper.decorate((doc) => doc.rect(page.left, paper.y, column, 0.5).fill(ink.line))
}

/** Columns of one width. */
function boxesFor(count: number): readonly Box[] {
  const width = (column - gap * (count - 1)) / count
  return Array.from({ length: count }, (_, index) => ({ x: page.left + index * (width + gap), width }))
}
