import { parentPort } from 'node:worker_threads'
import { getDocument, PasswordException, VerbosityLevel, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { findActiveParts } from './find-active-parts.ts'
import type { PdfRead } from './pdf-reader.ts'

/** More than any proposal with its annexes; an officer has to read them all. */
const mostPages = 200

parentPort?.on('message', (bytes: Uint8Array) => {
  read(bytes).then(
    (result) => parentPort?.postMessage(result),
    () => parentPort?.postMessage({ ok: false, why: 'Corrupt' } satisfies PdfRead),
  )
})

parentPort?.postMessage('ready')

async function read(bytes: Uint8Array): Promise<PdfRead> {
  const found = findActiveParts(bytes)
  if (found) return { ok: false, why: found }
  const task = getDocument({
    data: bytes,
    disableFontFace: true,
    useSystemFonts: false,
    enableXfa: false,
    stopAtErrors: true,
    verbosity: VerbosityLevel.ERRORS,
  })
  try {
    return await judge(await task.promise)
  } catch (error) {
    return { ok: false, why: error instanceof PasswordException ? 'PdfEncrypted' : 'Corrupt' }
  } finally {
    await task.destroy()
  }
}

/**
 * A second opinion by the parser that also shows the file to the officer, and the number of pages. Nothing is asked of
 * it that unpacks pictures, texts or the looks of annotations: those may grow without limit.
 */
async function judge(document: PDFDocumentProxy): Promise<PdfRead> {
  const pages = document.numPages
  if (await document.getPermissions()) return { ok: false, why: 'PdfEncrypted' }
  if (document.isPureXfa || (await document.getJSActions()) || (await document.getAttachments())) return { ok: false, why: 'PdfActive' }
  if (pages > mostPages) return { ok: false, why: 'TooManyPages' }
  if (pages === 0) return { ok: false, why: 'Corrupt' }
  for (let number = 1; number <= pages; number++) {
    const page = await document.getPage(number)
    if (await page.getJSActions()) return { ok: false, why: 'PdfActive' }
    page.cleanup()
  }
  return { ok: true, pages }
}
