import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { askDatabase } from '../../adapters/doctor/ask-database.ts'
import type { Book } from '../../adapters/handover/book.ts'
import { gatherFacts } from '../../adapters/handover/gather-facts.ts'
import { toHtml } from '../../adapters/handover/to-html.ts'
import { toMarkdown } from '../../adapters/handover/to-markdown.ts'
import { toPdf } from '../../adapters/handover/to-pdf.ts'
import { writeBook } from '../../adapters/handover/write-book.ts'
import { CommandError, here, readArguments, type Said } from './command.ts'
import { localeOf } from './doctor.ts'
import { databaseOf, settingsOfOffice } from './office-command.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '')

/** Writes the handover book as the office is now: to the terminal as Markdown, or into a .md, .html or .pdf file. */
export async function handover(args: readonly string[]): Promise<Said> {
  const { values } = readArguments(args, { out: { type: 'string' }, lang: { type: 'string' } })
  const locale = localeOf(values.lang)
  const settings = settingsOfOffice()
  const database = askDatabase(await databaseOf(settings))
  try {
    const book = writeBook(await gatherFacts({ settings, ask: database.ask, folder: process.env['SATU_PINTU_DOOR'] ?? root, program: root, locale, now: Date.now }), locale)
    if (values.out === undefined) return { json: book, words: toMarkdown(book), asJson: values.json === true }
    await writeFile(here(values.out), await inForm(book, values.out), { mode: 0o600 })
    return { json: { out: values.out, sections: book.sections.length }, words: values.out, asJson: values.json === true }
  } finally {
    await database.end()
  }
}

async function inForm(book: Book, path: string): Promise<string | Buffer> {
  if (path.endsWith('.md')) return toMarkdown(book)
  if (path.endsWith('.html')) return toHtml(book)
  if (path.endsWith('.pdf')) return toPdf(book)
  throw new CommandError('--out must end with .md, .html or .pdf.')
}
