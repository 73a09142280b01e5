import type { Inspection } from '../../usecases/ports.ts'
import { openPdfReader } from './pdf-reader.ts'

/** The largest honest scans take about one second and few megabytes: their pictures are not unpacked. */
const limits = { patience: 20_000, memory: 512 }
const reader = openPdfReader(new URL('./pdf-thread.ts', import.meta.url), limits)

/**
 * Parses a PDF in a thread of its own. What acts by itself when it is opened (scripts, programs, files inside) is
 * refused. It has no preview: it would have to be drawn by native code inside the office's process.
 */
export async function inspectPdf(bytes: Uint8Array): Promise<Inspection> {
  const read = await reader.read(bytes)
  if (!read.ok) return { ok: false, refusal: { kind: read.why } }
  return { ok: true, type: 'pdf', mime: 'application/pdf', pages: read.pages, preview: null }
}

/** Finishes the PDF files that wait, and ends the thread that reads them. A later upload begins a new one. */
export const stopInspection = (): Promise<void> => reader.stop()
