import type { Block, Book } from './book.ts'

/** The book as CommonMark with tables, for a text editor or a repository. */
export function toMarkdown(book: Book): string {
  const sections = book.sections.map(({ title, blocks }, index) => [`## ${index + 1}. ${line(title)}`, ...blocks.map(block)].join('\n\n'))
  return `${[`# ${line(book.title)}`, line(book.lead), ...sections].join('\n\n')}\n`
}

function block(part: Block): string {
  switch (part.kind) {
    case 'text':
      return line(part.text)
    case 'heading':
      return `### ${line(part.text)}`
    case 'steps':
      return part.items.map((item, index) => `${index + 1}. ${line(item)}`).join('\n')
    case 'command':
      return `\`\`\`sh\n${part.text}\n\`\`\``
    case 'table':
      return [part.head, part.head.map(() => '---'), ...part.rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n')
  }
}

/** What people typed must not become structure. */
const line = (text: string) => text.replace(/\s*\n\s*/g, ' ').replace(/([<*_[\]\\])/g, '\\$1')
const cell = (text: string) => line(text).replaceAll('|', '\\|')
