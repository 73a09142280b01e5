import type { Inspection } from '../../usecases/ports.ts'
import { readPdf } from './pdf-reader.ts'

const mostPages = 300

/** Parses a PDF in a thread of its own. What acts by itself when it is opened (scripts, programs, hidden files) is refused. */
export async function inspectPdf(bytes: Uint8Array): Promise<Inspection> {
  const read = await readPdf(bytes)
  if (!read.ok) return { ok: false, refusal: { kind: read.why } }
  if (read.pages > mostPages) return { ok: false, refusal: { kind: 'TooManyPages' } }
  return { ok: true, type: 'pdf', mime: 'application/pdf', pages: read.pages, preview: null }
}
